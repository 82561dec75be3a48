import Domain

/// What happened between the start of the run and its end: who took it up again, and where AWS held it back.
struct RunCourse {
    var resumptions: [Resumption]
    /// The longest first.
    var throttled: [(account: AccountID, milliseconds: Int64)]
}

extension RunCourse {
    /// More accounts than this are counted on the page; run.json has them all.
    private static let listed = 10

    var throttling: String {
        guard !throttled.isEmpty else { return "no account was slowed down by it" }
        let total = throttled.reduce(0) { $0 + $1.milliseconds }
        let accounts = throttled.prefix(Self.listed).map { "\($0.account) (\(Self.seconds($0.milliseconds)))" }
        let rest = throttled.count - accounts.count
        let more = rest > 0 ? ["\(Wording.count(rest, "more account")) in run.json"] : []
        return
            "calls in \(Wording.count(throttled.count, "account")) waited for AWS, \(Self.seconds(total)) summed over "
            + "calls that may have waited side by side: \(Wording.list(accounts + more))"
    }

    /// One sentence for each process after the first.
    var continuations: [String] {
        resumptions.map { resumption in
            "\(Wording.moment(resumption.startedAt)) by \(resumption.callerARN) on \(resumption.host), request id "
                + "\(resumption.callerRequestID), for \(Wording.count(resumption.accounts, "account")): "
                + resumption.commandLine.joined(separator: " ")
        }
    }

    private static func seconds(_ milliseconds: Int64) -> String {
        Wording.count(Int((milliseconds + 999) / 1_000), "second")
    }
}

extension RunHeader.Limits {
    var bounds: String {
        "\(callsAtATime) calls of an account at once, \(Wording.count(connections, "connection")) to a host, "
            + "\(Wording.count(attempts, "attempt")) of each call"
            + (timedOutAttempts.map { ", \(Wording.figure($0)) where no answer comes in time" } ?? "")
    }

    var deadlines: String {
        let connect = "\(Wording.duration(connectSeconds)) to connect, \(Wording.duration(silenceSeconds)) of silence"
        return "an attempt \(Wording.duration(attemptSeconds)) (\(connect)), a call \(Wording.duration(callSeconds)), "
            + "an account \(Wording.duration(accountSeconds)), the run \(Wording.duration(runSeconds))"
    }
}
