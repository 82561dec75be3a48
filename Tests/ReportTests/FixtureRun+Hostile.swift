import Domain

extension FixtureRun {
    static let hostileNames = [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "'><svg/onload=alert(1)>",
        // A mark that combines with the quotation mark makes another character of it.
        "\"\u{301} onmouseover=alert(1) x=\"\u{301}",
        "<\u{338}script>alert(1)</script>",
        "</style><style>*{display:none}</style>",
        "</title></head>",
        "{{{csp}}}{{#hasRows}}{{/hasRows}}",
        "&lt;script&gt;",
        "admin\u{202E}gpj.exe",
        "zero\u{200B}width\u{2066}isolate",
        "escape\u{1B}[31m",
        "=cmd|' /C calc'!A0",
        "javascript:alert(1)",
        "two\r\nlines",
        String(repeating: "long", count: 2_500),
    ]

    /// An account, an owner, a resource and a fact for each of the names that try to break out.
    static var hostile: FixtureRun {
        var run = FixtureRun()
        for (position, name) in hostileNames.enumerated() {
            run.add(position + 1, name, position == 0 ? .notAssumed : .swept, message: name, owner: name)
            run.find(
                "user-admin",
                in: position + 1,
                Resource(type: .user, arn: "arn:aws:iam::x:user/\(position)", name: name),
                name,
                facts: [Fact(name, name)],
                owner: name
            )
        }
        run.header.organization.organizationID = hostileNames[1]
        run.header.commandLine = hostileNames
        run.header.callerARN = hostileNames[0]
        run.header.judgements = hostileNames.map { .init(kind: "exclusion", owner: $0, reason: $0) }
        return run
    }
}
