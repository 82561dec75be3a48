/// A service that takes on a role for whoever names it in a resource, and the page on which AWS says how to bind it.
///
/// Compute services (Lambda, ECS, EC2, EKS) hand a role to code of its own account alone and are not among them.
struct DeputyService: Sendable {
    /// The first label of the service principal.
    let name: String
    let page: String

    private init(_ name: String, _ page: String) {
        self.name = name
        self.page = "https://docs.aws.amazon.com/\(page)"
    }

    /// Nil for a party that is no such service; a Region in the name, as in `states.eu-west-1.amazonaws.com`, tells nothing.
    init?(principal: TrustedParty) {
        guard principal.kind == .service else { return nil }
        let text = principal.text.lowercased()
        guard text.contains(".amazonaws.com"), let service = Self.byName[String(text.prefix { $0 != "." })] else {
            return nil
        }
        self = service
    }

    private static let byName = Dictionary(all.map { ($0.name, $0) }) { first, _ in first }

    private static let prevention = "cross-service-confused-deputy-prevention.html"

    private static let all = [
        DeputyService("apprunner", "apprunner/latest/dg/security_iam_service-with-iam.html"),
        DeputyService("appsync", "appsync/latest/devguide/\(prevention)"),
        DeputyService("autoscaling", "autoscaling/ec2/userguide/\(prevention)"),
        DeputyService("backup", "aws-backup/latest/devguide/\(prevention)"),
        DeputyService("batchoperations", "AmazonS3/latest/userguide/batch-ops-iam-role-policies.html"),
        DeputyService("bedrock", "bedrock/latest/userguide/\(prevention)"),
        DeputyService("cloudformation", "AWSCloudFormation/latest/UserGuide/\(prevention)"),
        DeputyService("cloudtrail", "awscloudtrail/latest/userguide/\(prevention)"),
        DeputyService("codebuild", "codebuild/latest/userguide/\(prevention)"),
        DeputyService("codepipeline", "codepipeline/latest/userguide/\(prevention)"),
        DeputyService("cognito-idp", "cognito/latest/developerguide/\(prevention)"),
        DeputyService("comprehend", "comprehend/latest/dg/\(prevention)"),
        DeputyService("config", "config/latest/developerguide/\(prevention)"),
        DeputyService("databrew", "databrew/latest/dg/\(prevention)"),
        DeputyService("datasync", "datasync/latest/userguide/\(prevention)"),
        DeputyService("dms", "dms/latest/userguide/\(prevention)"),
        DeputyService("events", "eventbridge/latest/userguide/\(prevention)"),
        DeputyService("firehose", "firehose/latest/dev/confused-deputy.html"),
        DeputyService("fis", "fis/latest/userguide/\(prevention)"),
        DeputyService("glue", "glue/latest/dg/\(prevention)"),
        DeputyService("grafana", "grafana/latest/userguide/\(prevention)"),
        DeputyService("iot", "iot/latest/developerguide/\(prevention)"),
        DeputyService(
            "kinesisanalytics",
            "kinesisanalytics/latest/java/iam-cross-service-confused-deputy-prevention.html"
        ),
        DeputyService("logs", "AmazonCloudWatch/latest/logs/Subscriptions-confused-deputy.html"),
        DeputyService("personalize", "personalize/latest/dg/\(prevention)"),
        DeputyService("pipes", "eventbridge/latest/userguide/\(prevention)"),
        DeputyService("rekognition", "rekognition/latest/dg/\(prevention)"),
        DeputyService("sagemaker", "sagemaker/latest/dg/security-confused-deputy-prevention.html"),
        DeputyService("scheduler", "scheduler/latest/UserGuide/\(prevention)"),
        DeputyService("ssm", "systems-manager/latest/userguide/\(prevention)"),
        DeputyService("states", "step-functions/latest/dg/procedure-create-iam-role.html"),
        DeputyService("textract", "textract/latest/dg/\(prevention)"),
        DeputyService("transcribe", "transcribe/latest/dg/\(prevention)"),
        DeputyService("transfer", "transfer/latest/userguide/confused-deputy.html"),
        DeputyService("vpc-flow-logs", "vpc/latest/userguide/flow-logs-iam-role.html"),
    ]
}
