import Domain
import Mustache

/// The one way by which text enters the page: escaped scalar by scalar, with access key ids masked.
///
/// The library's own escaping goes by `Character`, and a quotation mark followed by a combining accent is another
/// `Character` than a quotation mark: `"\u{301}` would end an attribute. Here every scalar is looked at by itself.
/// Scalars that hide or reorder text (controls, bidirectional overrides, zero width) are written out, so that a name
/// looks in the report as it is and not as it wants to be seen.
struct MarkupText: MustacheContentType {
    func escapeText(_ text: String) -> String {
        if !text.containsByte(where: { !Self.isPlain($0) }), !AccessKeyMask.mayFind(in: text) { return text }
        var safe = ""
        safe.reserveCapacity(text.utf8.count + 16)
        for scalar in AccessKeyMask.masked(text).unicodeScalars {
            switch scalar {
            case "&": safe += "&amp;"
            case "<": safe += "&lt;"
            case ">": safe += "&gt;"
            case "\"": safe += "&quot;"
            case "'": safe += "&#39;"
            case _ where Self.isDeceptive(scalar): safe += "[U+\(String(scalar.value, radix: 16, uppercase: true))]"
            default: safe.unicodeScalars.append(scalar)
            }
        }
        return safe
    }

    /// Whether the byte stands for itself: most texts are names and dates and need nothing more.
    private static func isPlain(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\""), UInt8(ascii: "'"): false
        case 0x09, 0x0A, 0x20..<0x7F: true
        default: false
        }
    }

    private static func isDeceptive(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A: false
        case 0x00..<0x20, 0x7F..<0xA0: true
        // Soft hyphen, Arabic letter mark, Mongolian vowel separator.
        case 0xAD, 0x61C, 0x180E: true
        // Zero width and directional marks, line and paragraph separators, embeddings, overrides and isolates.
        case 0x200B...0x200F, 0x2028...0x202E, 0x2060...0x206F: true
        // Byte order mark, interlinear annotations, tags.
        case 0xFEFF, 0xFFF9...0xFFFB, 0xE0000...0xE007F: true
        default: false
        }
    }
}

/// Shortens access key ids to `AKIA…WXYZ`: enough to recognize one, and the CSV has them in full.
enum AccessKeyMask {
    static func masked(_ text: String) -> String {
        guard mayFind(in: text) else { return text }
        var result = ""
        var run = ""
        for scalar in text.unicodeScalars {
            if isKeyScalar(scalar) {
                run.unicodeScalars.append(scalar)
            } else {
                result += shortened(run)
                result.unicodeScalars.append(scalar)
                run = ""
            }
        }
        return result + shortened(run)
    }

    /// Long-term keys and those of sessions; an id has at least 16 characters.
    ///
    /// Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
    private static let prefixes = ["AKIA", "ASIA"]

    /// False where neither prefix is in the text; looks at bytes only, because every text of the page comes by here.
    static func mayFind(in text: String) -> Bool {
        // The last four bytes, newest lowest; the numbers are "AKIA" and "ASIA".
        var last: UInt32 = 0
        for byte in text.utf8 {
            last = last << 8 | UInt32(byte)
            if last == 0x414B_4941 || last == 0x4153_4941 { return true }
        }
        return false
    }

    private static func isKeyScalar(_ scalar: Unicode.Scalar) -> Bool {
        ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar)
    }

    private static func shortened(_ run: String) -> String {
        guard run.utf8.count >= 16 else { return run }
        guard let start = prefixes.compactMap({ run.firstRange(of: $0)?.lowerBound }).min() else { return run }
        let id = run[start...]
        return id.utf8.count < 16 ? run : "\(run[..<start])\(id.prefix(4))…\(id.suffix(4))"
    }
}
