#!/usr/bin/env python3
"""Writes profiles and environments with the way to credentials that botocore takes, for orgsweep to take the same.

    python3 Tests/Interoperability/credentials.py ways.json
    ORGSWEEP_CREDENTIAL_WAYS=$PWD/ways.json swift test --filter CredentialChainTests

The profile is `p`. `way` is the method of botocore's credentials, or null where it refuses or finds none; of an assumed role, `source` is
the method of what it is assumed with. Needs: pip install botocore.

Only what can be chosen without a call is compared: botocore fetches the rest when it is first used.
"""

import argparse
import itertools
import json
import os
import tempfile
import unittest.mock

import botocore
import botocore.credentials
import botocore.exceptions
import botocore.session

KEYS = "aws_access_key_id = AKIAFILE\naws_secret_access_key = secret\n"
ROLE = "role_arn = arn:aws:iam::111122223333:role/x\n"
SSO = "sso_account_id = 111122223333\nsso_role_name = x\nsso_region = us-east-1\nsso_start_url = https://x\n"
PROCESS = 'credential_process = printf \'{"Version": 1, "AccessKeyId": "AKIAPROCESS", "SecretAccessKey": "s"}\'\n'
WEB = "web_identity_token_file = /token\n"

PARTS = {
    "keys": KEYS, "role": ROLE, "source": "source_profile = other\n", "self": "source_profile = p\n",
    "environment source": "credential_source = Environment\n", "sso": SSO, "process": PROCESS, "web": WEB,
}
OTHERS = {
    "none": "", "keys": f"[profile other]\n{KEYS}", "process": f"[profile other]\n{PROCESS}",
    "sso": f"[profile other]\n{SSO}", "empty": "[profile other]\nregion = us-east-1\n",
    "back": f"[profile other]\n{ROLE}source_profile = p\n",
    "role with keys": f"[profile other]\n{ROLE}source_profile = third\n{KEYS}",
    "role": f"[profile other]\n{ROLE}source_profile = third\n[profile third]\n{KEYS}",
    "web": f"[profile other]\n{ROLE}{WEB}",
}
ENVIRONMENTS = {
    "": {},
    "web": {"AWS_WEB_IDENTITY_TOKEN_FILE": "/token", "AWS_ROLE_ARN": "arn:aws:iam::111122223333:role/y"},
    "file": {"AWS_WEB_IDENTITY_TOKEN_FILE": "/token"},
}


def texts():
    """Profiles with every one, two or three of the parts, alone and with each other profile."""
    for count in (0, 1, 2, 3):
        for parts in itertools.combinations(PARTS, count):
            if {"source", "self"} <= set(parts):
                continue
            others = OTHERS if "source" in parts else {"none": ""}
            for other, text in others.items():
                for file in ("config", "credentials"):
                    yield f"{' + '.join(parts) or 'nothing'}, {other} in {file}", parts, text, file


def resolve(config, credentials, environment):
    """The method that botocore chooses, and that of its source."""
    sources = []

    def remember(self, client_creator, source_credentials, *rest, **named):
        sources.append(source_credentials.method)
        original(self, client_creator, source_credentials, *rest, **named)

    original = botocore.credentials.AssumeRoleCredentialFetcher.__init__
    with tempfile.TemporaryDirectory() as folder:
        paths = {}
        for name, text in (("AWS_CONFIG_FILE", config), ("AWS_SHARED_CREDENTIALS_FILE", credentials)):
            paths[name] = os.path.join(folder, name)
            with open(paths[name], "w", encoding="utf-8") as file:
                file.write(text)
        base = {"PATH": "/usr/bin:/bin", "HOME": folder, "AWS_PROFILE": "p", "AWS_EC2_METADATA_DISABLED": "true"}
        with unittest.mock.patch.dict(os.environ, {**base, **paths, **environment}, clear=True), \
                unittest.mock.patch.object(botocore.credentials.AssumeRoleCredentialFetcher, "__init__", remember):
            try:
                found = botocore.session.Session().get_credentials()
            except botocore.exceptions.BotoCoreError:
                return None, None
    return (found.method, sources[-1] if sources else None) if found else (None, None)


def cases():
    for name, parts, other, file in texts():
        body = "".join(PARTS[part] for part in parts)
        config = "[profile p]\n" + (body if file == "config" else "") + other
        credentials = "[p]\n" + body if file == "credentials" else ""
        environments = ENVIRONMENTS if "source" not in parts else {"": {}}
        for environment, variables in environments.items():
            way, source = resolve(config, credentials, variables)
            yield {
                "name": f"{name}, {environment or 'nothing'} in the environment",
                "config": config, "credentials": credentials, "environment": variables, "way": way, "source": source,
            }


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("output")
    options = arguments.parse_args()
    with open(options.output, "w", encoding="utf-8") as file:
        json.dump({"source": f"botocore {botocore.__version__}", "cases": list(cases())}, file)
        file.write("\n")


if __name__ == "__main__":
    main()
