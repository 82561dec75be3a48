/// A text with policy variables, filled in: `${aws:username}`, `${aws:PrincipalTag/team, 'none'}`, `${*}`.
///
/// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
struct FilledText: Sendable {
    /// Nil where a variable has neither a value nor a default: such a text stands for nothing.
    var pattern: Wildcard?
    /// Whether a value is not known; a star stands in its place.
    var isGuessed = false

    init(_ text: String, in context: RequestContext) {
        guard text.utf8.contains(UInt8(ascii: "$")) else {
            pattern = Wildcard(text)
            return
        }
        var filled = ""
        var rest = Substring(text)
        while let start = rest.firstIndex(of: "$") {
            filled += rest[..<start]
            rest = rest[start...]
            guard rest.hasPrefix("${"), let end = rest.firstIndex(of: "}") else {
                filled.append(rest.removeFirst())
                continue
            }
            let variable = rest[..<end].dropFirst(2)
            rest = rest[rest.index(after: end)...]
            switch Self.value(of: variable, in: context) {
            case .text(let value): filled += value
            case .absent: return
            case .like, .since, .open:
                filled += "*"
                isGuessed = true
            }
        }
        pattern = Wildcard(filled + rest)
    }

    private static func value(of variable: Substring, in context: RequestContext) -> RequestContext.Value {
        switch variable {
        case "*", "?": return .text(Wildcard.escaping(variable))
        case "$": return .text("$")
        default: break
        }
        let key = variable.prefix { $0 != "," }
        let value = context.value(of: key.trimmed)
        switch value {
        case .text(let text): return .text(Wildcard.escaping(text))
        case .absent:
            let quoted = variable.dropFirst(key.count + 1).trimmed
            guard quoted.count >= 2, quoted.hasPrefix("'"), quoted.hasSuffix("'") else { return .absent }
            return .text(Wildcard.escaping(quoted.dropFirst().dropLast()))
        case .like, .since, .open: return value
        }
    }
}

extension Substring {
    fileprivate var trimmed: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
