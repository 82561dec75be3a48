@testable import AWS

/// Writes down what the parser says, so that tests compare whole sequences.
struct EventDecoder: XMLRecordDecoder {
    enum Element: String, CaseIterable {
        case assumeRolePolicyDocument = "AssumeRolePolicyDocument"
        case createDate = "CreateDate"
        case member
        case policyDocument = "PolicyDocument"
        case policyName = "PolicyName"
        case roleDetailList = "RoleDetailList"
        case roleLastUsed = "RoleLastUsed"
        case roleName = "RoleName"
        case userDetailList = "UserDetailList"
        case userName = "UserName"
        case userPolicyList = "UserPolicyList"
    }

    private var events: [String] = []

    mutating func start(_ element: Element, in path: XMLPath<Element>) throws(XMLFailure) {
        events.append(place(element, path))
    }

    mutating func end(_ element: Element, in path: XMLPath<Element>, text: XMLText) throws(XMLFailure) {
        if element == .createDate { _ = try text.requireInstant("CreateDate") }
        let string = text.string
        guard !string.allSatisfy(\.isWhitespace) else { return }
        events.append("\(place(element, path)) = \(string)")
    }

    mutating func finish() throws(XMLFailure) -> [String] { events }

    private func place(_ element: Element, _ path: XMLPath<Element>) -> String {
        let around = (0..<path.depth).reversed().compactMap { path[up: $0]?.rawValue }
        return (around + [element.rawValue]).joined(separator: "/")
    }
}
