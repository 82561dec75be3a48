extension Template {
    var source: StaticString {
        switch self {
        case .mark:
            ##"<svg class="mark {{mark}}" aria-hidden="true"><use href="#{{mark}}"/></svg>"##
        case .account:
            """
            <bdi class="name stack">{{name}}</bdi> <code class="id">{{id1}}<i>{{id2}}</i>{{id3}}</code>
            """
        case .head: Self.headSource
        case .top: Self.topSource
        case .coverage: Self.coverageSource
        case .coverageRow: Self.coverageRowSource
        case .coverageEnd: Self.coverageEndSource
        case .changes: Self.changesSource
        case .fixFirst: Self.fixFirstSource
        case .severities: Self.severitiesSource
        case .judgements: Self.judgementsSource
        case .gaps: Self.gapsSource
        case .findingsOpen:
            """
            <section id="findings" aria-labelledby="findings-h">
            <h2 id="findings-h">Findings</h2>

            """
        case .checkOpen: Self.checkOpenSource
        case .findingRow: Self.findingRowSource
        case .checkClose: Self.checkCloseSource
        case .noFindings:
            """
            <p>{{why}}</p>

            """
        case .findingsClose: "</section>\n"
        case .totalsOpen: Self.totalsOpenSource
        case .totalsRow: Self.totalsRowSource
        case .totalsClose: Self.totalsCloseSource
        case .accountsOpen: Self.accountsOpenSource
        case .accountRow: Self.accountRowSource
        case .accountsClose: "</tbody>\n</table></div>\n</section>\n"
        case .catalogueOpen: Self.catalogueOpenSource
        case .catalogueRow: Self.catalogueRowSource
        case .catalogueClose: "</tbody>\n</table></div>\n</section>\n"
        case .method: Self.methodSource
        case .foot: Self.footSource
        }
    }

    private static let headSource: StaticString = """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-{{styleDigest}}'; script-src 'none'; base-uri 'none'; form-action 'none'">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="referrer" content="no-referrer">
        <meta name="robots" content="noindex">
        <title>{{title}}</title>

        """

    private static let topSource: StaticString = """
        </head>
        <body>
        <a class="skip" href="#verdict">Skip to the verdict</a>
        <svg class="defs" aria-hidden="true" focusable="false"><defs>
        <pattern id="hatch-high" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatch-high" d="M0 0V6" stroke-width="4"/></pattern>
        <pattern id="hatch-ink" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatch-ink" d="M0 0V6" stroke-width="4"/></pattern>
        <pattern id="hatch-back" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)"><path class="hatch-ink" d="M0 0V6" stroke-width="3"/></pattern>
        <symbol id="critical" viewBox="0 0 12 12"><path d="M6 0 12 6 6 12 0 6Z"/></symbol>
        <symbol id="high" viewBox="0 0 12 12"><path d="M6 .8 12 11.2H0Z"/></symbol>
        <symbol id="medium" viewBox="0 0 12 12"><circle cx="6" cy="6" r="5.2"/></symbol>
        <symbol id="low" viewBox="0 0 12 12"><circle cx="6" cy="6" r="4.3" fill="none" stroke="currentColor" stroke-width="1.8"/></symbol>
        <symbol id="info" viewBox="0 0 12 12"><path d="M1 5H11V7H1Z"/></symbol>
        <symbol id="good" viewBox="0 0 12 12"><path d="M1 6.4 4.4 9.8 11 2.6" fill="none" stroke="currentColor" stroke-width="1.8"/></symbol>
        <symbol id="unread" viewBox="0 0 12 12"><path d="M.7 4.7 4.7.7M.7 8 8 .7M.7 11.3 11.3.7M4 11.3 11.3 4M7.3 11.3 11.3 7.3" fill="none" stroke="currentColor" stroke-width="1.4"/></symbol>
        <symbol id="swept" viewBox="0 0 12 12"><path d="M.5.5H11.5V11.5H.5Z"/></symbol>
        <symbol id="partial" viewBox="0 0 12 12"><path d="M.7 4.7 4.7.7M.7 8 8 .7M.7 11.3 11.3.7M4 11.3 11.3 4M7.3 11.3 11.3 7.3" fill="none" stroke="currentColor" stroke-width="1.4"/></symbol>
        <symbol id="not_assumed" viewBox="0 0 12 12"><path d="M.7 4.7 4.7.7M.7 8 8 .7M.7 11.3 11.3.7M4 11.3 11.3 4M7.3 11.3 11.3 7.3" fill="none" stroke="currentColor" stroke-width="1.4"/></symbol>
        <symbol id="not_reached" viewBox="0 0 12 12"><path d="M11.3 4.7 7.3.7M11.3 8 4 .7M11.3 11.3.7.7M8 11.3.7 4M4.7 11.3.7 7.3" fill="none" stroke="currentColor" stroke-width="1.4"/></symbol>
        <symbol id="excluded" viewBox="0 0 12 12"><path d="M1.2 1.2H10.8V10.8H1.2Z" fill="none" stroke="currentColor" stroke-width="1.4"/></symbol>
        <symbol id="not_active" viewBox="0 0 12 12"><path d="M1.2 1.2H10.8V10.8H1.2ZM3.5 6H8.5" fill="none" stroke="currentColor" stroke-width="1.4"/></symbol>
        <symbol id="excepted" viewBox="0 0 12 12"><path d="M1 6A5 5 0 0 1 11 6Z"/><circle cx="6" cy="6" r="4.6" fill="none" stroke="currentColor" stroke-width="1.2"/></symbol>
        </defs></svg>
        {{#bands}}
        <p class="band" role="note">{{.}}</p>
        {{/bands}}
        <header class="masthead">
        <h1>IAM sweep, {{month}}</h1>
        <p class="quiet"><bdi>{{organization}}</bdi></p>
        <p class="quiet">Confidential</p>
        </header>
        <div class="frame">
        <nav class="contents" aria-label="Contents"><ul>
        {{#contents}}
        <li><a href="#{{target}}">{{label}} <span>{{figure}}</span></a></li>
        {{/contents}}
        </ul></nav>
        <details class="menu"><summary>Contents</summary><nav aria-label="Contents menu"><ul class="contents-list">
        {{#contents}}
        <li class="plain-item"><a href="#{{target}}">{{label}} {{figure}}</a></li>
        {{/contents}}
        </ul></nav></details>
        <main>
        <section class="verdict" id="verdict" aria-label="Verdict" tabindex="-1">
        <div class="says">
        {{> mark}}
        <p class="headline">{{#sentences}}<span>{{.}}</span> {{/sentences}}</p>
        <ul>
        {{#notes}}
        <li>{{.}}</li>
        {{/notes}}
        </ul>
        </div>
        <dl class="facts">
        {{#facts}}
        <div><dt>{{term}}</dt><dd>{{text}}</dd></div>
        {{/facts}}
        </dl>
        </section>

        """

    private static let coverageSource: StaticString = """
        <section id="coverage" aria-labelledby="coverage-h">
        <h2 id="coverage-h">Coverage</h2>
        <svg class="bar" role="img" aria-labelledby="bar-t bar-d" preserveAspectRatio="none">
        <title id="bar-t">{{title}}</title>
        <desc id="bar-d">{{description}}</desc>
        {{#segments}}
        <rect class="fill-{{state}}" x="{{x}}%" y="0" width="{{width}}%" height="40"/>
        {{/segments}}
        {{#segments}}
        {{#hasLabel}}
        <text class="{{labelClass}}" x="{{middle}}%" y="25">{{figure}}</text>
        {{/hasLabel}}
        {{/segments}}
        </svg>
        <ul class="states">
        {{#segments}}
        <li>{{> mark}}<strong>{{figure}}</strong> {{word}}</li>
        {{/segments}}
        </ul>
        {{#notes}}
        <p>{{.}}</p>
        {{/notes}}
        {{#hasGaps}}
        <table class="flow gaps">
        <caption>{{caption}}</caption>
        <thead><tr><th scope="col">Account</th><th scope="col">State</th><th scope="col">Why</th><th scope="col">Next step</th></tr></thead>
        <tbody>
        {{/hasGaps}}

        """

    private static let coverageRowSource: StaticString = """
        <tr><th scope="row">{{#account}}{{> account}}{{/account}}</th><td class="sev">{{> mark}}{{state}}</td><td>{{why}}
        {{#hasMessage}}
        <blockquote>{{message}}</blockquote>
        {{/hasMessage}}
        {{#details}}
        <div class="quiet">{{.}}</div>
        {{/details}}
        </td><td>{{next}}</td></tr>

        """

    private static let coverageEndSource: StaticString = """
        {{#hasGaps}}
        </tbody>
        </table>
        {{/hasGaps}}
        </section>

        """

    private static let changesSource: StaticString = """
        <section id="changes" aria-labelledby="changes-h">
        <h2 id="changes-h">What changed</h2>
        <p>{{text}}</p>
        </section>

        """

    private static let fixFirstSource: StaticString = """
        <section id="fix-first" aria-labelledby="fix-first-h">
        <h2 id="fix-first-h">Fix first</h2>
        {{#hasRows}}
        <ol class="first">
        {{#rows}}
        <li><div><a href="#check-{{id}}">{{title}}</a><p>{{action}}</p></div> <div class="small"><span class="reach">{{> mark}}{{severities}}:</span> {{clears}}</div></li>
        {{/rows}}
        </ol>
        {{/hasRows}}
        {{^hasRows}}
        <p>{{empty}}</p>
        {{/hasRows}}
        </section>

        """

    private static let severitiesSource: StaticString = """
        <section id="severities" aria-labelledby="severities-h">
        <h2 id="severities-h">Findings by severity</h2>
        <div class="wide" tabindex="0" role="region" aria-labelledby="severities-h"><table class="flow figures">
        <thead><tr><th scope="col">Severity</th><th scope="col" class="n">Failing</th><th scope="col" class="n">Overdue</th><th scope="col" class="n">Excepted</th><th scope="col" class="n">Not assessed</th><th scope="col" class="n">Checks that fail</th><th scope="col" class="n">Accounts concerned</th><th scope="col">Service level</th></tr></thead>
        <tbody>
        {{#rows}}
        <tr><th scope="row" class="sev">{{> mark}}{{word}}</th><td class="n" data-label="Failing">{{fails}}</td><td class="n" data-label="Overdue">{{overdue}}</td><td class="n" data-label="Excepted">{{excepted}}</td><td class="n" data-label="Not assessed">{{notAssessed}}</td><td class="n" data-label="Checks that fail">{{checks}}</td><td class="n" data-label="Accounts concerned">{{accounts}}</td><td class="word" data-label="Service level">{{level}}</td></tr>
        {{/rows}}
        </tbody>
        </table></div>
        <p class="small quiet">{{note}}</p>
        </section>

        """

    private static let judgementsSource: StaticString = """
        <section id="judgements" aria-labelledby="judgements-h">
        <h2 id="judgements-h">Exceptions and exclusions</h2>
        {{#hasRows}}
        <div class="wide" tabindex="0" role="region" aria-labelledby="judgements-h"><table class="scroll judgements">
        <caption>{{caption}}</caption>
        <thead><tr><th scope="col">Kind</th><th scope="col">What</th><th scope="col">Reason</th><th scope="col">Owner</th><th scope="col">Approver</th><th scope="col">Expires</th><th scope="col">Ticket</th></tr></thead>
        <tbody>
        {{#rows}}
        <tr><th scope="row">{{kind}}</th><td>{{what}}</td><td>{{reason}}</td><td>{{owner}}</td><td>{{approver}}</td><td class="word">{{expires}}</td><td>{{ticket}}</td></tr>
        {{/rows}}
        </tbody>
        </table></div>
        {{/hasRows}}
        {{#notes}}
        <p>{{.}}</p>
        {{/notes}}
        </section>

        """

    private static let gapsSource: StaticString = """
        <section id="not-assessed" aria-labelledby="not-assessed-h">
        <h2 id="not-assessed-h">Not assessed</h2>
        <p>{{note}}</p>
        {{#hasRows}}
        <div class="wide" tabindex="0" role="region" aria-labelledby="not-assessed-h"><table class="flow">
        <thead><tr><th scope="col">Account</th><th scope="col">Checks</th><th scope="col" class="n">Results</th><th scope="col">Why</th></tr></thead>
        <tbody>
        {{#rows}}
        <tr><th scope="row">{{#account}}{{> account}}{{/account}}</th><td>{{> mark}}{{checks}}</td><td class="n" data-label="Results">{{results}}</td><td>{{why}}</td></tr>
        {{/rows}}
        </tbody>
        </table></div>
        {{/hasRows}}
        {{#hasRest}}
        <p class="quiet">{{rest}}</p>
        {{/hasRest}}
        </section>

        """
}
