import Crypto
import Domain
import Foundation
import Testing

@testable import Report

@Suite struct `The page` {
    private func page(of run: FixtureRun) async throws -> String {
        let folder = try RunFolder()
        try await folder.write(run)
        return try folder.text("report.html")
    }

    @Test func `lets no hostile name out of its place`() async throws {
        let page = try await page(of: .hostile)
        let plain = try await self.page(of: .small)
        let allowed = Set(try tags(plain).map(\.name))
        for tag in try tags(page) {
            #expect(allowed.contains(tag.name), "unexpected element \(tag.name)")
            #expect(!tag.attributes.contains { $0.name.hasPrefix("on") }, "a handler in \(tag)")
        }
        #expect(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
        #expect(page.contains("&amp;lt;script&amp;gt;"))
        #expect(page.contains("{{{csp}}}"))
    }

    @Test func `shows scalars that hide or reorder text as their numbers`() async throws {
        let page = try await page(of: .hostile)
        for value: UInt32 in [0x1B, 0x200B, 0x202E, 0x2066] {
            #expect(!page.unicodeScalars.contains { $0.value == value })
            #expect(page.contains("[U+\(String(value, radix: 16, uppercase: true))]"))
        }
    }

    @Test(arguments: [
        ("a & b", "a &amp; b"), ("<b>", "&lt;b&gt;"), ("\"'", "&quot;&#39;"), ("\"\u{301}", "&quot;\u{301}"),
        ("<\u{338}b", "&lt;\u{338}b"), ("nul\0", "nul[U+0]"), ("\u{202E}x", "[U+202E]x"), ("two\nlines", "two\nlines"),
        ("\r\n", "[U+D]\n"), ("Zoë 日本", "Zoë 日本"),
    ])
    func `escapes scalar by scalar`(text: String, markup: String) {
        // Compared as scalars: as a String, a quotation mark with an accent equals nothing that one could write here.
        #expect(Array(MarkupText().escapeText(text).unicodeScalars) == Array(markup.unicodeScalars))
    }

    @Test func `allows exactly its own style and no script`() async throws {
        let page = try await page(of: .small)
        let parts = page.components(separatedBy: "<style>")
        #expect(parts.count == 2)
        let style = try #require(parts.last?.components(separatedBy: "</style>").first)
        let digest = Data(SHA256.digest(style.utf8)).base64EncodedString()
        let policy =
            "default-src 'none'; style-src 'sha256-\(digest)'; script-src 'none'; base-uri 'none'; form-action 'none'"
        #expect(page.contains(#"<meta http-equiv="Content-Security-Policy" content="\#(policy)">"#))
        #expect(!page.contains("<script"))
        #expect(!page.contains(" style="))
    }

    @Test func `fetches nothing and links to nothing but itself`() async throws {
        for run in [FixtureRun.hostile, .organization] {
            let page = try await page(of: run)
            for tag in try tags(page) {
                for attribute in tag.attributes where ["href", "src", "srcset", "action"].contains(attribute.name) {
                    #expect(attribute.value.hasPrefix("#"), "\(tag.name) \(attribute.name)=\(attribute.value)")
                }
            }
            let style = Stylesheet.text.description
            #expect(!style.contains("@import"))
            #expect(style.components(separatedBy: "url(").dropFirst().allSatisfy { $0.hasPrefix("#") })
        }
    }

    @Test func `has a target for every link, and every id once`() async throws {
        let tags = try ReportTests.tags(try await page(of: .organization))
        let ids = tags.flatMap(\.attributes).filter { $0.name == "id" }.map(\.value)
        #expect(Set(ids).count == ids.count)
        for attribute in tags.flatMap(\.attributes) where attribute.name == "href" {
            #expect(ids.contains(String(attribute.value.dropFirst())), "\(attribute.value) leads nowhere")
        }
        for attribute in tags.flatMap(\.attributes) where attribute.name == "aria-labelledby" {
            for id in attribute.value.split(separator: " ") { #expect(ids.contains(String(id))) }
        }
    }

    @Test func `masks access key ids, which the CSV has in full`() async throws {
        let folder = try RunFolder()
        try await folder.write(.small)
        #expect(try folder.text("report.html").contains("Key AKIA…MPLE of ci-deploy"))
        #expect(try !folder.text("report.html").contains("AKIAIOSFODNN7EXAMPLE"))
        #expect(try folder.text("credentials.csv").contains("AKIAIOSFODNN7EXAMPLE"))
    }

    @Test(arguments: [
        ("AKIAIOSFODNN7EXAMPLE", "AKIA…MPLE"), ("xASIAIOSFODNN7EXAMPLE.", "xASIA…MPLE."),
        ("9AKIAIOSFODNN7EXAMPLE", "9AKIA…MPLE"), ("AKIA", "AKIA"), ("AKIASHORT", "AKIASHORT"),
        ("AROAIOSFODNN7EXAMPLE", "AROAIOSFODNN7EXAMPLE"),
    ])
    func `masks what is an access key id and nothing else`(text: String, masked: String) {
        #expect(AccessKeyMask.masked(text) == masked)
    }

    @Test(arguments: Template.allCases)
    func `has no unescaped tag and no unquoted attribute`(template: Template) throws {
        let source = template.source.description
        #expect(!source.contains("{{{") && !source.contains("{{&"))
        #expect(try tags(source.replacing("{{#isOpen}} open{{/isOpen}}", with: "")).allSatisfy { !$0.name.isEmpty })
    }

    @Test func `copies an account id as twelve digits`() async throws {
        let page = try await page(of: .small)
        #expect(page.contains(#"<code class="id">0000<i>0000</i>0001</code>"#))
    }

    @Test func `names a rehearsal as such`() async throws {
        var run = FixtureRun.small
        #expect(try await page(of: run).contains("Rehearsal on loopback: not evidence."))
        run.header.isRehearsal = false
        #expect(try await !page(of: run).contains("Rehearsal"))
    }
}

struct StartTag {
    var name: String
    var attributes: [(name: String, value: String)]
}

/// Every start tag of a page; anything that is neither text, a whole tag nor quoted throws.
func tags(_ page: String) throws -> [StartTag] {
    struct Malformed: Error {
        var near: String
    }
    let pattern = #/<(?<name>[a-zA-Z][a-zA-Z0-9]*)(?<attributes>(?:\s+[a-zA-Z-]+(?:="[^"<>]*")?)*)\s*\/?>/#
    let style = Stylesheet.text.description
    var tags: [StartTag] = []
    for piece in page.replacing(style, with: "").components(separatedBy: "<").dropFirst() {
        let text = "<" + piece
        if piece.hasPrefix("/") || piece.hasPrefix("!doctype") { continue }
        guard let match = text.prefixMatch(of: pattern) else { throw Malformed(near: String(text.prefix(120))) }
        let attributes = match.attributes.matches(of: #/(?<name>[a-zA-Z-]+)(?:="(?<value>[^"]*)")?/#).map {
            (String($0.name).lowercased(), String($0.value ?? ""))
        }
        tags.append(StartTag(name: String(match.name).lowercased(), attributes: attributes))
    }
    return tags
}
