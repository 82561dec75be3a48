import ArgumentParser
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
            abstract: "The permissions policy of the role in each account: exactly the calls of a sweep."
        )

        func run() throws {
            try Terminal.writeResult(Role.standard().policy)
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

        @Flag(help: "Also allow source identity and session tags, for session.source_identity and session.tags.")
        var tagging = false

        func run() throws {
            var deployment = try role.deployment()
            deployment.allowsTagging = tagging
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

        static func standard() throws -> RoleDeployment { try Role.parse([]).deployment() }
    }
}
