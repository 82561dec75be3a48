import ArgumentParser
import Domain
import LoopbackAWS

/// Which rehearsal organization is served, for `demo` and `simulate`.
struct RehearsalArguments: ParsableArguments {
    @Option(help: "How many accounts the organization has, 5 to 10000 (default: 25).", transform: whole(5...10_000))
    var count = 25

    @Option(help: "The seed that the organization is made from.")
    var seed: UInt64 = 8

    @Option(
        help: ArgumentHelp("Users in each account, 1 to 1000; believable numbers without it.", valueName: "n"),
        transform: whole(1...1_000)
    )
    var identities: Int?

    @Option(
        help: ArgumentHelp(
            "The instant that ages are relative to, as 2026-11-22T15:00:00Z; now without it.",
            valueName: "instant"
        ),
        transform: instant
    )
    var asOf: Instant?

    @Option(
        name: .customLong("faults"),
        help: ArgumentHelp(
            "What goes wrong at AWS, may be repeated: silence:account=prod-search,rate=0.3. `--faults help` lists "
                + "what there is.",
            valueName: "spec"
        ),
        transform: FaultArgument.init
    )
    private var faultArguments: [FaultArgument] = []

    /// A fault, or the wish to see what there is.
    private enum FaultArgument {
        case help
        case fault(Fault)

        init(_ argument: String) throws {
            self = argument == "help" ? .help : .fault(try Fault(argument))
        }
    }

    private var faults: [Fault] {
        faultArguments.compactMap { argument in
            guard case .fault(let fault) = argument else { return nil }
            return fault
        }
    }

    func validate() throws {
        guard faults.count == faultArguments.count else { throw CleanExit.message(Fault.help) }
        let organization = organization
        for fault in faults {
            do throws(FaultFailure) {
                _ = try fault.accountID(in: organization)
            } catch {
                throw ValidationError("--faults: \(error).")
            }
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

    /// Serves the organization with its faults; a port that cannot be had ends the program.
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
        } catch let failure as PortFailure {
            Terminal.writeError("orgsweep: \(failure)\n")
            throw ExitCode(1)
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
}
