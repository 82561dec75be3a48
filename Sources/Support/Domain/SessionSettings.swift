/// How every session of a run is named, how long it lasts and what it carries, as far as AWS accepts it.
///
/// Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
package struct SessionSettings: Sendable, Hashable {
    package let name: String
    package let durationSeconds: Int
    /// Nil unless configured: every trust policy on the way must allow `sts:SetSourceIdentity`.
    package let sourceIdentity: String?
    /// Empty unless configured: every trust policy on the way must allow `sts:TagSession`.
    package let tags: [Tag]

    /// What holds where organization.yaml is silent.
    package static let standard = SessionSettings(unchecked: "orgsweep", 3_600, nil, [])

    private init(unchecked name: String, _ durationSeconds: Int, _ sourceIdentity: String?, _ tags: [Tag]) {
        self.name = name
        self.durationSeconds = durationSeconds
        self.sourceIdentity = sourceIdentity
        self.tags = tags
    }

    package init(
        name: String = standard.name,
        durationSeconds: Int = standard.durationSeconds,
        sourceIdentity: String? = nil,
        tags: [Tag] = []
    ) throws(SessionSettingsFailure) {
        guard Self.isName(name) else { throw .name(name) }
        guard (900...43_200).contains(durationSeconds) else { throw .duration(seconds: durationSeconds) }
        if let sourceIdentity {
            guard Self.isName(sourceIdentity) else { throw .sourceIdentity(sourceIdentity) }
        }
        try Self.check(tags)
        self.init(unchecked: name, durationSeconds, sourceIdentity, tags)
    }

    /// The pattern `[\w+=,.@-]`, in ASCII.
    private static func isName(_ text: String) -> Bool {
        (2...64).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default: "_+=,.@-".utf8.contains(byte)
                }
            }
    }

    // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_know
    private static func check(_ tags: [Tag]) throws(SessionSettingsFailure) {
        guard tags.count <= 50 else { throw .tags("more than 50") }
        var seen: Set<String> = []
        for tag in tags {
            guard (1...128).contains(tag.key.unicodeScalars.count), tag.key.unicodeScalars.allSatisfy(isTagScalar)
            else {
                throw .tags("\(tag.key.debugDescription) is not a tag key")
            }
            guard tag.value.unicodeScalars.count <= 256, tag.value.unicodeScalars.allSatisfy(isTagScalar) else {
                throw .tags("the value of \(tag.key) is not a tag value")
            }
            let key = tag.key.lowercased()
            guard !key.hasPrefix("aws:") else { throw .tags("\(tag.key) begins with aws:, which AWS keeps for itself") }
            // STS takes Department and department for the same key.
            guard seen.insert(key).inserted else { throw .tags("\(tag.key) stands twice, for case does not count") }
        }
    }

    /// The pattern `[\p{L}\p{Z}\p{N}_.:/=+\-@]`.
    private static func isTagScalar(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .spaceSeparator, .lineSeparator, .paragraphSeparator, .decimalNumber, .letterNumber, .otherNumber:
            true
        default: "_.:/=+-@".unicodeScalars.contains(scalar)
        }
    }
}

/// Why AWS would refuse every session of the run.
package enum SessionSettingsFailure: Error, Equatable {
    case name(String)
    case duration(seconds: Int)
    case sourceIdentity(String)
    case tags(String)

    /// The member of `session` in organization.yaml that is meant.
    package var key: String {
        switch self {
        case .name: "name"
        case .duration: "duration"
        case .sourceIdentity: "source_identity"
        case .tags: "tags"
        }
    }

    package var problem: String {
        switch self {
        case .name(let name): "\(name.debugDescription) is not a role session name"
        case .duration: "outside AWS's limits"
        case .sourceIdentity(let name): "\(name.debugDescription) is not a source identity"
        case .tags(let problem): problem
        }
    }

    package var remedy: String {
        switch self {
        case .name, .sourceIdentity: "Write 2 to 64 letters, digits or characters of _+=,.@-"
        case .duration: "Write a duration from 15m to 12h"
        case .tags:
            "Write at most 50 pairs: keys of 1 to 128, values of up to 256 letters, digits, spaces or characters of "
                + "_.:/=+-@"
        }
    }
}
