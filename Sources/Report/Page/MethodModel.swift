import Domain
import Ledger

extension MethodModel {
    init(_ header: RunHeader, ending: RunEnding?, course: RunCourse, digest: RunDigest) {
        let checks = digest.checks.map(\.check)
        let roster = RosterProvenance(header, digest)?.sentences ?? "none given: nobody was compared with people"
        facts =
            Self.provenance(header, ending) + Self.pacing(header, course) + Self.figures(digest)
            + [Pair("Roster", roster)]
        thresholds = checks.flatMap { check in
            check.parameters.map { parameter in
                Threshold(
                    check: check.id,
                    name: parameter.name,
                    summary: parameter.summary,
                    used: Wording.duration(parameter.seconds),
                    standard: Wording.duration(parameter.defaultSeconds),
                    isChanged: parameter.seconds != parameter.defaultSeconds
                )
            }
        }
        hasThresholds = !thresholds.isEmpty
        files = header.inputFiles.map { File(name: $0.name, sha256: $0.sha256) }
        hasFiles = !files.isEmpty
        limits = Self.outOfReach
        sessionPolicy = header.sessionPolicy
    }

    private static func provenance(_ header: RunHeader, _ ending: RunEnding?) -> [Pair] {
        let organization = header.organization
        let overrides = header.endpointOverrides.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        return [
            Pair("Tool", "orgsweep \(header.toolVersion), binary SHA-256 \(header.binarySHA256)"),
            Pair("Rules", "catalogue \(header.catalogueVersion)"),
            Pair("Caller", "\(header.callerARN), request id \(header.callerRequestID)"),
            Pair("Credentials", header.credentialsProvider),
            Pair(
                "Role in each account",
                "\((header.hopTemplates + [header.roleTemplate]).joined(separator: ", then ")), session name "
                    + header.sessionName
            ),
            Pair("Partition and Region", "\(header.partition.rawValue), \(header.region)"),
            Pair("Endpoints", overrides.isEmpty ? "AWS's own, none overridden" : overrides.joined(separator: ", ")),
            Pair(
                "Population",
                organization.confirmed
                    ? "confirmed by AWS Organizations, \(Wording.count(organization.accountIDs.count, "account")) listed"
                    : "not confirmed by AWS Organizations: nobody can be called an outsider"
                        + (organization.unconfirmedBecause.map { " (\($0))" } ?? "")
            ),
            Pair("Host", header.host),
            Pair("Command line", header.commandLine.joined(separator: " ")),
            Pair("Clock", ending.map { clock(skew: $0.clockSkewSeconds) } ?? "not measured"),
        ]
    }

    /// The skew is what AWS's clock is ahead of ours; it complains only of more than five minutes.
    private static func clock(skew: Int64) -> String {
        guard skew != 0 else { return "AWS did not complain of this machine's clock, so all times are this machine's" }
        let seconds = Wording.count(Int(skew.magnitude), "second")
        return "this machine's clock was \(seconds) \(skew > 0 ? "behind" : "ahead of") AWS's; all times are AWS's"
    }

    private static func pacing(_ header: RunHeader, _ course: RunCourse) -> [Pair] {
        let concurrency = "\(Wording.count(header.concurrency, "account")) at once"
        return [
            Pair("Calls at a time", [concurrency, header.limits?.bounds].compactMap(\.self).joined(separator: ", "))
        ]
            + (header.limits.map { [Pair("Deadlines", $0.deadlines)] } ?? [])
            + [Pair("Throttling", course.throttling)]
            + course.continuations.map { Pair("Continued", $0) }
    }

    private static func figures(_ digest: RunDigest) -> [Pair] {
        [
            Pair(
                "Calls",
                "\(Wording.figure(digest.totals.calls.calls)), of which \(Wording.count(digest.totals.calls.retries, "retry")) beyond the first "
                    + "attempt, \(Wording.figure(digest.totals.calls.bytes)) bytes received"
            ),
            Pair("Bodies", "digest kept, body not retained: calls.csv has the SHA-256 of each answer as received"),
            Pair(
                "Ledger",
                "ledger.sqlite keeps policy documents as AWS sent them, external ids in trust policies included: it is "
                    + "confidential"
            ),
            Pair(
                "Inventory",
                "\(Wording.count(digest.totals.identities, "identity")) and \(Wording.count(digest.totals.credentials, "credential"))"
            ),
        ]
    }

    /// What no line of this report speaks about, so that silence is not taken for an answer.
    private static let outOfReach = [
        "IAM Identity Center, service and resource control policies, resource policies and CloudTrail are not read.",
        "IAM does not tell when an SSH key, a signing certificate or a service-specific credential was last used.",
        "Sessions that are already issued outlive the credential that made them, up to 36 hours.",
        "The credential report is up to four hours old; its time stands on the account's line.",
        "A rule judges what IAM allows by policy. What a service control policy denies on top is not taken off.",
        "orgsweep is a monthly detective control: it does not replace the revocation of access within a day.",
    ]
}
