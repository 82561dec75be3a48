import Domain

/// A policy document as people read it: indented, one action on each line, so that a change is one line of a diff.
struct IndentedPolicy {
    struct Statement {
        var sid: String?
        var effect = "Allow"
        var actions: [String]
        var resource: String
        /// One operator on one key.
        var condition: (operator: String, key: String, values: [String])?
    }

    let statements: [Statement]

    var json: String {
        """
        {
          "Version": "2012-10-17",
          "Statement": [
        \(statements.map(\.text).joined(separator: ",\n"))
          ]
        }

        """
    }
}

extension IndentedPolicy.Statement {
    fileprivate var text: String {
        var members = sid.map { ["\"Sid\": \(Self.quoted($0))"] } ?? []
        members.append("\"Effect\": \(Self.quoted(effect))")
        members.append("\"Action\": \(Self.list(actions, indent: "      "))")
        members.append("\"Resource\": \(Self.quoted(resource))")
        if let condition {
            let values = Self.list(condition.values, indent: "          ")
            members.append(
                """
                "Condition": {
                        \(Self.quoted(condition.operator)): {
                          \(Self.quoted(condition.key)): \(values)
                        }
                      }
                """
            )
        }
        return "    {\n" + members.map { "      \($0)" }.joined(separator: ",\n") + "\n    }"
    }

    private static func list(_ values: [String], indent: String) -> String {
        "[\n" + values.map { "\(indent)  \(quoted($0))" }.joined(separator: ",\n") + "\n\(indent)]"
    }

    private static func quoted(_ text: String) -> String {
        var json = JSONWriter()
        json.value(text)
        return json.text
    }
}
