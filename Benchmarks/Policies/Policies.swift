import Domain
import Evaluate

/// How many distinct policy documents the evaluator reads in a second on one core. Usage: Policies COUNT
///
/// Each document is parsed, its actions are put to the table of escalation paths, and a principal that holds it alone is
/// asked whether it is an administrator; nothing is shared, because no document comes twice.
@main
enum Policies {
    static func main() {
        let count = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 20_000
        let documents = (0..<count).map(document)
        let bytes = documents.reduce(0) { $0 + $1.count }
        let user = ARN(partition: "aws", service: "iam", account: "111122223333", resource: "user/j.doe")
        var admins = 0
        let duration = ContinuousClock().measure {
            for document in documents {
                let policy = HeldPolicy(ParsedPolicy(parsing: document), name: "measured")
                if Permissions(of: Caller(user), policies: [policy]).isAdmin == .yes { admins += 1 }
            }
        }
        let seconds = Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
        print("documents: \(count), bytes each: \(bytes / count), administrators: \(admins)")
        print("seconds: \(seconds), documents a second: \(Int(Double(count) / seconds))")
    }

    /// Five statements as people write them, one in a hundred an administrator's, no two alike.
    private static func document(_ index: Int) -> [UInt8] {
        let actions = index.isMultiple(of: 100) ? #""*""# : #"["iam:Get*","iam:PassRole","sts:AssumeRole"]"#
        let text = """
            {
              "Version": "2012-10-17",
              "Statement": [
                {"Sid": "Look\(index)", "Effect": "Allow", "Resource": "*",
                 "Action": ["cloudwatch:GetMetricData", "ecs:Describe*", "logs:FilterLogEvents", "logs:StartQuery"]},
                {"Sid": "Artifacts", "Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject", "s3:ListBucket"],
                 "Resource": ["arn:aws:s3:::artifacts-\(index)", "arn:aws:s3:::artifacts-\(index)/*"]},
                {"Effect": "Allow", "Action": ["lambda:*Function*", "ec2:RunInstances", "dynamodb:*Item"],
                 "Resource": "arn:aws:*:eu-central-1:111122223333:*\(index)*",
                 "Condition": {"StringEquals": {"aws:PrincipalTag/team": "${aws:username}"},
                               "Bool": {"aws:MultiFactorAuthPresent": "true"}}},
                {"Effect": "Deny", "NotAction": ["s3:*", "iam:*"], "Resource": "arn:aws:s3:::secret-\(index)/*"},
                {"Effect": "Allow", "Action": \(actions), "Resource": "*"}
              ]
            }
            """
        return Array(text.utf8)
    }
}
