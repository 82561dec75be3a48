"""The script that everybody writes first: list the users, list the keys of each, name those older than 90 days.

Usage: naive.py THREADS
"""

import concurrent.futures
import datetime
import sys

import boto3
from organization import Counts, active_accounts, iam_client, print_counts


def users_and_keys(iam) -> Counts:
    counts = Counts(accounts=1)
    limit = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=90)
    for page in iam.get_paginator("list_users").paginate():
        for user in page["Users"]:
            counts["users"] += 1
            for key in iam.list_access_keys(UserName=user["UserName"])["AccessKeyMetadata"]:
                counts["keys"] += 1
                counts["old_keys"] += key["CreateDate"] < limit
    return counts


def sweep(account: str, sts) -> Counts:
    iam = iam_client(account, sts)
    return users_and_keys(iam) if iam else Counts()


def main() -> None:
    threads = int(sys.argv[1])
    sts = boto3.client("sts")
    accounts = active_accounts()
    if threads == 1:
        print_counts([sweep(account, sts) for account in accounts])
        return
    with concurrent.futures.ThreadPoolExecutor(threads) as pool:
        print_counts(list(pool.map(lambda account: sweep(account, sts), accounts)))


if __name__ == "__main__":
    main()
