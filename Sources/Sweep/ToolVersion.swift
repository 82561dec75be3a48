import Crypto
import Foundation

/// Which program made a run, as exactly as the evidence needs it.
package enum ToolVersion {
    package static let current = "0.1.0"

    /// The SHA-256 of the running program, or an empty text where the system does not show it.
    package static func binarySHA256() -> String {
        let program = open("/proc/self/exe", O_RDONLY | O_CLOEXEC)
        guard program >= 0 else { return "" }
        defer { close(program) }
        let digest = SHA256Stream()
        // In pieces: read whole, the program would be the largest thing in the memory of a sweep. FileHandle would read
        // four kilobytes at a time.
        var piece = [UInt8](repeating: 0, count: 1 << 18)
        while true {
            let count = piece.withUnsafeMutableBytes { read(program, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return count == 0 ? digest.finishHex() : "" }
            piece.withUnsafeBytes { digest.update(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        }
    }
}
