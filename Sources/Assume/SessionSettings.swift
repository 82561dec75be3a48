/// How sessions are named and how long they last, as far as AWS accepts it.
///
/// Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
struct SessionSettings: Sendable, Hashable {
    let name: String
    let durationSeconds: Int

    init(name: String, durationSeconds: Int) throws(SessionSettingsFailure) {
        guard (2...64).contains(name.utf8.count), name.utf8.allSatisfy(Self.isAllowed) else {
            throw .name(name)
        }
        guard (900...43_200).contains(durationSeconds) else { throw .duration(seconds: durationSeconds) }
        self.name = name
        self.durationSeconds = durationSeconds
    }

    /// The pattern `[\w+=,.@-]`, in ASCII.
    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: "_+=,.@-".utf8.contains(byte)
        }
    }
}

/// Why AWS would refuse every session of the run.
package enum SessionSettingsFailure: Error, Equatable, CustomStringConvertible {
    case name(String)
    case duration(seconds: Int)

    package var description: String {
        switch self {
        case .name(let name):
            "the session name \(name.debugDescription) must be 2 to 64 letters, digits or characters of _+=,.@-"
        case .duration(let seconds):
            "the session duration of \(seconds) seconds must be from 900 (15m) to 43200 (12h)"
        }
    }
}
