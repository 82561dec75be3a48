"""A careful script: one credential report and the authorization details for each account, a session in each thread.

Usage: credential_report.py THREADS
"""

import concurrent.futures
import csv
import io
import sys
import time

import boto3
from organization import Counts, active_accounts, iam_client, print_counts


def report(iam) -> list[dict[str, str]]:
    while iam.generate_credential_report()["State"] != "COMPLETE":
        time.sleep(0.5)
    return list(csv.DictReader(io.StringIO(iam.get_credential_report()["Content"].decode())))


def details(iam) -> Counts:
    pages = iam.get_paginator("get_account_authorization_details").paginate(
        Filter=["User", "Role", "Group", "LocalManagedPolicy"], PaginationConfig={"PageSize": 1000}
    )
    counts = Counts()
    for page in pages:
        counts["users"] += len(page["UserDetailList"])
        counts["roles"] += len(page["RoleDetailList"])
    return counts


def sweep(account: str, sts) -> Counts:
    iam = iam_client(account, sts)
    if not iam:
        return Counts()
    counts = Counts(accounts=1)
    for row in report(iam):
        if row["user"] != "<root_account>":
            counts["keys"] += sum(row[f"access_key_{slot}_last_rotated"] != "N/A" for slot in (1, 2))
    return counts + details(iam)


def main() -> None:
    sts = boto3.client("sts")
    with concurrent.futures.ThreadPoolExecutor(int(sys.argv[1])) as pool:
        print_counts(list(pool.map(lambda account: sweep(account, sts), active_accounts())))


if __name__ == "__main__":
    main()
