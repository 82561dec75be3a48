import Domain

/// A customer policy that is wrong in one way, and the check that is there to find it.
struct LoosePolicy: Sendable {
    let name: String
    let check: String
    let severity: Severity
    let document: String

    static let all = [
        LoosePolicy(
            name: "queue-operations",
            check: "policy-service-wildcard",
            severity: .low,
            document: PolicyDocuments.allow(["sqs:*"], on: "arn:aws:sqs:*:*:jobs-*")
        ),
        LoosePolicy(
            name: "archive-writer",
            check: "policy-allow-not-action",
            severity: .medium,
            document: PolicyDocuments.statement(
                #""Effect":"Allow","NotAction":"s3:DeleteObject","Resource":"arn:aws:s3:::archive/*""#
            )
        ),
        LoosePolicy(
            name: "reports-reader",
            check: "policy-allow-not-resource",
            severity: .medium,
            document: PolicyDocuments.statement(
                #""Effect":"Allow","Action":"s3:GetObject","NotResource":"arn:aws:s3:::payroll/*""#
            )
        ),
        LoosePolicy(
            name: "switch-anywhere",
            check: "policy-assume-role-any",
            severity: .high,
            document: PolicyDocuments.allow(["sts:AssumeRole", "sts:TagSession"], on: "*")
        ),
        LoosePolicy(
            name: "trail-operations",
            check: "policy-audit-tampering",
            severity: .high,
            document: PolicyDocuments.allow(["cloudtrail:*Logging", "cloudtrail:DescribeTrails"], on: "*")
        ),
        LoosePolicy(
            name: "backup-restore",
            check: "policy-kms-decrypt-any",
            severity: .medium,
            document: PolicyDocuments.allow(["kms:Decrypt", "kms:DescribeKey"], on: "*")
        ),
    ]

    /// An operator that the policy language does not have, in a version that is kept and not used.
    static let unreadable = PolicyDocuments.allow(
        ["kms:Decrypt"],
        on: "*",
        condition: #"{"StringEqualsIgnoringCase":{"kms:ViaService":"s3.eu-central-1.amazonaws.com"}}"#
    )
    static let unreadableVersionOf = "backup-restore"
    static let holder = "tooling"
}
