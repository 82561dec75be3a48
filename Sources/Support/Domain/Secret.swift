/// A text that no description, log line, dump or crash may show.
package struct Secret: Sendable, Hashable {
    /// The text itself; call it only where the secret is used, never where something is printed.
    package let reveal: String

    package init(_ text: String) {
        self.reveal = text
    }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package var description: String { "[redacted]" }
    package var debugDescription: String { description }
    // `dump` and the mustache renderer go through the mirror, which would otherwise show the stored property.
    package var customMirror: Mirror { Mirror(self, children: []) }
}

extension String {
    /// Takes the secret out of a message, also one that was cut off in the middle of it.
    package mutating func hide(_ secret: Secret, as replacement: String = "[redacted]") {
        replace(secret.reveal, with: replacement)
        let head = secret.reveal.prefix(32)
        if head.endIndex < secret.reveal.endIndex, let range = firstRange(of: head) {
            self = self[..<range.lowerBound] + replacement
        }
    }
}
