import Domain

extension Check {
    static let policyKMSDecryptAny = Check(
        "policy-kms-decrypt-any",
        family: .policies,
        title: "Policies name the keys that may decrypt",
        severity: .medium,
        rationale: "One who may use every key reads whatever the keys were made to keep apart.",
        remediation: "Name the keys in Resource, or bind the grant by kms:ViaService or kms:ResourceAliases.",
        references: [
            "https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html",
            "https://docs.aws.amazon.com/kms/latest/developerguide/iam-policies-best-practices.html",
        ],
        mappings: .init(soc2: ["CC6.1"], iso27001: ["A.8.24"], nist80053: ["AC-6"], fsbp: ["KMS.1", "KMS.2"]),
        peers: .init(prowler: ["iam_inline_policy_no_full_access_to_kms", "iam_policy_no_full_access_to_kms"]),
        needs: [.authorization],
        discriminator: "the name of the inline policy",
        examples: [
            .passes("no kms action") { _ in },
            .fails("kms:Decrypt on *", on: ["p"]) {
                $0.addPolicy("p", #"{"Statement":{"Effect":"Allow","Action":"kms:Decrypt","Resource":"*"}}"#)
            },
            .fails("kms:* on every key, inline", on: ["app"]) {
                $0.grant(
                    #"{"Statement":{"Effect":"Allow","Action":"kms:*","Resource":"arn:aws:kms:*:*:key/*"}}"#,
                    toRole: "app"
                )
            },
            .passes("kms:Decrypt on one key") {
                $0.addPolicy(
                    "p",
                    """
                    {"Statement":{"Effect":"Allow","Action":"kms:Decrypt",\
                    "Resource":"arn:aws:kms:eu-central-1:111122223333:key/0d990263"}}
                    """
                )
            },
            .passes("kms:Decrypt on * through one service") {
                $0.addPolicy(
                    "p",
                    """
                    {"Statement":{"Effect":"Allow","Action":"kms:Decrypt","Resource":"*",\
                    "Condition":{"StringEquals":{"kms:ViaService":"s3.eu-central-1.amazonaws.com"}}}}
                    """
                )
            },
            .passes("the metadata of every key") {
                $0.addPolicy(
                    "p",
                    #"{"Statement":{"Effect":"Allow","Action":["kms:List*","kms:Describe*"],"Resource":"*"}}"#
                )
            },
            .passes("everything, which is another check's") { $0.grant(ExampleAccount.administratorDocument) },
            .notAssessed("a document that cannot be parsed", on: ["j.doe"]) { $0.grant("[]") },
            .notAssessed("policies unreadable") { $0.facts.authorization = .unavailable(ExampleAccount.denied) },
        ]
    ) { input in
        let action = Wildcard(action: "kms:Decrypt")
        let keys = input.everything("kms", "key/*")
        return input.judgeDocuments(says: "allows to decrypt with every key") { document in
            document.allowing(action, on: keys).filter { !$0.statement.isLimited(by: "kms:", "aws:resourcetag/") }
        }
    }
}
