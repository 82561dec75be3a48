"""orgsweep against an organization that boto3 built in moto, compared with what boto3 itself lists there.

moto lacks ListServiceSpecificCredentials (an HTML page with status 500): exactly that gap is expected, in every account.
"""

import json
import unittest
from datetime import datetime, timedelta, timezone

from moto_server import MANAGEMENT, ROLE, MotoServer
from sweep import Run

OUTSIDER = "999999999999"
ADMIN_DOCUMENT = json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}
)
READ_DOCUMENT = json.dumps(
    {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}}
)
SSH_KEY = (
    "ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQC1example" + "A" * 320 + " someone@example.com"
)


def trust(principal):
    statement = {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def everything(iam, operation, key, **arguments):
    return [item for page in iam.get_paginator(operation).paginate(**arguments) for item in page[key]]


def build_account(iam, index):
    """Users with and without passwords, keys, MFA and SSH keys; groups, roles and policies; odd but legal names."""
    iam.create_group(GroupName="developers")
    policy = iam.create_policy(PolicyName=f"admin-{index}", PolicyDocument=ADMIN_DOCUMENT)["Policy"]["Arn"]
    reader = iam.create_policy(PolicyName="reader", PolicyDocument=READ_DOCUMENT)["Policy"]["Arn"]
    iam.attach_group_policy(GroupName="developers", PolicyArn=reader)
    for number in range(6 + index):
        name = ["ada.lovelace", "=cmd.calc@A1", "+ops", "svc-deploy", "grace.hopper", "@mention"][
            number % 6
        ] + (f"-{number}" if number >= 6 else "")
        iam.create_user(UserName=name, Path="/people/" if number % 2 else "/", Tags=[{"Key": "owner", "Value": f"{name}@x"}])
        if number % 2 == 0:
            iam.create_login_profile(UserName=name, Password="correct horse battery staple")
        for _ in range(number % 3):
            iam.create_access_key(UserName=name)
        if number % 4 == 0:
            serial = iam.create_virtual_mfa_device(VirtualMFADeviceName=f"phone-{number}")["VirtualMFADevice"]["SerialNumber"]
            iam.enable_mfa_device(
                UserName=name, SerialNumber=serial, AuthenticationCode1="123456", AuthenticationCode2="654321"
            )
        if number % 3 == 0:
            iam.upload_ssh_public_key(UserName=name, SSHPublicKeyBody=SSH_KEY)
        if number == 3:
            iam.put_user_policy(UserName=name, PolicyName="inline +%", PolicyDocument=READ_DOCUMENT)
            iam.attach_user_policy(UserName=name, PolicyArn=policy)
        iam.add_user_to_group(GroupName="developers", UserName=name)
    iam.create_role(RoleName="vendor", AssumeRolePolicyDocument=trust(f"arn:aws:iam::{OUTSIDER}:root"))
    iam.create_role(RoleName="sibling", AssumeRolePolicyDocument=trust(f"arn:aws:iam::{MANAGEMENT}:root"))
    iam.put_role_policy(RoleName="sibling", PolicyName="read", PolicyDocument=READ_DOCUMENT)
    if index % 2:
        iam.update_account_password_policy(MinimumPasswordLength=14)


class MotoOrganization(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = MotoServer()
        organizations = cls.server.client("organizations")
        organizations.create_organization(FeatureSet="ALL")
        for number in range(5):
            organizations.create_account(AccountName=f"workload-{number}", Email=f"workload-{number}@example.com")
        cls.accounts = {
            account["Id"]: account["Name"]
            for page in organizations.get_paginator("list_accounts").paginate()
            for account in page["Accounts"]
        }
        for index, account in enumerate(sorted(cls.accounts)):
            build_account(cls.server.iam(account), index)
        # Nothing in moto can be back-dated: judge as of tomorrow, with limits of an hour.
        as_of = (datetime.now(timezone.utc) + timedelta(hours=23)).strftime("%Y-%m-%dT%H:%M:%SZ")
        cls.run_ = Run(
            cls.server.url,
            f"role: {ROLE}\nthresholds: {{ key-age: {{ limit: 1h }}, ssh-key-age: {{ limit: 1h }} }}\n",
            arguments=["--as-of", as_of],
        )

    @classmethod
    def tearDownClass(cls):
        cls.run_.close()
        cls.server.stop()

    def findings(self, check):
        return [row for row in self.run_.rows("findings.csv") if row["check_id"] == check and row["status"] == "fail"]

    def each_iam(self):
        return [(account, self.server.iam(account)) for account in sorted(self.accounts)]

    def test_every_account_is_partial_for_the_one_call_that_moto_lacks(self):
        self.assertEqual(self.run_.exit_code, 3, self.run_.stderr)
        rows = {row["account_id"]: row for row in self.run_.rows("accounts.csv")}
        self.assertEqual(set(rows), set(self.accounts))
        for row in rows.values():
            self.assertEqual(row["coverage"], "partial", row)
            self.assertIn("ListServiceSpecificCredentials", row["message"])
            self.assertNotIn("|", row["message"], "more than one kind of gap")
            self.assertEqual(row["narrowed"], "true")
        failed = {row["action"] for row in self.run_.rows("calls.csv") if row["http_status"] != "200" and row["error_code"] not in ("NoSuchEntity", "ReportNotPresent")}
        # The second is asked for the organization, and the sweep can do without its answer.
        self.assertEqual(failed, {"ListServiceSpecificCredentials", "ListOrganizationsFeatures"})
        self.assertEqual(self.run_.json("run.json")["rehearsal"], False)

    def test_identities_are_those_that_boto3_lists(self):
        expected = set()
        for _, iam in self.each_iam():
            expected |= {user["Arn"] for user in everything(iam, "list_users", "Users")}
            expected |= {role["Arn"] for role in everything(iam, "list_roles", "Roles")}
        found = [row["arn"] for row in self.run_.rows("identities.csv") if row["type"] in ("user", "role")]
        self.assertEqual(len(found), len(set(found)))
        self.assertEqual(set(found), expected)
        self.assertGreater(len(expected), 60)

    def test_keys_are_those_that_boto3_lists(self):
        keys, ssh_keys = set(), set()
        for account, iam in self.each_iam():
            for user in everything(iam, "list_users", "Users"):
                name = user["UserName"]
                for key in everything(iam, "list_access_keys", "AccessKeyMetadata", UserName=name):
                    keys.add((account, name, key["AccessKeyId"], key["Status"]))
                for key in iam.list_ssh_public_keys(UserName=name)["SSHPublicKeys"]:
                    ssh_keys.add((account, name, key["SSHPublicKeyId"], key["Status"]))
        rows = self.run_.rows("credentials.csv")
        columns = ("account_id", "user_name", "credential_id", "status")
        found = lambda kind: {tuple(row[column] for column in columns) for row in rows if row["kind"] == kind}
        self.assertEqual(found("access_key"), keys)
        self.assertEqual(found("ssh_key"), ssh_keys)
        self.assertGreater(len(keys), 40)
        # Every key is a day old and the limit is an hour.
        self.assertEqual(len(self.findings("key-age")), len(keys))
        self.assertEqual(len(self.findings("ssh-key-age")), len(ssh_keys))

    def test_console_users_without_mfa_are_those_that_boto3_finds(self):
        expected = set()
        for _, iam in self.each_iam():
            for user in everything(iam, "list_users", "Users"):
                try:
                    iam.get_login_profile(UserName=user["UserName"])
                except iam.exceptions.NoSuchEntityException:
                    continue
                if not iam.list_mfa_devices(UserName=user["UserName"])["MFADevices"]:
                    expected.add(user["Arn"])
        self.assertEqual({row["resource_arn"] for row in self.findings("user-mfa")}, expected)
        self.assertTrue(expected)

    def test_two_active_keys_are_found(self):
        expected = set()
        for _, iam in self.each_iam():
            for user in everything(iam, "list_users", "Users"):
                keys = everything(iam, "list_access_keys", "AccessKeyMetadata", UserName=user["UserName"])
                if len(keys) > 1:
                    expected.add(user["Arn"])
        self.assertEqual({row["resource_arn"] for row in self.findings("key-two-active")}, expected)

    def test_policies_and_trusts_are_judged(self):
        accounts = set(self.accounts)
        self.assertEqual({row["account_id"] for row in self.findings("policy-admin-attached")}, accounts)
        outside = self.findings("trust-outside-organization")
        self.assertEqual({row["account_id"] for row in outside}, accounts)
        self.assertEqual({row["resource_name"] for row in outside}, {"vendor"})
        missing = {account for account, iam in self.each_iam() if not has_password_policy(iam)}
        self.assertEqual({row["account_id"] for row in self.findings("password-policy-missing")}, missing)

    def test_what_needs_the_missing_call_is_not_assessed(self):
        rows = [row for row in self.run_.rows("assessments.csv") if row["check_id"] == "token-no-expiry"]
        self.assertEqual(len(rows), len(self.accounts))
        for row in rows:
            self.assertEqual((row["pass"], row["fail"], row["not_assessed"]), ("0", "0", "1"))

    def test_no_secret_of_moto_reaches_a_file(self):
        for path in self.run_.latest.iterdir():
            content = path.read_bytes()
            self.assertNotIn(b"Base32StringSeed", content, path.name)
            self.assertNotIn(b"SecretAccessKey", content, path.name)


def has_password_policy(iam):
    try:
        iam.get_account_password_policy()
        return True
    except iam.exceptions.NoSuchEntityException:
        return False


if __name__ == "__main__":
    unittest.main()
