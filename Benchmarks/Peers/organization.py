"""What every boto3 script over an organization begins with: its accounts, and a session in each."""

import collections
import json
import os

import boto3
import botocore.exceptions

ROLE = os.environ["BENCH_ROLE"]
EXTERNAL_ID = os.environ["BENCH_EXTERNAL_ID"]

Counts = collections.Counter


def active_accounts() -> list[str]:
    pages = boto3.client("organizations").get_paginator("list_accounts").paginate()
    return [account["Id"] for page in pages for account in page["Accounts"] if account["State"] == "ACTIVE"]


def iam_client(account: str, sts):
    """An IAM client of the account's own session, or None where the role does not let us in."""
    try:
        credentials = sts.assume_role(
            RoleArn=f"arn:aws:iam::{account}:role/{ROLE}", RoleSessionName="peer", ExternalId=EXTERNAL_ID
        )["Credentials"]
    except botocore.exceptions.ClientError:
        return None
    session = boto3.Session(
        aws_access_key_id=credentials["AccessKeyId"],
        aws_secret_access_key=credentials["SecretAccessKey"],
        aws_session_token=credentials["SessionToken"],
    )
    return session.client("iam")


def print_counts(counts: list[Counts]) -> None:
    """Proves by numbers what was seen; the driver compares them with those of the other contenders."""
    print(json.dumps(sum(counts, Counts())))
