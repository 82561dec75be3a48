import Domain

extension [PolicyCondition] {
    /// The conditions of one statement as compact JSON.
    var json: String {
        var writer = JSONWriter()
        write(to: &writer)
        return writer.text
    }

    /// An external id is a shared secret between the parties, so its values are masked.
    func write(to writer: inout JSONWriter) {
        let byOperator = Dictionary(grouping: self, by: \.operator).sorted { $0.key < $1.key }
        writer.object { writer in
            for (name, conditions) in byOperator {
                writer.key(name)
                writer.object { writer in
                    for condition in conditions.sorted(by: { $0.key < $1.key }) {
                        let values = condition.isOn("sts:ExternalId") ? ["[masked]"] : condition.values
                        writer.key(condition.key)
                        writer.array(values) { $0.value($1) }
                    }
                }
            }
        }
    }
}
