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
        let instant = Timekeeper.system.now().iso8601
        switch format {
        case .text:
            let details = fields.map { " \($0.key)=\($0.value)" }.joined()
            Terminal.writeError("\(instant) \(event.level) \(event.message)\(details)\n")
        case .json:
            var json = JSONWriter()
            json.object { json in
                json.member("time", instant)
                json.member("level", event.level.rawValue)
                json.member("message", event.message.description)
                for (key, value) in fields { json.member(key, value.description) }
            }
            Terminal.writeErrorUnchanged(json.text + "\n")
        }
    }
}
