import Mustache

/// The markup of the page, piece by piece in the order of the page; only flat view models are rendered into it.
///
/// There is no unescaped tag in any of them, every attribute is quoted, and no address comes from audited data.
enum Template: String, CaseIterable {
    // Parts of others.
    case mark, account
    // The page from top to bottom; `open` and `close` hold a table whose rows are written one at a time.
    case head, top, coverage, coverageRow, coverageEnd, changes, fixFirst, severities
    case judgements, gaps, checkOpen, findingRow, checkClose, noFindings, findingsOpen, findingsClose
    case totalsOpen, totalsRow, totalsClose
    case accountsOpen, accountRow, accountsClose, catalogueOpen, catalogueRow, catalogueClose, method, foot

    func render(_ model: Any) -> String {
        Self.library.render(model, withTemplate: rawValue) ?? ""
    }

    private static let library: MustacheLibrary = {
        MustacheContentTypes.register(MarkupText(), named: "MARKUP")
        var library = MustacheLibrary()
        for template in allCases {
            do {
                // The pragma stands in each of them, because a partial starts with the library's own escaping again.
                try library.register("{{% CONTENT_TYPE: MARKUP}}\(template.source)", named: template.rawValue)
            } catch {
                preconditionFailure("the template \(template.rawValue) does not parse: \(error)")
            }
        }
        return library
    }()
}
