"""The naive script through botocove, with its 20 workers.

botocove leaves out the account that it runs from, so that one is read after the others.
"""

import boto3
from botocove import cove
from naive import sweep, users_and_keys
from organization import EXTERNAL_ID, ROLE, Counts, print_counts


@cove(rolename=ROLE, external_id=EXTERNAL_ID)
def every_other_account(session) -> Counts:
    return users_and_keys(session.client("iam"))


def main() -> None:
    sts = boto3.client("sts")
    results = every_other_account()["Results"]
    own = sweep(sts.get_caller_identity()["Account"], sts)
    print_counts([result["Result"] for result in results] + [own])


if __name__ == "__main__":
    main()
