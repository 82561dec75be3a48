"""Prowler's IAM checks, one account after the other, as its documentation does it for an organization.

It asks for more than the simulator serves and goes on without the answers, so that it costs less here than at AWS.
"""

import csv
import pathlib
import subprocess
import sys
import tempfile

import boto3
from organization import EXTERNAL_ID, ROLE, Counts, active_accounts, iam_client, print_counts


def sweep(account: str, prowler: pathlib.Path, folder: str) -> Counts:
    command = [
        prowler,
        "aws",
        "--service",
        "iam",
        "--role",
        f"arn:aws:iam::{account}:role/{ROLE}",
        "--external-id",
        EXTERNAL_ID,
        "--no-banner",
        "--ignore-exit-code-3",
        "--output-directory",
        folder,
        "--output-filename",
        account,
    ]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    with open(pathlib.Path(folder, f"{account}.csv"), newline="") as file:
        resources = {row["RESOURCE_UID"] for row in csv.DictReader(file, delimiter=";")}
    return Counts(accounts=1, users=sum(":user/" in resource for resource in resources))


def main() -> None:
    prowler = pathlib.Path(sys.executable).parent / "prowler"
    sts = boto3.client("sts")
    with tempfile.TemporaryDirectory() as folder:
        print_counts([sweep(account, prowler, folder) for account in active_accounts() if iam_client(account, sts)])


if __name__ == "__main__":
    main()
