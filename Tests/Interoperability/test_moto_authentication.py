"""orgsweep against moto with authentication on: an independent judge of our signatures and of our coverage states."""

import json
import unittest

from moto_server import MANAGEMENT, MotoServer
from sweep import Run

# moto wants the caller's own ARN in the trust policy; it does not understand `:root` there.
CALLER = f"arn:aws:iam::{MANAGEMENT}:user/sweeper"
# Everything that the plan reads of a member account, less one call where the test says so.
READS = [
    "iam:GenerateCredentialReport", "iam:GetAccountAuthorizationDetails", "iam:GetAccountPasswordPolicy",
    "iam:GetAccountSummary", "iam:GetCredentialReport", "iam:GetLoginProfile", "iam:GetOpenIDConnectProvider",
    "iam:GetPolicy", "iam:GetPolicyVersion", "iam:GetUser", "iam:ListAccessKeys", "iam:ListAccountAliases",
    "iam:ListMFADevices", "iam:ListOpenIDConnectProviders", "iam:ListRoles", "iam:ListSAMLProviders",
    "iam:ListServerCertificates", "iam:ListServiceSpecificCredentials", "iam:ListSigningCertificates",
    "iam:ListSSHPublicKeys", "iam:ListVirtualMFADevices",
]


def document(actions, resource="*"):
    statement = {"Effect": "Allow", "Action": actions, "Resource": resource}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def trust(principal):
    statement = {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def build_role(iam, principal, actions):
    iam.create_user(UserName="somebody")
    iam.create_role(RoleName="audit", AssumeRolePolicyDocument=trust(principal))
    iam.put_role_policy(RoleName="audit", PolicyName="read", PolicyDocument=document(actions))


class MotoAuthentication(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = MotoServer(INITIAL_NO_AUTH_ACTION_COUNT="9999")
        organizations = cls.server.client("organizations")
        organizations.create_organization(FeatureSet="ALL")
        names = ("readable", "one-call-denied", "not-in-the-hub-policy")
        cls.account = {
            name: organizations.create_account(AccountName=name, Email=f"{name}@example.com")["CreateAccountStatus"][
                "AccountId"
            ]
            for name in names
        }
        management = cls.server.client("iam")
        management.create_user(UserName="sweeper")
        roles = [
            f"arn:aws:iam::{account}:role/audit"
            for account in (MANAGEMENT, cls.account["readable"], cls.account["one-call-denied"])
        ]
        for name, policy in (
            ("organization", document(["organizations:*", "sts:GetCallerIdentity"])),
            ("hub", document(["sts:AssumeRole"], roles)),
        ):
            management.put_user_policy(UserName="sweeper", PolicyName=name, PolicyDocument=policy)
        cls.credentials = management.create_access_key(UserName="sweeper")["AccessKey"]
        # moto looks at trust policies in the caller's own account only: there the role trusts somebody else.
        build_role(cls.server.iam(MANAGEMENT), f"arn:aws:iam::{MANAGEMENT}:user/another", READS)
        build_role(cls.server.iam(cls.account["readable"]), CALLER, READS)
        without_ssh = [action for action in READS if action != "iam:ListSSHPublicKeys"]
        build_role(cls.server.iam(cls.account["one-call-denied"]), CALLER, without_ssh)
        build_role(cls.server.iam(cls.account["not-in-the-hub-policy"]), CALLER, READS)
        cls.server.switch_authentication_on()

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()

    def sweep(self, **credentials):
        run = Run(self.server.url, "role: audit\n", {**self.credentials, **credentials})
        self.addCleanup(run.close)
        return run

    def test_our_signatures_are_accepted_and_each_account_ends_in_its_own_state(self):
        run = self.sweep()
        self.assertEqual(run.exit_code, 3, run.stderr)
        rows = {row["account_id"]: row for row in run.rows("accounts.csv")}
        readable = rows[self.account["readable"]]
        self.assertEqual(readable["coverage"], "partial")
        self.assertIn("ListServiceSpecificCredentials", readable["message"])
        self.assertNotIn("ListSSHPublicKeys", readable["message"])

        denied = rows[self.account["one-call-denied"]]
        self.assertEqual(denied["coverage"], "partial")
        self.assertIn("ListSSHPublicKeys", denied["message"])
        calls = [
            row
            for row in run.rows("calls.csv")
            if row["account_id"] == self.account["one-call-denied"] and row["action"] == "ListSSHPublicKeys"
        ]
        self.assertEqual({(row["http_status"], row["error_code"]) for row in calls}, {("403", "AccessDenied")})
        not_assessed = [
            row
            for row in run.rows("findings.csv")
            if row["account_id"] == self.account["one-call-denied"] and row["check_id"] == "ssh-key-age"
        ]
        self.assertEqual({row["status"] for row in not_assessed}, {"not_assessed"})

        for account in (MANAGEMENT, self.account["not-in-the-hub-policy"]):
            refused = rows[account]
            self.assertEqual(refused["coverage"], "not_assumed")
            self.assertEqual(refused["reason"], "role_missing_or_trust_denied")
            self.assertEqual(refused["error_code"], "AccessDenied")
            self.assertIn("is not authorized to perform: sts:AssumeRole", refused["message"])

    def test_a_wrong_secret_ends_the_run_before_any_account(self):
        run = self.sweep(SecretAccessKey="wrong" * 8)
        self.assertEqual(run.exit_code, 1, run.stderr)
        self.assertIn("SignatureDoesNotMatch", run.stderr)
        self.assertNotIn("wrongwrong", run.stderr)
        self.assertFalse(run.latest.exists())

    def test_an_unknown_key_ends_the_run_before_any_account(self):
        run = self.sweep(AccessKeyId="AKIA0000000000000000")
        self.assertEqual(run.exit_code, 1, run.stderr)
        self.assertIn("InvalidClientTokenId", run.stderr)


if __name__ == "__main__":
    unittest.main()
