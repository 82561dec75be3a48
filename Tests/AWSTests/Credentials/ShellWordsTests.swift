import Testing

@testable import AWS

struct ShellWordsTests {
    // What `shlex.split` of Python 3.11 makes of them.
    @Test(arguments: [
        ("", []), ("  \t ", []), ("a", ["a"]), ("a b\tc\r\nd", ["a", "b", "c", "d"]),
        (#"/opt/my\ tool --x="a b" 'c d'"#, ["/opt/my tool", "--x=a b", "c d"]),
        (#"'' "" a''b"#, ["", "", "ab"]),
        (#"'a\b' "a\b" "a\"b" "a\\b" a\"b"#, [#"a\b"#, #"a\b"#, "a\"b", #"a\b"#, "a\"b"]),
        ("a#b #c", ["a#b", "#c"]), ("$HOME `x` a;b|c", ["$HOME", "`x`", "a;b|c"]), ("é\u{a0}中", ["é\u{a0}中"]),
        (#"a"b"'c'd"#, ["abcd"]), ("\"a\nb\"", ["a\nb"]), ("a\\\nb", ["a\nb"]),
    ])
    func `words are split as by Python's shlex`(text: String, words: [String]) throws {
        #expect(try ShellWords.split(text) == words)
    }

    @Test(arguments: [
        ("'a", ShellWords.Failure.openQuote), ("a \"b", .openQuote), ("a\\", .backslashAtEnd),
        ("\"a\\", .backslashAtEnd),
    ])
    func `what ends too early is refused`(text: String, failure: ShellWords.Failure) {
        #expect(throws: failure) { try ShellWords.split(text) }
    }

    @Test(arguments: ["prod", "", "a b", "it's", "$(x)", "é", "a\"b"])
    func `a quoted word is read back as it was`(word: String) throws {
        #expect(try ShellWords.split(ShellWords.quoted(word)) == [word])
    }
}
