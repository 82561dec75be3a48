import ArgumentParser
import Logging

/// How much is logged to stderr, and in which form; results go to stdout only.
struct LogOptions: ParsableArguments {
    enum Format: String, ExpressibleByArgument, CaseIterable {
        case text
        case json
    }

    @Option(help: "trace, debug, info, notice, warning, error or critical.", transform: Self.level)
    var logLevel: Logger.Level = .warning

    @Option(help: "text or json, progress included.")
    var logFormat: Format = .text

    private static func level(_ text: String) throws -> Logger.Level {
        guard let level = Logger.Level(rawValue: text) else {
            throw ValidationError("--log-level must be trace, debug, info, notice, warning, error or critical.")
        }
        return level
    }

    /// Says what the program itself has to say, in the form of the log.
    func write(_ level: Logger.Level, _ message: String) {
        switch logFormat {
        case .text: Terminal.writeError("orgsweep: \(message)\n")
        case .json: StandardErrorLog.writeJSON(level, message)
        }
    }

    /// The one logger of the process, passed on from here.
    func logger() -> Logger {
        let format = logFormat
        let level = logLevel
        return Logger(label: "orgsweep") { _ in StandardErrorLog(format: format, logLevel: level) }
    }
}
