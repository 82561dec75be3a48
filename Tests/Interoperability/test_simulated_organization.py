"""`orgsweep simulate` as boto3 and the AWS CLI see it, compared with what a sweep of the same organization wrote.

boto3 judges the simulator: its service models refuse what AWS would not send. The lists that it reads are then compared
with one another and with the sweep's files, which came by other calls.
"""

import csv
import datetime
import gzip
import http.client
import io
import time
import unittest
import urllib.parse
import urllib.request
from collections.abc import Callable
from typing import Any

from botocore.exceptions import ClientError
from simulator import Simulator
from sweep import Run

ACCOUNTS = 25

# The rehearsal's policy with a literal plus and letters beyond ASCII, as the rehearsal's maker wrote it.
BOUNDARY = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Sid": "AnythingButIdentity",
            "Effect": "Allow",
            "NotAction": ["iam:*", "organizations:*"],
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:PrincipalTag/site": ["Zürich+Basel", "Málaga"]}},
        }
    ],
}


def everything(client: Any, operation: str, key: str, size: int | None = None, **arguments: Any) -> list[Any]:
    """All items of a list through boto3's own paginator, in pages of the given size."""
    config = {"PageSize": size} if size else {}
    pages = client.get_paginator(operation).paginate(PaginationConfig=config, **arguments)
    return [item for page in pages for item in page[key]]


def credential_report(iam: Any) -> tuple[dict[str, dict[str, str]], datetime.datetime]:
    """The rows of the report by user and when it was made, waiting for it as AWS's examples do."""
    for _ in range(1_000):
        if iam.generate_credential_report()["State"] == "COMPLETE":
            break
    else:
        raise AssertionError("the report is never complete")
    answer = iam.get_credential_report()
    rows = csv.DictReader(io.StringIO(answer["Content"].decode()), strict=True)
    return {row["user"]: row for row in rows}, answer["GeneratedTime"]


class SimulatedOrganization(unittest.TestCase):
    simulator: Simulator
    run_: Run
    accounts: dict[str, dict[str, Any]]
    readable: dict[str, Any]

    @classmethod
    def setUpClass(cls) -> None:
        cls.simulator = Simulator("--count", str(ACCOUNTS), "--seed", "8")
        cls.addClassCleanup(cls.simulator.stop)
        organizations = cls.simulator.client("organizations")
        cls.accounts = {account["Id"]: account for account in everything(organizations, "list_accounts", "Accounts")}
        cls.run_ = Run(
            cls.simulator.endpoint,
            cls.simulator.organization_yaml,
            credentials=cls.simulator.credentials,
            environment={"AWS_SESSION_TOKEN": cls.simulator.credentials["SessionToken"]},
        )
        cls.addClassCleanup(cls.run_.close)
        cls.coverage = {row["account_id"]: row["coverage"] for row in cls.run_.rows("accounts.csv")}
        cls.readable = {
            account: cls.simulator.client("iam", cls.simulator.assume(account))
            for account, coverage in cls.coverage.items()
            if coverage in ("swept", "partial")
        }

    def refused(self, code: str, call: Callable[..., Any], **arguments: Any) -> str:
        """The message of a call that must be refused with a code."""
        with self.assertRaises(ClientError) as refusal:
            call(**arguments)
        self.assertEqual(refusal.exception.response["Error"]["Code"], code)
        return refusal.exception.response["Error"]["Message"]

    # Organizations

    def test_accounts_are_those_of_the_sweep(self) -> None:
        self.assertEqual(len(self.accounts), ACCOUNTS)
        organizations = self.simulator.client("organizations")
        (root,) = everything(organizations, "list_roots", "Roots")
        units = everything(
            organizations, "list_organizational_units_for_parent", "OrganizationalUnits", ParentId=root["Id"]
        )
        names = {unit["Id"]: unit["Name"] for unit in [root, *units]}
        rows = {row["account_id"]: row for row in self.run_.rows("accounts.csv")}
        self.assertEqual(set(rows), set(self.accounts))
        for number, row in rows.items():
            account = self.accounts[number]
            self.assertEqual((row["account_name"], row["state"]), (account["Name"], account["State"]))
            units = account["Paths"][0].split("/")[1:-1]
            self.assertEqual(row["ou_path"], "/".join(names[unit] for unit in units))
        self.assertGreaterEqual(len(self.readable), 20)

    def test_the_tree_of_units_holds_each_account_once(self) -> None:
        organizations = self.simulator.client("organizations")
        (root,) = everything(organizations, "list_roots", "Roots")
        units = everything(
            organizations, "list_organizational_units_for_parent", "OrganizationalUnits", ParentId=root["Id"]
        )
        found: dict[str, str] = {}
        for parent in [root, *units]:
            for account in everything(organizations, "list_accounts_for_parent", "Accounts", ParentId=parent["Id"]):
                self.assertNotIn(account["Id"], found)
                found[account["Id"]] = parent["Id"]
        self.assertEqual(set(found), set(self.accounts))
        for number, parent in found.items():
            self.assertIn(f"/{parent}/", self.accounts[number]["Paths"][0])
            self.assertEqual(organizations.describe_account(AccountId=number)["Account"], self.accounts[number])
            (tag,) = everything(organizations, "list_tags_for_resource", "Tags", ResourceId=number)
            self.assertEqual(tag["Key"], "environment")
        self.refused("ParentNotFoundException", organizations.list_accounts_for_parent, ParentId="ou-none-none0000")

    def test_the_hub_is_the_delegated_administrator(self) -> None:
        organizations = self.simulator.client("organizations")
        (hub,) = everything(organizations, "list_delegated_administrators", "DelegatedAdministrators")
        self.assertEqual(hub["Id"], self.simulator.client("sts").get_caller_identity()["Account"])
        features = self.simulator.client("iam").list_organizations_features()
        self.assertEqual(features["OrganizationId"], organizations.describe_organization()["Organization"]["Id"])

    # Identities

    def test_users_and_roles_are_those_of_the_sweep(self) -> None:
        expected: set[tuple[str, str]] = set()
        for iam in self.readable.values():
            for kind, operation, key in (("user", "list_users", "Users"), ("role", "list_roles", "Roles")):
                small = [item["Arn"] for item in everything(iam, operation, key, size=3)]
                self.assertEqual(small, [item["Arn"] for item in everything(iam, operation, key)])
                expected |= {(kind, arn) for arn in small}
        rows = [row for row in self.run_.rows("identities.csv") if row["type"] in ("user", "role")]
        self.assertEqual(len(rows), len(expected))
        self.assertEqual({(row["type"], row["arn"]) for row in rows}, expected)

    def test_authorization_details_are_the_lists_put_together(self) -> None:
        for iam in self.readable.values():
            pages = list(iam.get_paginator("get_account_authorization_details").paginate(PaginationConfig={"PageSize": 7}))
            for key, name, operation, list_key in (
                ("UserDetailList", "UserName", "list_users", "Users"),
                ("RoleDetailList", "RoleName", "list_roles", "Roles"),
            ):
                details = [item for page in pages for item in page[key]]
                listed = everything(iam, operation, list_key)
                self.assertEqual([item[name] for item in details], [item[name] for item in listed])
                self.assertEqual([item["CreateDate"] for item in details], [item["CreateDate"] for item in listed])
            # boto3 decodes the documents.
            trusts = {role["RoleName"]: role["AssumeRolePolicyDocument"] for page in pages for role in page["RoleDetailList"]}
            for role in everything(iam, "list_roles", "Roles"):
                self.assertEqual(trusts[role["RoleName"]], role["AssumeRolePolicyDocument"])
                self.assertIsInstance(role["AssumeRolePolicyDocument"], dict)
            summary = iam.get_account_summary()["SummaryMap"]
            self.assertEqual(summary["Users"], sum(len(page["UserDetailList"]) for page in pages))
            self.assertEqual(summary["Policies"], sum(self.is_own(policy) for page in pages for policy in page["Policies"]))

    def test_a_document_with_a_plus_and_letters_beyond_ascii_arrives_as_it_was_written(self) -> None:
        found = 0
        for account, iam in self.readable.items():
            arn = f"arn:aws:iam::{account}:policy/DeveloperBoundary"
            pages = list(iam.get_paginator("get_account_authorization_details").paginate())
            for policy in (policy for page in pages for policy in page["Policies"] if policy["Arn"] == arn):
                found += 1
                (version,) = policy["PolicyVersionList"]
                read = iam.get_policy_version(PolicyArn=arn, VersionId=version["VersionId"])["PolicyVersion"]
                self.assertEqual(version["Document"], BOUNDARY)
                self.assertEqual(read["Document"], BOUNDARY)
        self.assertGreater(found, 0)

    @staticmethod
    def is_own(policy: dict[str, Any]) -> bool:
        return not policy["Arn"].startswith("arn:aws:iam::aws:")

    # Credentials

    def test_the_credential_report_agrees_with_the_lists(self) -> None:
        newer = 0
        for iam in self.readable.values():
            report, generated = credential_report(iam)
            users = everything(iam, "list_users", "Users")
            # Somebody else may have had the report made, before the newest users came; all others are in it.
            known = [user for user in users if user["CreateDate"] <= generated]
            newer += len(users) - len(known)
            self.assertEqual(set(report) - {"<root_account>"}, {user["UserName"] for user in known})
            for user in known:
                row = report[user["UserName"]]
                keys = everything(iam, "list_access_keys", "AccessKeyMetadata", UserName=user["UserName"])
                # The report has two slots, whatever the list holds.
                shown = sorted(keys, key=lambda key: key["AccessKeyId"])[:2]
                dates = {key["CreateDate"].strftime("%Y-%m-%dT%H:%M:%SZ") for key in shown}
                rotated = {row["access_key_1_last_rotated"], row["access_key_2_last_rotated"]} - {"N/A"}
                self.assertEqual(rotated, dates)
                self.assertEqual(row["mfa_active"] == "true", bool(self.devices(iam, user["UserName"])))
        self.assertEqual(newer, 1)

    @staticmethod
    def devices(iam: Any, user: str) -> list[Any]:
        return everything(iam, "list_mfa_devices", "MFADevices", UserName=user)

    def test_virtual_devices_are_the_users_own(self) -> None:
        assigned = 0
        for iam in self.readable.values():
            virtual = everything(iam, "list_virtual_mfa_devices", "VirtualMFADevices", size=2, AssignmentStatus="Any")
            for device in virtual:
                owner = device.get("User", {}).get("UserName")
                if owner:
                    serials = [item["SerialNumber"] for item in self.devices(iam, owner)]
                    self.assertIn(device["SerialNumber"], serials)
                    assigned += 1
        self.assertGreater(assigned, 20)

    def test_credentials_are_those_of_the_sweep(self) -> None:
        found: set[tuple[str, str, str]] = set()
        for account, iam in self.readable.items():
            if self.coverage[account] == "partial":
                continue
            for credential in self.service_credentials(iam):
                found.add((account, credential["UserName"], credential["ServiceSpecificCredentialId"]))
            for user in everything(iam, "list_users", "Users"):
                for key in everything(iam, "list_ssh_public_keys", "SSHPublicKeys", UserName=user["UserName"]):
                    found.add((account, key["UserName"], key["SSHPublicKeyId"]))
                    body = iam.get_ssh_public_key(
                        UserName=key["UserName"], SSHPublicKeyId=key["SSHPublicKeyId"], Encoding="SSH"
                    )
                    self.assertTrue(body["SSHPublicKey"]["SSHPublicKeyBody"].startswith("ssh-rsa AAAAB3NzaC1yc2E"))
        others = ("password", "access_key", "signing_certificate", "server_certificate", "mfa_device")
        rows = [
            row
            for row in self.run_.rows("credentials.csv")
            if row["kind"] not in others and self.coverage[row["account_id"]] == "swept"
        ]
        self.assertEqual({(row["account_id"], row["user_name"], row["credential_id"]) for row in rows}, found)
        self.assertGreater(len(found), 10)

    @staticmethod
    def service_credentials(iam: Any) -> list[Any]:
        """Page by page by hand: botocore has no paginator for this call."""
        credentials: list[Any] = []
        marker: dict[str, str] = {}
        while True:
            page = iam.list_service_specific_credentials(AllUsers=True, MaxItems=2, **marker)
            credentials += page["ServiceSpecificCredentials"]
            if not page["IsTruncated"]:
                return credentials
            marker = {"Marker": page["Marker"]}

    # Who may come in

    def test_a_web_identity_becomes_the_hub(self) -> None:
        sts = self.simulator.unsigned_sts()
        role = self.simulator.environment["ORGSWEEP_WEB_IDENTITY_ROLE_ARN"]
        token = self.simulator.environment["ORGSWEEP_WEB_IDENTITY_TOKEN"]
        arguments = {"RoleArn": role, "RoleSessionName": "ci", "WebIdentityToken": token}
        answer = sts.assume_role_with_web_identity(**arguments)
        self.assertEqual(answer["Audience"], "sts.amazonaws.com")
        identity = self.simulator.client("sts", answer["Credentials"]).get_caller_identity()
        self.assertEqual(identity["Arn"], answer["AssumedRoleUser"]["Arn"])
        organizations = self.simulator.client("organizations", answer["Credentials"])
        self.assertEqual(len(everything(organizations, "list_accounts", "Accounts")), ACCOUNTS)
        self.refused(
            "InvalidIdentityToken",
            sts.assume_role_with_web_identity,
            **{**arguments, "WebIdentityToken": token[:-4] + "AAAA"},
        )

    def test_refusals_are_exceptions_that_boto3_knows(self) -> None:
        iam = next(iter(self.readable.values()))
        message = self.refused("AccessDenied", iam.create_user, UserName="intruder")
        self.assertIn("is not authorized to perform: iam:CreateUser", message)
        with self.assertRaises(iam.exceptions.NoSuchEntityException):
            iam.get_user(UserName="nobody")
        wrong = {**self.simulator.credentials, "SecretAccessKey": "wrong"}
        self.refused("SignatureDoesNotMatch", self.simulator.client("sts", wrong).get_caller_identity)
        organizations = self.simulator.client("organizations", wrong)
        self.refused("InvalidSignatureException", organizations.list_roots)

    # The AWS CLI

    def test_the_aws_cli_reads_it_too(self) -> None:
        listed = self.simulator.cli("organizations", "list-accounts")["Accounts"]
        self.assertEqual({account["Id"] for account in listed}, set(self.accounts))
        identity = self.simulator.cli("sts", "get-caller-identity")
        self.assertTrue(identity["Arn"].endswith("/rehearsal"))
        account = next(iter(self.readable))
        session = self.simulator.cli(
            "sts", "assume-role", "--role-arn", f"arn:aws:iam::{account}:role/{self.simulator.setting('role')}",
            "--role-session-name", "cli", "--external-id", self.simulator.setting("external_id"),
        )
        self.assertIn(account, session["AssumedRoleUser"]["Arn"])


class FaultySimulator(unittest.TestCase):
    """The same faults that the sweep must survive reach other clients as well."""

    def test_throttling_reaches_boto3(self) -> None:
        simulator = Simulator("--count", "5", "--faults", "throttling:action=organizations:ListRoots")
        self.addCleanup(simulator.stop)
        organizations = simulator.client("organizations")
        with self.assertRaises(organizations.exceptions.TooManyRequestsException):
            organizations.list_roots()
        self.assertEqual(len(everything(organizations, "list_accounts", "Accounts")), 5)

    def test_gzip_is_valid(self) -> None:
        simulator = Simulator("--count", "5", "--faults", "gzip")
        self.addCleanup(simulator.stop)
        # botocore asks for no encoding and would read none; the call without a signature needs no botocore.
        with urllib.request.urlopen(simulator.endpoint, simulator.web_identity_form, 30) as answer:
            self.assertEqual(answer.headers["Content-Encoding"], "gzip")
            document = gzip.decompress(answer.read()).decode()
        self.assertTrue(document.endswith("</AssumeRoleWithWebIdentityResponse>"))

    def test_it_ends_when_it_is_told_to_although_a_client_waits(self) -> None:
        simulator = Simulator("--count", "5", "--faults", "silence")
        self.addCleanup(simulator.stop)
        connection = http.client.HTTPConnection(urllib.parse.urlsplit(simulator.endpoint).netloc, timeout=30)
        self.addCleanup(connection.close)
        connection.request("POST", "/", simulator.web_identity_form)
        for _ in range(500):
            if simulator.counts().get("sts:AssumeRoleWithWebIdentity"):
                break
            time.sleep(0.02)
        else:
            self.fail("the request never arrived")
        self.assertEqual(simulator.stop(), 0)
        # No answer came before, or it could be read now.
        with self.assertRaises(ConnectionError):
            connection.getresponse()


if __name__ == "__main__":
    unittest.main()
