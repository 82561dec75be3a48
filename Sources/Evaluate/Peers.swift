/// The rules of other scanners that a check answers, by the ids that those scanners print.
package struct Peers: Sendable, Equatable {
    package var prowler: [String]
    package var scoutSuite: [String]

    package init(prowler: [String] = [], scoutSuite: [String] = []) {
        self.prowler = prowler
        self.scoutSuite = scoutSuite
    }

    package static let prowlerVersion = "5.46"
    package static let scoutSuiteVersion = "5.14"

    /// Where we judge otherwise than the rule of that id, or do not judge it at all, and why.
    package static let remarks: [String: String] = prowlerRemarks.merging(scoutSuiteRemarks) { $1 }

    private static let prowlerRemarks = [
        "bedrock_api_key_no_long_term_credentials":
            "That rule passes over a key without an expiration date; here it is `token-no-expiry`, the "
            + "worse of the two.",
        "iam_administrator_access_with_mfa":
            "An administrator who signs in without MFA is critical under `user-mfa`. One without a password has no "
            + "sign-in to protect: there the access key is the finding.",
        "iam_check_saml_providers_sts":
            "An account needs no SAML provider of its own where people come through IAM Identity Center: judged is "
            + "whether people still have IAM users.",
        "iam_inline_policy_no_wildcard_marketplace_subscribe": marketplace,
        "iam_password_policy_expires_passwords_within_90_days_or_less": expiry,
        "iam_policy_no_agentcore_workload_access_token_wildcard":
            "Which tokens of Bedrock AgentCore a policy hands out is data of one service; judged is whether "
            + "a managed policy of yours gives a whole service (`policy-service-wildcard`) or leads to an "
            + "administrator.",
        "iam_policy_no_wildcard_marketplace_subscribe": marketplace,
        "iam_policy_passrole_to_bedrock_agentcore_restricted":
            "`policy-pass-role-any` takes a condition on iam:PassedToService for a limit; whoever may also run code in "
            + "AgentCore with a role that is passed has an escalation path, whatever the condition.",
        "iam_role_access_not_stale_to_bedrock": lastAccessed,
        "iam_role_cross_account_readonlyaccess_policy":
            "Accounts of the own organization, and those that `trusted.accounts` allows to read data, do not fail.",
        "iam_role_cross_service_confused_deputy_prevention": deputy,
        "iam_role_service_trust_restricts_source_to_account": deputy,
        "iam_securityaudit_role_created":
            "Whether a reading role stands in an account shows itself: where it cannot be assumed, "
            + "`account-not-assumed` fails. It need not carry that one policy.",
        "iam_user_access_not_stale_to_bedrock": lastAccessed,
        "iam_user_access_not_stale_to_sagemaker": lastAccessed,
        "iam_user_hardware_mfa_enabled": "Only administrators must have a hardware device.",
        "iam_user_with_temporary_credentials":
            "Needs the last access of each service, which is a job for each user that this sweep does not start. "
            + "`user-not-federated` tells of IAM users that are people, and the `key-*` checks of their keys.",
    ]

    private static let scoutSuiteRemarks = [
        "iam-assume-role-lacks-external-id-and-mfa":
            "Judged by who is trusted: an account that nobody approved fails, an approved one needs an external ID. "
            + "Accounts of the own organization need none.",
        "iam-assume-role-no-mfa": "Only roles with administrator rights are judged.",
        "iam-ec2-role-without-instances":
            "EC2 is not read. A role that nobody used for 90 days is found by `role-unused`.",
        "iam-group-with-inline-policies": inline,
        "iam-inline-policy-allows-non-sts-action": stsOnly,
        "iam-lightspin-user-action-denied-for-group":
            "A Deny that names a group does not hold for its members, and so it is read: it takes nothing away from "
            + "what `principal-privilege-escalation` and `user-admin` see.",
        "iam-managed-policy-allows-non-sts-action": stsOnly,
        "iam-password-policy-expiration-threshold": expiry,
        "iam-password-policy-no-expiration": expiry,
        "iam-role-with-inline-policies": inline,
        "iam-user-not-in-category-group": groups,
        "iam-user-not-in-common-group": groups,
    ]

    private static let expiry =
        "Expiry for its own sake is no goal of ours: NIST 800-63B advises against it. Where the account's policy "
        + "demands it, `password-age` finds passwords that are older."
    private static let marketplace =
        "A subscription costs money and gives nobody access. A managed policy of yours that allows all of "
        + "`aws-marketplace` is found by `policy-service-wildcard`."
    private static let lastAccessed =
        "Needs the last access of each service, which is a job for each identity that this sweep does not start. "
        + "`role-unused` and `user-dormant` find identities that nobody uses at all."
    private static let deputy =
        "Only services that act for their customers are judged, and each with its page in AWS's documentation: most "
        + "services cannot be used as a deputy, and a finding for every service role would not be read."
    private static let inline =
        "That a policy is inline lets nobody in. What it allows is judged as in any other policy, and an inline policy "
        + "of a user is found by `user-direct-policy`."
    private static let stsOnly =
        "A convention of some companies, off by default there; what a policy allows is judged by the other checks."
    private static let groups =
        "A convention of some companies, off by default there; what a user may do is judged whatever the group's name."
}
