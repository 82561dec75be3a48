import AWS
import Domain

/// The names of roots and organizational units by their ids, as far as they may be read.
struct OrganizationTree {
    private(set) var names: [String: String] = [:]

    /// Walks only through units that lead to an account.
    ///
    /// Where AWS did not tell the accounts' paths, every unit is asked for its accounts, and the paths are filled in.
    static func read(
        _ organizations: Organizations,
        organizationID: String,
        accounts: inout [Organizations.ListedAccount]
    ) async throws -> OrganizationTree {
        var tree = OrganizationTree()
        var needsPaths = accounts.contains { $0.paths?.isEmpty ?? true }
        let parents = Set(accounts.flatMap { $0.unitIDs.dropLast() })
        var found: [AccountID: String] = [:]
        var waiting = try await organizations.roots().map { (unit: $0, path: "\(organizationID)/\($0.id)/") }
        while let (unit, path) = waiting.popLast() {
            // A unit stands below one parent; one that came twice would lead in circles.
            guard tree.names.updateValue(unit.name, forKey: unit.id) == nil else { continue }
            if needsPaths {
                do {
                    for account in try await organizations.accounts(below: unit.id) { found[account.id] = path }
                } catch let failure as AWSFailure where failure.kind == .denied {
                    // The names of the units are worth having without it.
                    needsPaths = false
                }
            }
            guard needsPaths || parents.contains(unit.id) else { continue }
            waiting += try await organizations.units(below: unit.id).map { ($0, "\(path)\($0.id)/") }
        }
        for index in accounts.indices where accounts[index].paths?.isEmpty ?? true {
            accounts[index].paths = found[accounts[index].id].map { [$0] }
        }
        return tree
    }

    /// `Root/Workloads/Production` where every name is known, else the ids as AWS writes them.
    func path(of account: Organizations.ListedAccount) -> String {
        let ids = account.unitIDs
        let known = ids.compactMap { names[$0] }
        return known.isEmpty || known.count < ids.count ? account.paths?.first ?? "" : known.joined(separator: "/")
    }

    /// What a filter may call the units above the account.
    func units(above account: Organizations.ListedAccount) -> Set<String> {
        let ids = account.unitIDs
        var units = Set(ids)
        var path: [String] = []
        for id in ids {
            guard let name = names[id] else { break }
            path.append(name)
            units.insert(path.joined(separator: "/"))
            units.insert(path.dropFirst().joined(separator: "/"))
        }
        units.remove("")
        return units
    }
}

extension Organizations.ListedAccount {
    /// Root and units down to the account, from a path such as `o-x/r-y/ou-z/`.
    var unitIDs: [String] { (paths?.first ?? "").split(separator: "/").dropFirst().map(String.init) }
}
