"""The real binary serving its rehearsal organization, and the clients that boto3 and the AWS CLI make of it."""

import json
import os
import pathlib
import signal
import subprocess
import sys
import urllib.parse
from typing import Any

import boto3
from botocore import UNSIGNED
from botocore.config import Config


class Simulator:
    """`orgsweep simulate` until `stop`; its stdout is the environment and, as comments, the organization.yaml."""

    def __init__(self, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [os.environ["ORGSWEEP"], "simulate", *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        lines = self._read_output()
        self.environment = dict(line.split("=", 1) for line in lines if not line.startswith("#"))
        self.organization_yaml = "".join(line[2:] + "\n" for line in lines if line.startswith("# "))
        self.endpoint = self.environment["AWS_ENDPOINT_URL"]

    def _read_output(self) -> list[str]:
        """The lines up to the Region of organization.yaml, which is the last one."""
        lines: list[str] = []
        for line in self.process.stdout:
            lines.append(line.rstrip("\n"))
            if line.startswith("# region:"):
                return lines
        raise RuntimeError(f"the simulator did not start: {self.process.stderr.read()}")

    def stop(self) -> int:
        self.process.terminate()
        self.process.stdout.close()
        self.process.stderr.close()
        return self.process.wait(30)

    def counts(self) -> dict[str, int]:
        """How often each call was asked for until now."""
        self.process.send_signal(signal.SIGUSR1)
        return json.loads(self.process.stdout.readline())

    @property
    def web_identity_form(self) -> bytes:
        """The body of AssumeRoleWithWebIdentity, the call that no signature goes with."""
        return urllib.parse.urlencode(
            {
                "Action": "AssumeRoleWithWebIdentity",
                "Version": "2011-06-15",
                "RoleArn": self.environment["ORGSWEEP_WEB_IDENTITY_ROLE_ARN"],
                "RoleSessionName": "ci",
                "WebIdentityToken": self.environment["ORGSWEEP_WEB_IDENTITY_TOKEN"],
            }
        ).encode()

    @property
    def credentials(self) -> dict[str, str]:
        return {
            "AccessKeyId": self.environment["AWS_ACCESS_KEY_ID"],
            "SecretAccessKey": self.environment["AWS_SECRET_ACCESS_KEY"],
            "SessionToken": self.environment["AWS_SESSION_TOKEN"],
        }

    def setting(self, key: str) -> str:
        """A value of the organization.yaml, which has one on each line."""
        return next(line.split(": ", 1)[1] for line in self.organization_yaml.splitlines() if line.startswith(key))

    def client(self, service: str, credentials: dict[str, str] | None = None) -> Any:
        credentials = credentials or self.credentials
        return boto3.client(
            service,
            region_name=self.environment["AWS_REGION"],
            endpoint_url=self.endpoint,
            aws_access_key_id=credentials["AccessKeyId"],
            aws_secret_access_key=credentials["SecretAccessKey"],
            aws_session_token=credentials["SessionToken"],
        )

    def unsigned_sts(self) -> Any:
        return boto3.client(
            "sts",
            region_name=self.environment["AWS_REGION"],
            endpoint_url=self.endpoint,
            config=Config(signature_version=UNSIGNED),
        )

    def assume(self, account: str) -> dict[str, str]:
        answer = self.client("sts").assume_role(
            RoleArn=f"arn:aws:iam::{account}:role/{self.setting('role')}",
            RoleSessionName="boto3",
            ExternalId=self.setting("external_id"),
        )
        return answer["Credentials"]

    def cli(self, *arguments: str) -> Any:
        """What the AWS CLI prints, read as JSON."""
        result = subprocess.run(
            [sys.executable, str(pathlib.Path(sys.executable).parent / "aws"), *arguments, "--output", "json"],
            env={"PATH": os.environ["PATH"], "HOME": "/nonexistent", **self.environment},
            capture_output=True,
            text=True,
            timeout=120,
        )
        if result.returncode != 0:
            raise RuntimeError(result.stderr)
        return json.loads(result.stdout)
