// The lower half of the page: findings, accounts, checks and method.

extension Template {
    static let checkOpenSource: StaticString = """
        <div class="check" id="check-{{id}}"><details{{#isOpen}} open{{/isOpen}}>
        <summary><h3>{{> mark}}{{title}}</h3><span class="reach small">{{reach}}</span></summary>
        <div class="body">
        <dl class="advice"><div><dt>Why it matters</dt><dd>{{rationale}}</dd></div><div><dt>What to do</dt><dd>{{remediation}}</dd></div></dl>
        <table class="flow findings">
        <caption>{{caption}}</caption>
        <thead><tr><th scope="col">Account</th><th scope="col">Severity</th><th scope="col">Finding</th><th scope="col">First seen</th><th scope="col">Owner</th></tr></thead>
        <tbody>

        """

    static let findingRowSource: StaticString = """
        <tr id="f-{{id}}"><th scope="row">{{#account}}{{> account}}{{/account}}</th><td class="sev">{{> mark}}{{severity}}</td><td><details class="more"><summary><bdi>{{sentence}}</bdi></summary><dl>
        {{#facts}}
        <div><dt>{{term}}</dt><dd>{{text}}</dd></div>
        {{/facts}}
        </dl></details></td><td class="word"><span title="{{firstSeen}}">{{age}}</span></td><td><bdi>{{owner}}</bdi></td></tr>

        """

    static let checkCloseSource: StaticString = """
        </tbody>
        </table>
        {{#hasRest}}
        <p class="small quiet">{{rest}}</p>
        {{/hasRest}}
        </div></details></div>

        """

    static let totalsOpenSource: StaticString = """
        <section id="by-account" aria-labelledby="by-account-h">
        <h2 id="by-account-h">Findings by account</h2>
        <p>{{note}}</p>
        {{#hasRows}}
        <div class="wide" tabindex="0" role="region" aria-labelledby="by-account-h"><table class="figures">
        <thead><tr><th scope="col">Account</th>{{#severities}}<th scope="col" class="n">{{> mark}}{{word}}</th>{{/severities}}<th scope="col" class="n">All</th></tr></thead>
        <tbody>
        {{/hasRows}}

        """

    static let totalsRowSource: StaticString = """
        <tr><th scope="row">{{#account}}{{> account}}{{/account}}</th>{{#figures}}<td class="{{style}}">{{figure}}</td>{{/figures}}<td class="n">{{all}}</td></tr>

        """

    static let totalsCloseSource: StaticString = """
        {{#hasRows}}
        </tbody>
        </table></div>
        {{/hasRows}}
        </section>

        """

    static let accountsOpenSource: StaticString = """
        <section id="accounts" aria-labelledby="accounts-h">
        <h2 id="accounts-h">Accounts</h2>
        <p>{{note}}</p>
        <div class="wide" tabindex="0" role="region" aria-labelledby="accounts-h"><table class="scroll">
        <caption>{{caption}}</caption>
        <thead><tr><th scope="col">Account</th><th scope="col">Coverage</th><th scope="col" class="n">Users read</th><th scope="col" class="n">Roles read</th><th scope="col">Credential report</th><th scope="col" class="n">Calls</th><th scope="col" class="n">Retries</th><th scope="col">Session</th><th scope="col" class="n">Findings</th></tr></thead>
        <tbody>

        """

    static let accountRowSource: StaticString = """
        <tr><th scope="row">{{#account}}{{> account}}{{/account}}</th><td class="sev">{{> mark}}{{state}}</td><td class="n">{{users}}</td><td class="n">{{roles}}</td><td class="word">{{report}}</td><td class="n">{{calls}}</td><td class="n">{{retries}}</td><td class="word">{{session}}</td><td class="n">{{findings}}</td></tr>

        """

    static let catalogueOpenSource: StaticString = """
        <section id="checks" aria-labelledby="checks-h">
        <h2 id="checks-h">Checks</h2>
        <p>{{note}}</p>
        <div class="wide" tabindex="0" role="region" aria-labelledby="checks-h"><table class="scroll">
        <thead><tr><th scope="col">Check</th><th scope="col">Default severity</th><th scope="col" class="n">Fail</th><th scope="col" class="n">Excepted</th><th scope="col" class="n">Pass</th><th scope="col" class="n">Not assessed</th><th scope="col" class="n">Not applicable</th><th scope="col">SOC 2</th></tr></thead>
        <tbody>

        """

    static let catalogueRowSource: StaticString = """
        <tr><th scope="row">{{#hasFindings}}<a href="#check-{{id}}">{{title}}</a>{{/hasFindings}}{{^hasFindings}}{{title}}{{/hasFindings}}<code class="stack quiet">{{id}}</code></th><td class="sev">{{> mark}}{{severity}}</td><td class="n">{{fail}}</td><td class="n">{{excepted}}</td><td class="n">{{pass}}</td><td class="n">{{notAssessed}}</td><td class="n">{{notApplicable}}</td><td>{{soc2}}</td></tr>

        """

    static let methodSource: StaticString = """
        <section id="method" aria-labelledby="method-h">
        <h2 id="method-h">Method and provenance</h2>
        <dl class="pairs small">
        {{#facts}}
        <div><dt>{{term}}</dt><dd>{{text}}</dd></div>
        {{/facts}}
        </dl>
        <h3>Thresholds used</h3>
        {{#hasThresholds}}
        <div class="wide" tabindex="0" role="region" aria-label="Thresholds used"><table>
        <thead><tr><th scope="col">Check</th><th scope="col">Parameter</th><th scope="col">Rule</th><th scope="col" class="n">Used</th><th scope="col" class="n">Default</th></tr></thead>
        <tbody>
        {{#thresholds}}
        <tr><th scope="row"><code>{{check}}</code></th><td><code>{{name}}</code></td><td>{{summary}}</td><td class="n">{{#isChanged}}<strong>{{used}}</strong> (changed){{/isChanged}}{{^isChanged}}{{used}}{{/isChanged}}</td><td class="n">{{standard}}</td></tr>
        {{/thresholds}}
        </tbody>
        </table></div>
        {{/hasThresholds}}
        {{^hasThresholds}}
        <p>No check of this run has a threshold.</p>
        {{/hasThresholds}}
        <h3>Input files</h3>
        {{#hasFiles}}
        <div class="wide" tabindex="0" role="region" aria-label="Input files"><table>
        <thead><tr><th scope="col">File</th><th scope="col">SHA-256</th></tr></thead>
        <tbody>
        {{#files}}
        <tr><th scope="row">{{name}}</th><td><code>{{sha256}}</code></td></tr>
        {{/files}}
        </tbody>
        </table></div>
        {{/hasFiles}}
        {{^hasFiles}}
        <p>The run read no input file.</p>
        {{/hasFiles}}
        <h3>Out of reach</h3>
        <ul class="plain">
        {{#limits}}
        <li>{{.}}</li>
        {{/limits}}
        </ul>
        <h3>Session policy</h3>
        <p>Every session in a member account was narrowed to these calls, unless its line under Accounts says otherwise.</p>
        <p><code>{{sessionPolicy}}</code></p>
        </section>

        """

    static let footSource: StaticString = """
        </main>
        </div>
        <footer class="small quiet"><p>Confidential. orgsweep {{version}}, run {{run}}. Rows of every table are in the CSV files beside this page.</p></footer>
        </body>
        </html>

        """
}
