"""The naive script through botocove, with its 20 workers.

botocove leaves out the account that it runs from, so that one is read after the others. It looks at `Status`, which AWS
announced to retire and the simulator does not send; it gets `State` under that name.
"""

from typing import Any

import boto3
from botocove import cove
from naive import sweep, users_and_keys
from organization import EXTERNAL_ID, ROLE, Counts, print_counts


def name_state_status(parsed: dict[str, Any], **_: Any) -> None:
    for account in parsed.get("Accounts", []):
        account["Status"] = account["State"]


organization = boto3.Session()
organization.events.register("after-call.organizations.ListAccounts", name_state_status)


@cove(rolename=ROLE, external_id=EXTERNAL_ID, assuming_session=organization)
def every_other_account(session) -> Counts:
    return users_and_keys(session.client("iam"))


def main() -> None:
    sts = boto3.client("sts")
    results = every_other_account()["Results"]
    own = sweep(sts.get_caller_identity()["Account"], sts)
    print_counts([result["Result"] for result in results] + [own])


if __name__ == "__main__":
    main()
