import Crypto
import Foundation

/// Which program made a run, as exactly as the evidence needs it.
package enum ToolVersion {
    package static let current = "0.1.0"

    /// The SHA-256 of the running program, or an empty text where the system does not show it.
    package static func binarySHA256() -> String {
        guard let program = FileHandle(forReadingAtPath: "/proc/self/exe") else { return "" }
        defer { try? program.close() }
        let digest = SHA256Stream()
        // In pieces: read whole, the program would be the largest thing in the memory of a sweep.
        while let piece = try? program.read(upToCount: 1 << 18), !piece.isEmpty {
            piece.withUnsafeBytes { digest.update($0) }
        }
        return digest.finishHex()
    }
}
