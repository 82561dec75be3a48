package import Domain

/// The population as `orgsweep accounts` prints it: each account with its role, its source and whether it is swept.
package struct PopulationListing {
    private let population: Population

    package init(_ population: Population) {
        self.population = population
    }

    /// The names of the columns in CSV, and of the members in JSON.
    private static let columns = [
        "account_id", "account_name", "state", "ou_path", "role_arn", "hops", "source", "scope", "reason",
    ]

    // MARK: Table

    package static let tableHeader = ["ACCOUNT", "NAME", "STATE", "OU", "ROLE", "SOURCE", "SCOPE"]

    package var tableRows: [[String]] {
        population.accounts.map { account in
            let plan = Plan(account)
            let scope = plan.reason.isEmpty ? plan.scope : "\(plan.scope) (\(plan.reason))"
            return [
                account.id.description, account.name, account.state.rawValue, account.ouPath,
                (account.hops + [account.roleARN]).joined(separator: " -> "), account.source, scope,
            ]
        }
    }

    // MARK: CSV and JSON

    /// RFC 4180 with guarded cells, as the files of a report.
    package var csv: String {
        var csv = CSVRow()
        var text = ""
        func end() {
            csv.end()
            text += String(decoding: csv.bytes, as: UTF8.self)
            csv = CSVRow()
        }
        for column in Self.columns { csv.cell(column) }
        end()
        for account in population.accounts {
            let plan = Plan(account)
            csv.cells(account.id.description, account.name, account.state.rawValue, account.ouPath, account.roleARN)
            csv.cells(account.hops.joined(separator: " "), account.source, plan.scope, plan.reason)
            end()
        }
        return text
    }

    package var json: String {
        var json = JSONWriter()
        json.object { json in
            json.key("organization")
            json.object { json in
                json.member("id", population.organization.organizationID)
                json.member("confirmed", population.organization.confirmed)
                json.member("unconfirmed_because", population.organization.unconfirmedBecause)
            }
            json.key("accounts")
            json.array(population.accounts) { json, account in Self.write(account, to: &json) }
        }
        return json.text
    }

    private static func write(_ account: Account, to json: inout JSONWriter) {
        let plan = Plan(account)
        json.object { json in
            json.member("account_id", account.id.description)
            json.member("account_name", account.name)
            json.member("state", account.state.rawValue)
            json.member("ou_path", account.ouPath)
            json.member("role_arn", account.roleARN)
            json.key("hops")
            json.array(account.hops) { $0.value($1) }
            json.member("source", account.source)
            json.member("scope", plan.scope)
            json.member("reason", plan.reason)
        }
    }

    // MARK: Totals

    /// How many accounts there are and what becomes of them; whether anybody confirmed that they are all.
    package var totals: [String] {
        let scopes = Dictionary(grouping: population.accounts.map { Plan($0).scope }) { $0 }.mapValues(\.count)
        let counts = Plan.scopes.map { "\(scopes[$0, default: 0]) \($0.replacing("_", with: " "))" }
        let organization = population.organization
        let confirmation =
            organization.confirmed
            ? "Confirmed by AWS Organizations: \(organization.accountIDs.count) accounts listed"
            : "Not confirmed by AWS Organizations\(organization.unconfirmedBecause.map { ": \($0)" } ?? "")"
        var lines = ["\(population.accounts.count) accounts: \(counts.joined(separator: ", "))", confirmation]
        if organization.confirmed, let inventory = organization.inventoryIDs {
            let outside = inventory.subtracting(organization.accountIDs).count
            let missing = population.accounts.count { $0.state.isSwept && !inventory.contains($0.id) }
            lines.append("Inventory: \(outside) accounts outside the organization, \(missing) missing in the inventory")
        }
        return lines
    }

    /// What a sweep would do with an account, in the words of the report's coverage.
    private struct Plan {
        static let scopes = ["in_scope", "excluded", "not_active"]

        let scope: String
        let reason: String

        init(_ account: Account) {
            let outcome = AccountSweep.outcomeWithoutSweep(account)
            scope = outcome?.coverage.rawValue ?? "in_scope"
            reason = outcome?.coverage == .excluded ? outcome?.message ?? "" : ""
        }
    }
}
