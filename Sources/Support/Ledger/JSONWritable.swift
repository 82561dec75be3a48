import Domain

/// A value that our own byte writer puts into the ledger, under the names that its `Decodable` reads back.
///
/// Absent values are left out; dictionaries are sorted by key, so that equal values are equal bytes.
protocol JSONWritable {
    func write(to writer: inout JSONWriter)
}

extension JSONWriter {
    mutating func field(_ name: String, _ field: some JSONWritable) {
        key(name)
        field.write(to: &self)
    }

    mutating func field(_ name: String, ifAny field: (some JSONWritable)?) {
        if let field { self.field(name, field) }
    }

    static func text(of value: some JSONWritable) -> String {
        var writer = JSONWriter()
        value.write(to: &writer)
        return writer.text
    }
}

extension String: JSONWritable {
    func write(to writer: inout JSONWriter) { writer.value(self) }
}

extension Int: JSONWritable {
    func write(to writer: inout JSONWriter) { writer.value(self) }
}

extension Int64: JSONWritable {
    func write(to writer: inout JSONWriter) { writer.value(self) }
}

extension Bool: JSONWritable {
    func write(to writer: inout JSONWriter) { writer.value(self) }
}

extension Instant: JSONWritable {
    func write(to writer: inout JSONWriter) { writer.value(self) }
}

extension AccountID: JSONWritable {
    func write(to writer: inout JSONWriter) { writer.value(description) }
}

extension DocumentID: JSONWritable {
    func write(to writer: inout JSONWriter) { writer.value(hex) }
}

extension JSONWritable where Self: RawRepresentable<String> {
    func write(to writer: inout JSONWriter) { writer.value(rawValue) }
}

extension Severity: JSONWritable {}
extension FactSection: JSONWritable {}
extension Partition: JSONWritable {}

extension Array: JSONWritable where Element: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.array(self) { writer, element in element.write(to: &writer) }
    }
}

extension Dictionary: JSONWritable where Key == String, Value: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            for (key, value) in sorted(by: { $0.key < $1.key }) { writer.field(key, value) }
        }
    }
}

extension Tag: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("key", key)
            $0.field("value", value)
        }
    }
}

extension Fact: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("name", name)
            $0.field("value", value)
        }
    }
}

extension CheckDescription: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("id", id)
            $0.field("title", title)
            $0.field("family", family)
            $0.field("severity", severity)
            $0.field("rationale", rationale)
            $0.field("remediation", remediation)
            $0.field("references", references)
            $0.field("mappings", mappings)
            $0.field("needs", needs)
            $0.field("parameters", parameters)
            $0.field("discriminator", discriminator)
            $0.field("isOrganizational", isOrganizational)
            $0.field("isCoverage", isCoverage)
        }
    }
}

extension CheckDescription.Mappings: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("soc2", soc2)
            $0.field("iso27001", iso27001)
            $0.field("nist80053", nist80053)
            $0.field("cis", cis)
            $0.field("fsbp", fsbp)
        }
    }
}

extension CheckDescription.Parameter: JSONWritable {
    func write(to writer: inout JSONWriter) {
        writer.object {
            $0.field("name", name)
            $0.field("summary", summary)
            $0.field("defaultSeconds", defaultSeconds)
            $0.field("seconds", seconds)
        }
    }
}
