import Testing

@testable import Accounts

/// An inventory file with what is wrong in it, and the message in full: file, line, field, what to do.
struct MalformedFile: CustomTestStringConvertible, Sendable {
    let name: String
    let bytes: [UInt8]
    let message: String

    var testDescription: String { message }

    init(_ name: String, _ text: String, _ message: String) {
        self.init(name, bytes: Array(text.utf8), message)
    }

    init(_ name: String, bytes: [UInt8], _ message: String) {
        self.name = name
        self.bytes = bytes
        self.message = "\(name)\(message)"
    }

    func expectRefusal() throws {
        let failure = try #require(throws: ConfigurationFailure.self) {
            try InventoryReader.read(FileText(bytes, file: name))
        }
        #expect(failure.description == message)
    }
}

/// The parts of messages that come up again and again.
enum Wording {
    static let columns = "The columns are: account_id, name, email, role_arn, external_id, owner, env."
    static let lostZero = "is not an account id (Excel dropped the leading zero?)."
    static let twelveDigits = "Write all 12 digits, leading zeros included."
    static let export = "Export it again: aws organizations list-accounts --output json > accounts.json"
    static let placeholder = "Write arn:aws:iam::{account_id}:role/NAME; {account_id} is the only placeholder."
    static let keep = """
        Take it out and keep it out: the folder is evidence; base credentials come from the environment.
        """
}
