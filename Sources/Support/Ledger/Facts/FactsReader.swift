package import Domain
import Foundation
import GRDB

extension Ledger {
    /// What was read of an account, without the request ids of gaps; nil for one that was not tried or is not done.
    package func facts(of accountID: AccountID) throws -> AccountFacts? {
        try read { db in
            let id = accountID.description
            let sections = try Row.fetchAll(
                db,
                sql: "SELECT section, json FROM facts WHERE account_id = ?",
                arguments: [id]
            )
            guard !sections.isEmpty else { return nil }
            var facts = try emptyFacts(of: accountID, in: db)
            for row in sections {
                guard let section = FactSection(rawValue: row[0]) else { continue }
                let json: String = row[1]
                do {
                    try facts.set(section, from: Data(json.utf8))
                } catch {
                    throw LedgerFailure.damaged(path: path, detail: "facts of \(id), section \(section.rawValue)")
                }
            }
            for document in facts.documentIDs {
                facts.documents[document] = try text(of: document, in: db)
            }
            return facts
        }
    }

    private func emptyFacts(of accountID: AccountID, in db: Database) throws -> AccountFacts {
        let sql = "SELECT name, partition, is_management FROM population WHERE account_id = ?"
        guard let row = try Row.fetchOne(db, sql: sql, arguments: [accountID.description]) else {
            throw LedgerFailure.damaged(path: path, detail: "facts of an account that is not in the population")
        }
        var reader = RowReader(row, path: path)
        // Every section has a row, so the reason stands only where a file was tampered with.
        let missing = Unavailable(reason: .malformedAnswer, action: "", message: "missing in the ledger")
        return try AccountFacts(
            accountID: accountID,
            accountName: reader.text(),
            partition: reader.value(),
            isManagement: reader.flag(),
            nothingReadBecause: missing
        )
    }

    private func text(of document: DocumentID, in db: Database) throws -> PolicyText? {
        let statement = try db.cachedStatement(sql: "SELECT bytes FROM documents WHERE sha256 = ?")
        return try Data.fetchOne(statement, arguments: [document.hex]).map { PolicyText(bytes: Array($0)) }
    }
}

extension AccountFacts {
    mutating func set(_ section: FactSection, from json: Data) throws {
        switch section {
        case .accessKeys: accessKeys = try Self.perName(json)
        case .aliases: aliases = try Self.collected(json)
        case .authorization: authorization = try Self.collected(json)
        case .controlTotals: controlTotals = try JSONDecoder().decode([ControlTotal].self, from: json)
        case .credentialReport: credentialReport = try Self.collected(json)
        case .managedPolicies: managedPolicies = try Self.perName(json)
        case .oidcProviders: oidcProviders = try Self.collected(json)
        case .passwordPolicy: passwordPolicy = try Self.collected(json)
        case .roleSettings: roleSettings = try Self.collected(json)
        case .samlProviders: samlProviders = try Self.collected(json)
        case .serverCertificates: serverCertificates = try Self.collected(json)
        case .serviceCredentials: serviceCredentials = try Self.collected(json)
        case .signingCertificates: signingCertificates = try Self.perName(json)
        case .sshKeys: sshKeys = try Self.perName(json)
        case .summary: summary = try Self.collected(json)
        case .unreportedUsers:
            unreportedUsers = try JSONDecoder().decode([String: UnreportedUserJSON].self, from: json).mapValues(\.user)
        case .virtualMFADevices: virtualMFADevices = try Self.collected(json)
        }
    }

    private static func collected<Value: Decodable & Sendable>(_ json: Data) throws -> Collected<Value> {
        try JSONDecoder().decode(CollectedJSON<Value>.self, from: json).collected
    }

    private static func perName<Value: Decodable & Sendable>(_ json: Data) throws -> [String: Collected<Value>] {
        try JSONDecoder().decode([String: CollectedJSON<Value>].self, from: json).mapValues(\.collected)
    }

    /// The policy documents that the facts name, each once.
    fileprivate var documentIDs: Set<DocumentID> {
        var ids: Set<DocumentID> = []
        if let details = authorization.value {
            for user in details.users { ids.formUnion(user.inlinePolicies.map(\.document)) }
            for role in details.roles {
                ids.insert(role.trustPolicy)
                ids.formUnion(role.inlinePolicies.map(\.document))
            }
            for group in details.groups { ids.formUnion(group.inlinePolicies.map(\.document)) }
            for policy in details.policies { ids.formUnion(policy.versions.map(\.document)) }
        }
        ids.formUnion(managedPolicies.values.compactMap(\.value?.document))
        return ids
    }
}

/// Reads what `Collected.write(to:)` wrote: `{"value":...}` or `{"unavailable":{...}}`.
private struct CollectedJSON<Value: Decodable & Sendable>: Decodable {
    let collected: Collected<Value>

    private enum CodingKeys: CodingKey {
        case value
        case unavailable
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if container.contains(.unavailable) {
            collected = .unavailable(try container.decode(UnavailableJSON.self, forKey: .unavailable).unavailable)
        } else {
            collected = .value(try container.decode(Value.self, forKey: .value))
        }
    }
}

private struct UnavailableJSON: Decodable {
    var reason: ReasonCode
    var action: String
    var errorCode: String
    var message: String

    var unavailable: Unavailable {
        Unavailable(reason: reason, action: action, errorCode: errorCode, message: message)
    }
}

private struct UnreportedUserJSON: Decodable {
    var passwordLastUsedAt: CollectedJSON<Instant?>
    var passwordCreatedAt: CollectedJSON<Instant?>
    var mfaDevices: CollectedJSON<[String]>

    var user: UnreportedUser {
        UnreportedUser(
            passwordLastUsedAt: passwordLastUsedAt.collected,
            passwordCreatedAt: passwordCreatedAt.collected,
            mfaDevices: mfaDevices.collected
        )
    }
}
