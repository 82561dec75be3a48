import Testing

@testable import Assume

struct SessionSettingsTests {
    @Test(arguments: ["ab", "orgsweep", "a_b+c=d,e.f@g-h", String(repeating: "x", count: 64)])
    func `names that AWS takes are taken`(name: String) throws {
        #expect(try SessionSettings(name: name, durationSeconds: 900).name == name)
    }

    @Test(arguments: ["", "a", "a b", "a/b", "né", "a\n", String(repeating: "x", count: 65)])
    func `names that AWS refuses are refused before any call`(name: String) {
        #expect(throws: SessionSettingsFailure.name(name)) {
            try SessionSettings(name: name, durationSeconds: 3_600)
        }
    }

    @Test(arguments: [900, 3_600, 43_200])
    func `durations from 15 minutes to 12 hours are taken`(seconds: Int) throws {
        #expect(try SessionSettings(name: "orgsweep", durationSeconds: seconds).durationSeconds == seconds)
    }

    @Test(arguments: [0, 899, 43_201])
    func `other durations are refused before any call`(seconds: Int) {
        #expect(throws: SessionSettingsFailure.duration(seconds: seconds)) {
            try SessionSettings(name: "orgsweep", durationSeconds: seconds)
        }
    }
}
