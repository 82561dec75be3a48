import Domain
import Testing

struct SessionSettingsTests {
    private static let names = ["ab", "orgsweep", "a_b+c=d,e.f@g-h", String(repeating: "x", count: 64)]
    private static let notNames = ["", "a", "a b", "a/b", "né", "a\n", String(repeating: "x", count: 65)]

    @Test(arguments: names)
    func `names that AWS takes are taken`(name: String) throws {
        #expect(try SessionSettings(name: name, durationSeconds: 900, sourceIdentity: name).name == name)
    }

    @Test(arguments: notNames)
    func `names that AWS refuses are refused before any call`(name: String) {
        #expect(throws: SessionSettingsFailure.name(name)) { try SessionSettings(name: name) }
        #expect(throws: SessionSettingsFailure.sourceIdentity(name)) { try SessionSettings(sourceIdentity: name) }
    }

    @Test(arguments: [900, 3_600, 43_200])
    func `durations from 15 minutes to 12 hours are taken`(seconds: Int) throws {
        #expect(try SessionSettings(durationSeconds: seconds).durationSeconds == seconds)
    }

    @Test(arguments: [0, 899, 43_201])
    func `other durations are refused before any call`(seconds: Int) {
        #expect(throws: SessionSettingsFailure.duration(seconds: seconds)) {
            try SessionSettings(durationSeconds: seconds)
        }
    }

    @Test func `tags that AWS takes are taken`() throws {
        let tags = [
            Domain.Tag(key: String(repeating: "k", count: 128), value: String(repeating: "v", count: 256)),
            Domain.Tag(key: "Kostenstelle Zürich", value: ""), Domain.Tag(key: "a_.:/=+-@", value: "7"),
        ]
        #expect(try SessionSettings(tags: tags).tags == tags)
        #expect(try SessionSettings(tags: (1...50).map { Domain.Tag(key: "\($0)", value: "") }).tags.count == 50)
    }

    @Test(arguments: [
        [Domain.Tag(key: "", value: "")], [Domain.Tag(key: String(repeating: "k", count: 129), value: "")],
        [Domain.Tag(key: "k", value: String(repeating: "v", count: 257))], [Domain.Tag(key: "a#b", value: "")],
        [Domain.Tag(key: "k", value: "a\nb")], [Domain.Tag(key: "AWS:x", value: "")],
        [Domain.Tag(key: "Team", value: ""), Domain.Tag(key: "team", value: "")],
        (1...51).map { Domain.Tag(key: "\($0)", value: "") },
    ])
    func `tags that AWS refuses are refused before any call`(tags: [Domain.Tag]) throws {
        let failure = try #require(throws: SessionSettingsFailure.self) { try SessionSettings(tags: tags) }
        #expect(failure.key == "tags")
    }
}
