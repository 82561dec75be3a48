import Domain

// Flat view models: mustache finds their members by name, so that a name here is a tag in TemplateSources.swift. A tag
// without a member renders as nothing; the golden file of the page is what notices.

/// An account's name, and its id in three groups of four that copy as twelve digits.
struct AccountLabel {
    var name: String
    var id1: String
    var id2: String
    var id3: String

    init(_ account: Account) {
        let digits = account.id.description
        name = account.name.isEmpty ? "(no name)" : account.name
        id1 = String(digits.prefix(4))
        id2 = String(digits.dropFirst(4).prefix(4))
        id3 = String(digits.suffix(4))
    }
}

struct Pair {
    var term: String
    var text: String

    init(_ term: String, _ text: String) {
        self.term = term
        self.text = text
    }
}

struct ContentsEntry {
    var target: String
    var label: String
    var figure: String
}

struct TopModel {
    /// What a reader must know before the first line: that this is no evidence, or not AWS's own.
    var bands: [String]
    var month: String
    var organization: String
    var contents: [ContentsEntry]
    var mark: String
    var sentences: [String]
    var notes: [String]
    var facts: [Pair]
}

struct CoverageModel {
    struct Segment {
        var state: String
        var mark: String
        var word: String
        var figure: String
        var x: String
        var middle: String
        var width: String
        var hasLabel: Bool
        var labelClass: String
    }

    var title: String
    var description: String
    var segments: [Segment]
    var notes: [String]
    var hasGaps: Bool
    var caption: String
}

struct CoverageRowModel {
    var account: AccountLabel
    var mark: String
    var state: String
    var why: String
    var hasMessage: Bool
    var message: String
    var details: [String]
    var next: String
}

struct FixFirstModel {
    struct Row {
        var id: String
        var mark: String
        /// How many findings of each severity, the worst first.
        var severities: String
        var title: String
        var action: String
        var clears: String
    }

    var rows: [Row]
    var hasRows: Bool
    var empty: String
}

struct SeveritiesModel {
    struct Row {
        var mark: String
        var word: String
        var fails: String
        var overdue: String
        var excepted: String
        var notAssessed: String
        var checks: String
        var accounts: String
        var level: String
    }

    var rows: [Row]
    var note: String
}

struct JudgementsModel {
    struct Row {
        var kind: String
        var what: String
        var reason: String
        var owner: String
        var approver: String
        var expires: String
        var ticket: String
    }

    var rows: [Row]
    var hasRows: Bool
    var caption: String
    var notes: [String]
}

struct GapsModel {
    struct Row {
        var account: AccountLabel
        var mark: String
        var checks: String
        var results: String
        var why: String
    }

    var note: String
    var rows: [Row]
    var hasRows: Bool
    var hasRest: Bool
    var rest: String
}

struct CheckModel {
    var id: String
    var mark: String
    var title: String
    var reach: String
    var isOpen: Bool
    var rationale: String
    var remediation: String
    var caption: String
    var hasRest: Bool
    var rest: String
}

struct FindingModel {
    var id: String
    var account: AccountLabel
    var mark: String
    var severity: String
    var sentence: String
    var facts: [Pair]
    var firstSeen: String
    var age: String
    var owner: String
}

struct AccountTotalsModel {
    var note: String
    var hasRows: Bool
    var severities: [SeverityLabel]
}

struct SeverityLabel {
    var mark: String
    var word: String
}

struct AccountTotalModel {
    struct Figure {
        var figure: String
        var style: String
    }

    var account: AccountLabel
    var figures: [Figure]
    var all: String
}

struct AccountModel {
    var account: AccountLabel
    var mark: String
    var state: String
    var users: String
    var roles: String
    var report: String
    var calls: String
    var retries: String
    var session: String
    var findings: String
}

struct CatalogueModel {
    var id: String
    var title: String
    var hasFindings: Bool
    var mark: String
    var severity: String
    var fail: String
    var excepted: String
    var pass: String
    var notAssessed: String
    var notApplicable: String
    var soc2: String
}

struct MethodModel {
    struct Threshold {
        var check: String
        var name: String
        var summary: String
        var used: String
        var standard: String
        var isChanged: Bool
    }

    struct File {
        var name: String
        var sha256: String
    }

    var facts: [Pair]
    var thresholds: [Threshold]
    var hasThresholds: Bool
    var files: [File]
    var hasFiles: Bool
    var limits: [String]
    var sessionPolicy: String
}
