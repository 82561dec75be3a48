import Domain

/// Has the credential report made and waits for it, within bounds.
struct CredentialReportReader: Sendable {
    /// AWS made reports of 51 users in 2 seconds, large accounts take minutes: ask soon, then ever more rarely.
    static let firstPause = Duration.milliseconds(500)
    static let longestPause = Duration.seconds(20)
    static let patience = Duration.seconds(300)
    static let mostGenerations = 4

    let caller: AccountCaller
    let time: Timekeeper

    /// The first call in an account, so that AWS works on the report while everything else is read.
    func start() async -> Collected<GenerateCredentialReport.State> {
        await caller.read(GenerateCredentialReport())
    }

    /// Reads the report, waiting for it if need be.
    ///
    /// A refused generation is no end: somebody else may have had the report made, and AWS hands out none that is
    /// older than four hours.
    func finish(_ started: Collected<GenerateCredentialReport.State>) async -> Collected<CredentialReport> {
        let end = time.uptime() + Self.patience
        var generation = started
        var generations = 1
        var pause = Self.firstPause
        var mustWait = started.value.map { $0 != .complete } ?? false
        while true {
            if mustWait {
                do {
                    try await time.sleep(pause)
                } catch {
                    return .unavailable(.sweepEnded(before: .getCredentialReport))
                }
                pause = min(pause * 3 / 2, Self.longestPause)
            }
            let answer = await caller.read(GetCredentialReport())
            guard let failure = answer.unavailable else { return answer }
            switch failure.errorCode {
            case "ReportInProgress":
                break
            case "ReportNotPresent", "ReportExpired":
                if let refusal = generation.unavailable { return .unavailable(refusal) }
                guard generations < Self.mostGenerations else { return .unavailable(Self.notReady(failure)) }
                generation = await start()
                generations += 1
            default:
                return answer
            }
            guard time.uptime() + pause <= end else { return .unavailable(Self.notReady(failure)) }
            mustWait = true
        }
    }

    private static func notReady(_ failure: Unavailable) -> Unavailable {
        Unavailable(
            reason: .unreachable,
            action: failure.action,
            errorCode: failure.errorCode,
            message: "AWS did not finish the credential report within \(patience.components.seconds) seconds",
            requestID: failure.requestID
        )
    }
}
