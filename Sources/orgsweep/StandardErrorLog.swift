import Domain
import Logging

/// Writes one line for each log entry to stderr, as text or as a JSON object.
struct StandardErrorLog: LogHandler {
    let format: LogOptions.Format
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        switch format {
        case .text:
            let instant = Timekeeper.system.now().iso8601
            let details = fields.map { " \($0.key)=\($0.value)" }.joined()
            Terminal.writeError("\(instant) \(event.level) \(event.message)\(details)\n")
        case .json:
            Self.writeJSON(event.level, event.message.description, fields.map { ($0.key, $0.value.description) })
        }
    }

    /// One line that is one object; whatever speaks on stderr speaks so if JSON is asked for.
    static func writeJSON(_ level: Logger.Level, _ message: String, _ fields: [(name: String, value: String)] = []) {
        var json = JSONWriter()
        json.object { json in
            json.member("time", Timekeeper.system.now().iso8601)
            json.member("level", level.rawValue)
            json.member("message", Terminal.printable(message))
            for field in fields { json.member(field.name, Terminal.printable(field.value)) }
        }
        Terminal.writeErrorUnchanged(json.text + "\n")
    }
}
