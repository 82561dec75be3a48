import ArgumentParser
import Domain
import LoopbackAWS

/// Which rehearsal organization is served, for `demo` and `simulate`.
struct RehearsalArguments: ParsableArguments {
    @Option(help: "How many accounts the organization has, 5 to 10000.")
    var count = 25

    @Option(help: "The seed that the organization is made from.")
    var seed: UInt64 = 8

    @Option(help: ArgumentHelp("Users in each account, 1 to 1000; believable numbers without it.", valueName: "n"))
    var identities: Int?

    @Option(
        help: ArgumentHelp(
            "The instant that ages are relative to, as 2026-11-22T15:00:00Z; now without it.",
            valueName: "instant"
        )
    )
    var asOf: Instant?

    @Option(
        name: .customLong("faults"),
        help: ArgumentHelp(
            "What goes wrong at AWS, may be repeated: throttling:account=prod-search,action=iam:ListRoles,rate=0.3. "
                + "A wrong name prints them all.",
            valueName: "spec"
        ),
        transform: { try Fault($0) }
    )
    var faults: [Fault] = []

    func validate() throws {
        guard (5...10_000).contains(count) else { throw ValidationError("--count must be a number from 5 to 10000.") }
        guard identities.map({ (1...1_000).contains($0) }) ?? true else {
            throw ValidationError("--identities must be a number from 1 to 1000.")
        }
    }

    var organization: RehearsalOrganization {
        RehearsalOrganization(
            seed: seed,
            accounts: count,
            identitiesPerAccount: identities,
            asOf: asOf ?? Timekeeper.system.now()
        )
    }

    /// Serves the organization with its faults, of which one may name an account that is not there.
    func serve(
        _ organization: RehearsalOrganization,
        port: Int = 0,
        latency: Duration = .zero
    ) async throws -> LoopbackAWS {
        do {
            return try await LoopbackAWS.start(
                organization,
                time: Timekeeper.system.now,
                uptime: Timekeeper.system.uptime,
                port: port,
                latency: latency,
                faults: faults
            )
        } catch let failure as FaultFailure {
            throw ValidationError("--faults: \(failure).")
        }
    }
}

extension RehearsalOrganization {
    /// What a client needs to reach the rehearsal, and nothing of the caller's real AWS environment.
    func environment(endpoint: String) -> [String: String] {
        [
            "AWS_ACCESS_KEY_ID": baseCredentials.accessKeyID,
            "AWS_SECRET_ACCESS_KEY": baseCredentials.secretAccessKey.reveal,
            "AWS_SESSION_TOKEN": baseCredentials.sessionToken?.reveal ?? "",
            "AWS_ENDPOINT_URL": endpoint,
            "AWS_REGION": region,
            // The AWS CLI's first version and botocore know only this one.
            "AWS_DEFAULT_REGION": region,
        ]
    }

    /// The organization.yaml that fits the rehearsal.
    var configurationFile: String {
        """
        role: \(roleName)
        external_id: \(externalID)
        region: \(region)

        """
    }
}
