// The published paths of DataDog's pathfinding.cloud (https://pathfinding.cloud, Apache-2.0; see NOTICE): the ids are theirs,
// the table is ours. Two differences: a step that only helps to find the target is left out, and `sts-001`, to assume an
// administrator's role, is not a way to become one without that role's consent; it is the subject of role chains.

extension Escalation {
    /// Every path, those within IAM first.
    static let paths: [Path] = withinIAM + throughNewWorkloads + throughExistingWorkloads

    private static let withinIAM: [Path] = [
        .init("iam-001", .selfEscalation, .ownPolicy("iam:CreatePolicyVersion")),
        .init("iam-002", .principalAccess, .adminUser("iam:CreateAccessKey")),
        .init("iam-003", .principalAccess, .adminUser("iam:CreateAccessKey"), .adminUser("iam:DeleteAccessKey")),
        .init("iam-004", .principalAccess, .adminUser("iam:CreateLoginProfile")),
        .init("iam-005", .selfEscalation, .ownRole("iam:PutRolePolicy")),
        .init("iam-006", .principalAccess, .adminUser("iam:UpdateLoginProfile")),
        .init("iam-007", .selfEscalation, .ownUser("iam:PutUserPolicy")),
        .init("iam-008", .selfEscalation, .ownUser("iam:AttachUserPolicy")),
        .init("iam-009", .selfEscalation, .ownRole("iam:AttachRolePolicy")),
        .init("iam-010", .selfEscalation, .ownGroup("iam:AttachGroupPolicy")),
        .init("iam-011", .selfEscalation, .ownGroup("iam:PutGroupPolicy")),
        .init("iam-012", .principalAccess, .adminRole("iam:UpdateAssumeRolePolicy")),
        .init("iam-013", .selfEscalation, .adminGroup("iam:AddUserToGroup")),
        .init("iam-014", .principalAccess, .otherRole("iam:AttachRolePolicy"), .otherRole("sts:AssumeRole")),
        .init("iam-015", .principalAccess, .otherUser("iam:AttachUserPolicy"), .otherUser("iam:CreateAccessKey")),
        .init("iam-016", .principalAccess, .policy("iam:CreatePolicyVersion"), .otherRole("sts:AssumeRole")),
        .init("iam-017", .principalAccess, .otherRole("iam:PutRolePolicy"), .otherRole("sts:AssumeRole")),
        .init("iam-018", .principalAccess, .otherUser("iam:PutUserPolicy"), .otherUser("iam:CreateAccessKey")),
        .init(
            "iam-019",
            .principalAccess,
            .otherRole("iam:AttachRolePolicy"),
            .otherRole("iam:UpdateAssumeRolePolicy")
        ),
        .init(
            "iam-020",
            .principalAccess,
            .policy("iam:CreatePolicyVersion"),
            .otherRole("iam:UpdateAssumeRolePolicy")
        ),
        .init("iam-021", .principalAccess, .otherRole("iam:PutRolePolicy"), .otherRole("iam:UpdateAssumeRolePolicy")),
        .init("orgsweep-001", .selfEscalation, .widerVersion("iam:SetDefaultPolicyVersion")),
    ]

    /// A new workload is handed a role, which its code then uses.
    private static let throughNewWorkloads: [Path] = [
        .init("apprunner-001", .newPassRole, .pass(to: "tasks.apprunner"), .anything("apprunner:CreateService")),
        .init(
            "bedrock-001",
            .newPassRole,
            .pass(to: "bedrock-agentcore"),
            .anything("bedrock-agentcore:CreateCodeInterpreter"),
            .anything("bedrock-agentcore:StartCodeInterpreterSession"),
            .anything("bedrock-agentcore:InvokeCodeInterpreter")
        ),
        .init("cloudformation-001", .newPassRole, .pass(to: "cloudformation"), .anything("cloudformation:CreateStack")),
        .init(
            "cloudformation-003",
            .newPassRole,
            .pass(to: "cloudformation"),
            .anything("cloudformation:CreateStackSet"),
            .anything("cloudformation:CreateStackInstances")
        ),
        .init(
            "cloudformation-004",
            .newPassRole,
            .pass(to: "cloudformation"),
            .anything("cloudformation:UpdateStackSet")
        ),
        .init(
            "codebuild-001",
            .newPassRole,
            .pass(to: "codebuild"),
            .anything("codebuild:CreateProject"),
            .anything("codebuild:StartBuild")
        ),
        .init(
            "codebuild-004",
            .newPassRole,
            .pass(to: "codebuild"),
            .anything("codebuild:CreateProject"),
            .anything("codebuild:StartBuildBatch")
        ),
        .init(
            "datapipeline-001",
            .newPassRole,
            .pass(to: "datapipeline", "elasticmapreduce"),
            .anything("datapipeline:CreatePipeline"),
            .anything("datapipeline:PutPipelineDefinition"),
            .anything("datapipeline:ActivatePipeline")
        ),
        .init("ec2-001", .newPassRole, .pass(to: "ec2"), .anything("ec2:RunInstances")),
        .init("ec2-003", .newPassRole, .pass(to: "ec2"), .anything("ec2:RequestSpotInstances")),
        .init(
            "ecs-001",
            .newPassRole,
            .pass(to: "ecs-tasks"),
            .anything("ecs:CreateCluster"),
            .anything("ecs:RegisterTaskDefinition"),
            .anything("ecs:CreateService")
        ),
        .init(
            "ecs-002",
            .newPassRole,
            .pass(to: "ecs-tasks"),
            .anything("ecs:CreateCluster"),
            .anything("ecs:RegisterTaskDefinition"),
            .anything("ecs:RunTask")
        ),
        .init(
            "ecs-003",
            .newPassRole,
            .pass(to: "ecs-tasks"),
            .anything("ecs:RegisterTaskDefinition"),
            .anything("ecs:CreateService")
        ),
        .init(
            "ecs-004",
            .newPassRole,
            .pass(to: "ecs-tasks"),
            .anything("ecs:RegisterTaskDefinition"),
            .anything("ecs:RunTask")
        ),
        .init(
            "ecs-005",
            .newPassRole,
            .pass(to: "ecs-tasks"),
            .anything("ecs:RegisterTaskDefinition"),
            .anything("ecs:StartTask")
        ),
        .init("glue-001", .newPassRole, .pass(to: "glue"), .anything("glue:CreateDevEndpoint")),
        .init(
            "glue-003",
            .newPassRole,
            .pass(to: "glue"),
            .anything("glue:CreateJob"),
            .anything("glue:StartJobRun")
        ),
        .init(
            "glue-004",
            .newPassRole,
            .pass(to: "glue"),
            .anything("glue:CreateJob"),
            .anything("glue:CreateTrigger")
        ),
        .init(
            "glue-005",
            .newPassRole,
            .pass(to: "glue"),
            .anything("glue:UpdateJob"),
            .anything("glue:StartJobRun")
        ),
        .init(
            "glue-006",
            .newPassRole,
            .pass(to: "glue"),
            .anything("glue:UpdateJob"),
            .anything("glue:CreateTrigger")
        ),
        .init(
            "lambda-001",
            .newPassRole,
            .pass(to: "lambda"),
            .anything("lambda:CreateFunction"),
            .anything("lambda:InvokeFunction")
        ),
        .init(
            "lambda-002",
            .newPassRole,
            .pass(to: "lambda"),
            .anything("lambda:CreateFunction"),
            .anything("lambda:CreateEventSourceMapping")
        ),
        .init(
            "lambda-006",
            .newPassRole,
            .pass(to: "lambda"),
            .anything("lambda:CreateFunction"),
            .anything("lambda:AddPermission")
        ),
        .init("sagemaker-001", .newPassRole, .pass(to: "sagemaker"), .anything("sagemaker:CreateNotebookInstance")),
        .init("sagemaker-002", .newPassRole, .pass(to: "sagemaker"), .anything("sagemaker:CreateTrainingJob")),
        .init("sagemaker-003", .newPassRole, .pass(to: "sagemaker"), .anything("sagemaker:CreateProcessingJob")),
    ]

    /// Code or a command is put into a workload that already has a role.
    private static let throughExistingWorkloads: [Path] = [
        .init("apprunner-002", .existingPassRole, of: ["tasks.apprunner"], .anything("apprunner:UpdateService")),
        .init(
            "bedrock-002",
            .existingPassRole,
            of: ["bedrock-agentcore"],
            .anything("bedrock-agentcore:StartCodeInterpreterSession"),
            .anything("bedrock-agentcore:InvokeCodeInterpreter")
        ),
        .init("cloudformation-002", .existingPassRole, of: ["cloudformation"], .anything("cloudformation:UpdateStack")),
        .init(
            "cloudformation-005",
            .existingPassRole,
            of: ["cloudformation"],
            .anything("cloudformation:CreateChangeSet"),
            .anything("cloudformation:ExecuteChangeSet")
        ),
        .init("codebuild-002", .existingPassRole, of: ["codebuild"], .anything("codebuild:StartBuild")),
        .init("codebuild-003", .existingPassRole, of: ["codebuild"], .anything("codebuild:StartBuildBatch")),
        .init(
            "ec2instanceconnect-003",
            .existingPassRole,
            of: ["ec2"],
            .anything("ec2-instance-connect:SendSSHPublicKey")
        ),
        .init(
            "ec2-002",
            .existingPassRole,
            of: ["ec2"],
            .anything("ec2:ModifyInstanceAttribute"),
            .anything("ec2:StopInstances"),
            .anything("ec2:StartInstances")
        ),
        .init(
            "ec2-004",
            .existingPassRole,
            of: ["ec2"],
            .anything("ec2:CreateLaunchTemplateVersion"),
            .anything("ec2:ModifyLaunchTemplate")
        ),
        .init("glue-002", .existingPassRole, of: ["glue"], .anything("glue:UpdateDevEndpoint")),
        .init("lambda-003", .existingPassRole, of: ["lambda"], .anything("lambda:UpdateFunctionCode")),
        .init(
            "lambda-004",
            .existingPassRole,
            of: ["lambda"],
            .anything("lambda:UpdateFunctionCode"),
            .anything("lambda:InvokeFunction")
        ),
        .init(
            "lambda-005",
            .existingPassRole,
            of: ["lambda"],
            .anything("lambda:UpdateFunctionCode"),
            .anything("lambda:AddPermission")
        ),
        .init(
            "sagemaker-004",
            .existingPassRole,
            of: ["sagemaker"],
            .anything("sagemaker:CreatePresignedNotebookInstanceUrl")
        ),
        .init(
            "sagemaker-005",
            .existingPassRole,
            of: ["sagemaker"],
            .anything("sagemaker:CreateNotebookInstanceLifecycleConfig"),
            .anything("sagemaker:StopNotebookInstance"),
            .anything("sagemaker:UpdateNotebookInstance"),
            .anything("sagemaker:StartNotebookInstance")
        ),
        .init("ssm-001", .existingPassRole, of: ["ec2", "ecs-tasks", "ssm"], .anything("ssm:StartSession")),
        .init("ssm-002", .existingPassRole, of: ["ec2", "ecs-tasks", "ssm"], .anything("ssm:SendCommand")),
    ]
}
