import ArgumentParser
import Domain
import Foundation

/// The two streams of the process; what audited accounts are called cannot steer the terminal from here.
enum Terminal {
    static var standardErrorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

    /// Writes to stderr without control characters, so that a name cannot move the cursor or forge a line.
    static func writeError(_ text: String) {
        writeErrorUnchanged(printable(text))
    }

    /// A log that cannot be written, for want of disk or terminal, must not end the sweep.
    static func writeErrorUnchanged(_ text: String) {
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }

    /// Writes to stdout; exits with 1 where the result cannot be delivered.
    static func writeResult(_ text: String) throws(ExitCode) {
        try write(printable(text))
    }

    private static func write(_ text: String) throws(ExitCode) {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
        } catch {
            writeError("orgsweep: the result could not be written to stdout\n")
            throw ExitCode(1)
        }
    }

    /// Writes a CSV to stdout, as `writeResult` but with the line ends of RFC 4180.
    static func writeCSV(_ text: String) throws(ExitCode) {
        try write(printable(text).replacing("\n", with: "\r\n"))
    }

    /// Keeps line ends and tabs; drops other control characters, escape and the marks that turn text around.
    static func printable(_ text: String) -> String {
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x09, 0x0A: kept.append(scalar)
            case 0x00..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: break
            default: kept.append(scalar)
            }
        }
        return String(kept)
    }
}

extension Timekeeper {
    /// The machine's own clocks: the only place where the real time is read.
    static let system: Timekeeper = {
        let clock = ContinuousClock()
        let start = clock.now
        return Timekeeper(
            now: { Instant(epochSeconds: Int64(Date().timeIntervalSince1970.rounded(.down))) },
            uptime: { start.duration(to: clock.now) },
            sleep: { try await Task.sleep(for: $0, clock: .continuous) }
        )
    }()
}
