import Crypto
import FoundationEssentials

/// Which program made a run, as exactly as the evidence needs it.
package enum ToolVersion {
    package static let current = "0.1.0"

    /// The SHA-256 of the running program, or an empty text where the system does not show it.
    package static func binarySHA256() -> String {
        guard let program = FileManager.default.contents(atPath: "/proc/self/exe") else { return "" }
        return hex(SHA256.digest([UInt8](program)))
    }
}
