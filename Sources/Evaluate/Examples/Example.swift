package import Domain

/// An account or an organization that shows what a check does: documentation and test in one.
package struct Example: Sendable {
    package let title: String
    package let expectation: Expectation
    let setup: Setup

    package enum Expectation: Sendable, Equatable {
        case passes
        /// Fails on the resources of exactly these names, in any order.
        case fails(on: [String], severity: Severity?)
        case notAssessed(on: [String])
    }

    enum Setup: Sendable {
        case account(@Sendable (inout ExampleAccount) -> Void)
        case organization(@Sendable (inout OrganizationView) -> Void)
    }

    static func passes(_ title: String, _ change: @escaping @Sendable (inout ExampleAccount) -> Void) -> Example {
        Example(title: title, expectation: .passes, setup: .account(change))
    }

    static func fails(
        _ title: String,
        on names: [String],
        severity: Severity? = nil,
        _ change: @escaping @Sendable (inout ExampleAccount) -> Void
    ) -> Example {
        Example(title: title, expectation: .fails(on: names, severity: severity), setup: .account(change))
    }

    static func notAssessed(
        _ title: String,
        on names: [String] = [ExampleAccount.name],
        _ change: @escaping @Sendable (inout ExampleAccount) -> Void
    ) -> Example {
        Example(title: title, expectation: .notAssessed(on: names), setup: .account(change))
    }

    static func organization(
        _ title: String,
        _ expectation: Expectation,
        _ change: @escaping @Sendable (inout OrganizationView) -> Void
    ) -> Example {
        Example(title: title, expectation: expectation, setup: .organization(change))
    }

    /// Runs one check over the example and returns what it says.
    package func assessments(by check: Check) -> [Assessment] {
        switch setup {
        case .account(let change):
            var account = ExampleAccount()
            change(&account)
            return account.evaluator(checks: [check]).evaluate(account.facts).assessments
        case .organization(let change):
            var view = ExampleAccount().organizationView
            change(&view)
            return ExampleAccount().evaluator(checks: [check]).evaluate(view).map(\.assessment)
        }
    }
}
