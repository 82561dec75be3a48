import ArgumentParser
import Domain
import Sweep

struct RoleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "role",
        abstract: "Prints the least-privilege role that a sweep assumes, ready to deploy.",
        discussion: """
            EXAMPLE
              orgsweep role cloudformation > role.cloudformation.yaml    its comments hold the commands
              orgsweep role hub > hub-policy.json
              orgsweep preflight --accounts accounts

            Everything is made from the list of calls that a sweep makes, and that the session policy allows. Makes no call.
            """,
        subcommands: [Policy.self, CloudFormation.self, Terraform.self, Hub.self, ServiceControlPolicy.self]
    )

    struct Policy: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "policy",
            abstract: "The permissions policy of the role in each account: exactly the calls of a sweep.",
            discussion: "It is the same whatever the role is called."
        )

        @OptionGroup var role: Role

        func run() throws {
            try Terminal.writeResult(role.deployment().policy)
        }
    }

    struct CloudFormation: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "cloudformation",
            abstract: "A template of the role for a StackSet, and for an ordinary stack in the management account."
        )

        @OptionGroup var role: Role

        func run() throws {
            try Terminal.writeResult(role.deployment().cloudFormation)
        }
    }

    struct Terraform: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "terraform",
            abstract: "The role as a Terraform module in one file."
        )

        @OptionGroup var role: Role

        func run() throws {
            try Terminal.writeResult(role.deployment().terraform)
        }
    }

    struct Hub: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "hub",
            abstract: "The permissions policy of whoever runs the sweep: the way into the accounts, and their list.",
            discussion: """
                Organizations answers the management account and delegated administrators alone, so that is where the hub \
                belongs.
                """
        )

        @OptionGroup var role: Role

        @Option(
            help: ArgumentHelp(
                "Let the hub into accounts of this organization alone (aws:ResourceOrgID), whatever an inventory names.",
                valueName: "id"
            )
        )
        var organizationID: String?

        @Flag(help: "Also allow source identity and session tags, for session.source_identity and session.tags.")
        var tagging = false

        func validate() throws {
            guard let organizationID else { return }
            let id = organizationID.dropFirst(2)
            let isID = organizationID.hasPrefix("o-") && (10...32).contains(id.utf8.count)
            guard isID, id.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) }) else {
                throw ValidationError("--organization-id must be the id of an organization, such as o-a1b2c3d4e5.")
            }
        }

        func run() throws {
            var deployment = try role.deployment()
            deployment.allowsTagging = tagging
            deployment.organizationID = organizationID
            try Terminal.writeResult(deployment.hub)
        }
    }

    struct ServiceControlPolicy: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "scp",
            abstract: "A service control policy that keeps administrators of member accounts from changing the role.",
            discussion: """
                StackSets may go on deploying it; name Terraform's role with --deployer, or it is locked out. Service \
                control policies do not bind the management account. The roles by which StackSets deploy \
                (stacksets-exec-*) are protected as well: who may make or change one may pass for StackSets.
                """
        )

        @OptionGroup var role: Role

        @Option(
            help: ArgumentHelp(
                "Who else may change the role, as a pattern of ARNs; may be repeated. Terraform's role, for example.",
                valueName: "arn"
            )
        )
        var deployer: [String] = []

        func validate() throws {
            for pattern in deployer {
                let arn = ARN(pattern)
                let isPrincipal = ["role/", "user/"].contains { arn?.resource.hasPrefix($0) == true }
                guard arn?.service == "iam", isPrincipal, !pattern.hasSuffix("/*") else {
                    throw ValidationError(
                        "--deployer must be the ARN of a role or user, such as arn:aws:iam::*:role/terraform; for a "
                            + "session write the ARN of its role."
                    )
                }
            }
        }

        func run() throws {
            var deployment = try role.deployment()
            deployment.deployers = deployer
            try Terminal.writeResult(deployment.serviceControlPolicy)
        }
    }

    /// The role's name, which all of it depends on.
    struct Role: ParsableArguments {
        @Option(
            help: ArgumentHelp(
                "The name of the role in every account, with its path if it has one (audit/reader).",
                valueName: "name"
            )
        )
        var roleName = RoleDeployment.standardName

        // Here and not where it runs, so that the usage shown is that of the subcommand.
        func validate() throws { _ = try deployment() }

        func deployment() throws -> RoleDeployment {
            guard let deployment = RoleDeployment(roleName: roleName) else {
                throw ValidationError(
                    "--role-name must be 1 to 64 letters, digits or characters of _+=,.@-, after a path if it has one."
                )
            }
            return deployment
        }
    }
}
