"""A moto server on loopback, and the boto3 clients that build an organization in it."""

import os
import socket
import subprocess
import time
import urllib.request

import boto3

REGION = "us-east-1"
MANAGEMENT = "123456789012"  # moto's default account
ROLE = "OrganizationAccountAccessRole"


class MotoServer:
    def __init__(self, **environment):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.process = subprocess.Popen(
            ["moto_server", "-H", "127.0.0.1", "-p", str(self.port)],
            env={**os.environ, **environment},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        deadline = time.time() + 60
        while True:
            try:
                urllib.request.urlopen(self.url + "/moto-api/data.json", timeout=5).read()
                return
            except OSError:
                if time.time() > deadline or self.process.poll() is not None:
                    raise RuntimeError("moto does not answer")
                time.sleep(0.2)

    def stop(self):
        self.process.terminate()
        self.process.wait(30)

    def client(self, service, credentials=None):
        credentials = credentials or {"AccessKeyId": "AKIAIOSFODNN7EXAMPLE", "SecretAccessKey": "example"}
        return boto3.client(
            service,
            region_name=REGION,
            endpoint_url=self.url,
            aws_access_key_id=credentials["AccessKeyId"],
            aws_secret_access_key=credentials["SecretAccessKey"],
            aws_session_token=credentials.get("SessionToken"),
        )

    def iam(self, account):
        """IAM of one account, through the role that Organizations makes there."""
        if account == MANAGEMENT:
            return self.client("iam")
        answer = self.client("sts").assume_role(
            RoleArn=f"arn:aws:iam::{account}:role/{ROLE}", RoleSessionName="builder"
        )
        return self.client("iam", answer["Credentials"])

    def switch_authentication_on(self):
        request = urllib.request.Request(self.url + "/moto-api/reset-auth", data=b"0", method="POST", headers={"Content-Type": "text/plain"})
        urllib.request.urlopen(request, timeout=30).read()
