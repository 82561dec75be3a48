import Evaluate

@testable import Accounts

/// The team's own organization.yaml.
enum OrganizationFuzzer {
    private static let file = OrganizationFile(catalogue: Evaluator.catalogue)

    static func feed(_ input: [UInt8]) {
        guard let text = String(validating: input, as: UTF8.self) else { return }
        guard let configuration = try? file.read(text, file: "organization.yaml") else { return }
        precondition((try? file.read(text, file: "organization.yaml")) == configuration)
    }
}
