/// The policy documents of the rehearsal, written the ways that people write them: compact, indented, odd characters.
enum PolicyDocuments {
    static let administrator = allow(["*"], on: "*")

    /// A compact document of one statement.
    static func allow(_ actions: [String], on resource: String, condition: String? = nil) -> String {
        let list = actions.count == 1 ? "\"\(actions[0])\"" : "[\(actions.map { "\"\($0)\"" }.joined(separator: ","))]"
        let tail = condition.map { ",\"Condition\":\($0)" } ?? ""
        return statement("\"Effect\":\"Allow\",\"Action\":\(list),\"Resource\":\"\(resource)\"\(tail)")
    }

    static func statement(_ members: String) -> String {
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\(members)}]}"
    }

    static func developer(_ account: String) -> String {
        """
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Sid": "Look",
                    "Effect": "Allow",
                    "Action": ["cloudwatch:GetMetricData", "ecs:Describe*", "logs:FilterLogEvents", "logs:StartQuery"],
                    "Resource": "*"
                },
                {
                    "Sid": "Artifacts",
                    "Effect": "Allow",
                    "Action": ["s3:GetObject", "s3:PutObject"],
                    "Resource": "arn:aws:s3:::artifacts-\(account)/*"
                }
            ]
        }
        """
    }

    /// A boundary with a literal plus and letters outside ASCII, which form-decoding and Latin-1 would spoil.
    static let boundary = """
        {
          "Version": "2012-10-17",
          "Statement": [
            {"Sid": "AnythingButIdentity", "Effect": "Allow", "NotAction": ["iam:*", "organizations:*"],
             "Resource": "*",
             "Condition": {"StringEquals": {"aws:PrincipalTag/site": ["Zürich+Basel", "Málaga"]}}}
          ]
        }
        """

    static func workload(_ system: String, _ account: String) -> String {
        let arn = "arn:aws:dynamodb:eu-central-1:\(account):table/\(system)"
        return statement(
            "\"Sid\":\"Table\",\"Effect\":\"Allow\","
                + "\"Action\":[\"dynamodb:GetItem\",\"dynamodb:PutItem\",\"dynamodb:Query\"],\"Resource\":\"\(arn)\"},"
                + "{\"Sid\":\"Logs\",\"Effect\":\"Allow\",\"Action\":[\"logs:CreateLogStream\",\"logs:PutLogEvents\"],"
                + "\"Resource\":\"arn:aws:logs:eu-central-1:\(account):log-group:/\(system)/*\""
        )
    }

    static func deployment(_ system: String, _ account: String) -> String {
        allow(
            ["cloudformation:CreateChangeSet", "cloudformation:Describe*", "cloudformation:ExecuteChangeSet"],
            on: "arn:aws:cloudformation:eu-central-1:\(account):stack/\(system)-*/*"
        )
    }

    /// Creating a function with any role of the account is as good as being that role.
    static let escalation = allow(["iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"], on: "*")

    /// Making another version of a policy the default one is as good as having what that version gives.
    static func switchingVersions(_ account: String) -> String {
        allow(["iam:SetDefaultPolicyVersion"], on: "arn:aws:iam::\(account):policy/*")
    }

    /// Takes away what would undo every other limit.
    static let withoutIdentity = statement(
        "\"Sid\":\"HandsOff\",\"Effect\":\"Deny\",\"Action\":[\"iam:*\",\"organizations:*\"],\"Resource\":\"*\""
    )

    /// Everything, from the office and with MFA.
    static let administratorOnCall = allow(
        ["*"],
        on: "*",
        condition: "{\"Bool\":{\"aws:MultiFactorAuthPresent\":\"true\"},"
            + "\"IpAddress\":{\"aws:SourceIp\":[\"192.0.2.0/24\",\"2001:db8::/32\"]}}"
    )
}
