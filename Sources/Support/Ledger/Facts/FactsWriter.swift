import Domain

/// One section of an account's facts, ready for the table `facts`.
struct FactRow {
    var section: FactSection
    var json: String
    /// Why the whole section could not be read.
    var reason: ReasonCode?
}

extension AccountFacts {
    /// Every section, one after the other, so that only one is in memory as text.
    ///
    /// No request id and no time of a call gets in: two sweeps of an unchanged account are equal byte for byte.
    func forEachRow(_ body: (FactRow) throws -> Void) throws {
        for section in FactSection.allCases {
            try body(FactRow(section: section, json: json(of: section), reason: unavailable(section)?.reason))
        }
    }

    func json(of section: FactSection) -> String {
        switch section {
        case .accessKeys: JSONWriter.text(of: accessKeys)
        case .aliases: JSONWriter.text(of: aliases)
        case .authorization: JSONWriter.text(of: authorization)
        case .controlTotals: JSONWriter.text(of: controlTotals)
        case .credentialReport: JSONWriter.text(of: credentialReport)
        case .managedPolicies: JSONWriter.text(of: managedPolicies)
        case .oidcProviders: JSONWriter.text(of: oidcProviders)
        case .passwordPolicy: JSONWriter.text(of: passwordPolicy.known())
        case .roleSettings: JSONWriter.text(of: roleSettings)
        case .samlProviders: JSONWriter.text(of: samlProviders)
        case .serverCertificates: JSONWriter.text(of: serverCertificates)
        case .serviceCredentials: JSONWriter.text(of: serviceCredentials)
        case .signingCertificates: JSONWriter.text(of: signingCertificates)
        case .sshKeys: JSONWriter.text(of: sshKeys)
        case .summary: JSONWriter.text(of: summary)
        case .unreportedUsers: JSONWriter.text(of: unreportedUsers)
        case .virtualMFADevices: JSONWriter.text(of: virtualMFADevices)
        }
    }
}

extension Collected: JSONWritable where Value: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            switch self {
            case .value(let value): $0.field("value", value)
            case .unavailable(let reason): $0.field("unavailable", reason)
            }
        }
    }
}

/// A value that may be known to be absent, which is written as null and not left out.
enum Known<Value: JSONWritable & Sendable>: JSONWritable, Sendable {
    case present(Value)
    case absent

    func write(to writer: inout JSONWriter) {
        switch self {
        case .present(let value): value.write(to: &writer)
        case .absent: writer.null()
        }
    }
}

extension Collected {
    fileprivate func known<Wrapped: JSONWritable & Sendable>() -> Collected<Known<Wrapped>> where Value == Wrapped? {
        switch self {
        case .value(let value): .value(value.map(Known.present) ?? .absent)
        case .unavailable(let reason): .unavailable(reason)
        }
    }
}

extension ControlTotal: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("name", name)
            $0.field("counted", counted)
            $0.field("read", read)
            $0.field("changed", changed)
        }
    }
}

extension Unavailable: JSONWritable {
    /// Without the request id, which stands in `calls`.
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("reason", reason.rawValue)
            $0.field("action", action)
            $0.field("errorCode", errorCode)
            $0.field("message", message)
        }
    }
}

extension UnreportedUser: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("passwordLastUsedAt", passwordLastUsedAt.known())
            $0.field("passwordCreatedAt", passwordCreatedAt.known())
            $0.field("mfaDevices", mfaDevices)
        }
    }
}
