/// The page's one style element; the security policy of the page allows exactly this text, by its digest.
///
/// Colour is meaning: every coloured thing has a shape and a word as well. All pairs reach 4.5:1 in both themes.
enum Stylesheet {
    static let text: StaticString = """

        :root {
          color-scheme: light dark;
          --ink: #1a1d21; --quiet: #55606e; --paper: #ffffff; --raised: #f6f7f9; --line: #d9dde3; --accent: #0b57d0;
          --critical: #9b1239; --high: #b93815; --medium: #8a5a00; --low: #1f5fae; --info: #55606e; --good: #0f6b4f;
          --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
        }
        @media screen and (prefers-color-scheme: dark) {
          :root {
            --ink: #e6e8eb; --quiet: #a8b1bc; --paper: #14171a; --raised: #1b1f23; --line: #33393f; --accent: #8ab4f8;
            --critical: #ff8fa3; --high: #ffa07a; --medium: #f2c14e; --low: #8ab8ff; --info: #a8b1bc; --good: #6fd3ac;
          }
        }
        * { box-sizing: border-box; }
        html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
        body {
          margin: 0; background: var(--paper); color: var(--ink);
          font: 15px/22px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", sans-serif;
        }
        a { color: var(--accent); text-underline-offset: 2px; text-decoration-thickness: 1px; }
        :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
        h1, h2, h3, p, ol, ul, dl, dd, figure { margin: 0; padding: 0; }
        h1, h3, th, strong { font-weight: 600; }
        h1, h3 { font-size: 15px; line-height: 22px; }
        h2 { font-size: 20px; line-height: 28px; font-weight: 600; }
        p { max-width: 72ch; overflow-wrap: break-word; text-wrap: pretty; }
        code { font-family: var(--mono); font-size: 13px; overflow-wrap: anywhere; }
        .id { white-space: nowrap; font-variant-numeric: tabular-nums; }
        .id i { font-style: normal; margin: 0 .3em; }
        .quiet { color: var(--quiet); }
        .small { font-size: 13px; line-height: 20px; }
        .skip { position: absolute; left: -9999px; }
        .skip:focus { left: 8px; top: 8px; padding: 8px 16px; background: var(--paper); z-index: 3; }
        .defs { position: absolute; width: 0; height: 0; overflow: hidden; }

        .mark { width: 12px; height: 12px; margin-right: 6px; vertical-align: -1px; fill: currentColor; flex: none; }
        .mark.critical { color: var(--critical); } .mark.high { color: var(--high); }
        .mark.medium { color: var(--medium); } .mark.low { color: var(--low); } .mark.info { color: var(--info); }
        .mark.good, .mark.swept { color: var(--good); }
        .mark.unread, .mark.not_assumed, .mark.not_reached { color: var(--ink); }
        .mark.partial { color: var(--high); } .mark.excluded, .mark.not_active { color: var(--info); }
        .mark.excepted { color: var(--info); }
        .hatch-ink { stroke: var(--ink); } .hatch-high { stroke: var(--high); }
        .sev { white-space: nowrap; }

        .band {
          padding: 8px 24px; border-bottom: 2px solid var(--medium); color: var(--medium); font-weight: 600;
          text-align: center; max-width: none;
        }
        .masthead {
          display: flex; flex-wrap: wrap; gap: 0 24px; align-items: baseline; padding: 16px 24px 15px;
          border-bottom: 1px solid var(--line); max-width: 1504px; margin: 0 auto;
        }
        .masthead p:last-child { margin-left: auto; }
        .frame { max-width: 1504px; margin: 0 auto; padding: 0 24px 64px; }
        .contents { display: none; }
        .contents li { list-style: none; }
        .contents a {
          display: flex; justify-content: space-between; gap: 8px; padding: 5px 0; color: var(--ink);
          text-decoration: none; font-size: 13px; line-height: 18px;
        }
        .contents a:hover { color: var(--accent); text-decoration: underline; }
        .contents span { color: var(--quiet); font-variant-numeric: tabular-nums; }
        .menu { border-bottom: 1px solid var(--line); }
        .menu summary { padding: 12px 0; font-weight: 600; cursor: pointer; }
        .menu ul { padding-bottom: 12px; } .menu a { padding: 8px 0; font-size: 15px; }
        main { min-width: 0; max-width: 1200px; }
        main > section { padding-top: 48px; }
        main > section > h2 { padding-bottom: 8px; }
        main > section > * + * { margin-top: 16px; }
        main > section > h2 + * { margin-top: 0; }
        main > section > h3 { margin-top: 32px; }

        main > .verdict { padding-top: 32px; display: grid; gap: 32px; }
        main > .verdict > * { margin: 0; }
        .verdict .says { display: grid; grid-template-columns: 28px minmax(0, 1fr); gap: 0 16px; align-items: start; }
        .says .mark { width: 28px; height: 28px; margin: 4px 0 0; }
        .headline { font-size: 28px; line-height: 36px; font-weight: 600; max-width: 40ch; text-wrap: pretty; }
        .headline span { display: block; }
        .says ul { grid-column: 2; margin-top: 16px; list-style: none; color: var(--quiet); max-width: 72ch; }
        .says li + li { margin-top: 4px; }
        .facts { font-size: 13px; line-height: 20px; align-self: start; }
        .facts div { display: grid; grid-template-columns: 104px minmax(0, 1fr); gap: 8px; padding: 5px 0 6px; }
        .facts div + div { border-top: 1px solid var(--line); }
        .facts dt { color: var(--quiet); } .facts dd { overflow-wrap: anywhere; }

        .bar { display: block; width: 100%; height: 40px; overflow: visible; }
        .bar rect { stroke: var(--paper); stroke-width: 2px; }
        .bar text { font-size: 15px; font-weight: 600; fill: var(--ink); text-anchor: middle; }
        .bar .halo { stroke: var(--paper); stroke-width: 6px; stroke-linejoin: round; paint-order: stroke; }
        .bar .on { fill: var(--paper); }
        .fill-swept { fill: var(--good); } .fill-partial { fill: url(#hatch-high); }
        .fill-not_assumed { fill: url(#hatch-ink); } .fill-not_reached { fill: url(#hatch-back); }
        .fill-excluded, .fill-not_active { fill: var(--line); }
        .states { display: flex; flex-wrap: wrap; gap: 4px 24px; list-style: none; }
        main > section > .bar + .states { margin-top: 8px; }
        .states strong { font-variant-numeric: tabular-nums; }

        .wide { overflow-x: auto; }
        table { width: 100%; border-collapse: separate; border-spacing: 0; font-size: 13px; line-height: 20px; }
        table { font-variant-numeric: tabular-nums; }
        caption { text-align: left; padding: 0 0 8px; color: var(--quiet); }
        th, td { text-align: left; vertical-align: top; padding: 8px 16px 7px 0; border-bottom: 1px solid var(--line); }
        th:last-child, td:last-child { padding-right: 0; }
        thead th { vertical-align: bottom; background: var(--paper); color: var(--quiet); font-weight: 600; }
        tbody th { font-weight: inherit; }
        td { overflow-wrap: anywhere; }
        .n { text-align: right; white-space: nowrap; }
        .n + td:not(.n), .n + th:not(.n) { padding-left: 16px; }
        .name { font-weight: 600; overflow-wrap: anywhere; }
        .stack { display: block; } .word { white-space: nowrap; }
        tfoot td, tfoot th { border-bottom: 0; font-weight: 600; }
        tr { scroll-margin-top: 48px; }
        tr:target td, tr:target th { background: var(--raised); }
        .zero { color: var(--quiet); }

        .first { counter-reset: first; list-style: none; border-top: 1px solid var(--line); }
        .first li {
          display: grid; grid-template-columns: 24px minmax(0, 1fr) minmax(0, 264px); gap: 16px; align-items: baseline;
          padding: 12px 0 11px; border-bottom: 1px solid var(--line);
        }
        .first li::before { counter-increment: first; content: counter(first); color: var(--quiet); }

        .check { border-top: 1px solid var(--line); }
        .check:last-of-type { border-bottom: 1px solid var(--line); }
        main > section > .check { margin-top: 0; }
        main > section > h2 + .check, main > section > p + .check { margin-top: 16px; }
        .check > details > summary { padding: 12px 0 11px; cursor: pointer; }
        .check > details > summary { display: grid; grid-template-columns: 16px minmax(0, 1fr) auto; gap: 0 8px; }
        .check > details > summary::before, .menu summary::before, .more summary::before {
          content: ""; width: 6px; height: 6px; margin: 7px 0 0 2px; border: solid var(--quiet);
          border-width: 0 1.5px 1.5px 0; transform: rotate(-45deg);
        }
        .check > details[open] > summary::before { transform: rotate(45deg); }
        .menu summary::before { display: inline-block; margin: 0 10px 2px 2px; }
        .more summary::before { display: inline-block; margin: 0 8px 2px 0; }
        .more[open] summary::before, .menu[open] summary::before { transform: rotate(45deg); }
        summary { list-style: none; } summary::-webkit-details-marker { display: none; }
        .check .reach { text-align: right; color: var(--quiet); }
        .check .body { padding: 0 0 32px 24px; }
        .advice { display: grid; gap: 8px 32px; padding-bottom: 16px; }
        .advice dt { font-size: 13px; line-height: 20px; color: var(--quiet); }
        .advice dd { max-width: 72ch; overflow-wrap: break-word; }
        .more summary { cursor: pointer; }
        .more dl { padding: 8px 0 0; } .more dt { color: var(--quiet); }
        .more dl div { display: grid; grid-template-columns: 144px minmax(0, 1fr); gap: 8px; padding: 1px 0; }
        .more dd { overflow-wrap: anywhere; }
        blockquote { margin: 4px 0; padding: 0 0 0 8px; border-left: 2px solid var(--line); color: var(--quiet); }
        .pairs div { display: grid; grid-template-columns: 200px minmax(0, 1fr); gap: 16px; padding: 6px 0; }
        .pairs div { border-bottom: 1px solid var(--line); }
        .pairs dt { color: var(--quiet); } .pairs dd { overflow-wrap: anywhere; max-width: 88ch; }
        .plain { padding-left: 18px; max-width: 72ch; } .plain li + li { margin-top: 4px; }
        footer { max-width: 1504px; margin: 0 auto; padding: 16px 24px 32px; border-top: 1px solid var(--line); }

        @media print, (min-width: 721px) {
          .findings th:nth-child(1) { width: 24%; } .findings th:nth-child(2) { width: 96px; }
          .findings th:nth-child(4) { width: 112px; } .findings th:nth-child(5) { width: 17%; }
          .gaps th:nth-child(1) { width: 21%; } .gaps th:nth-child(2) { width: 112px; } .gaps th:nth-child(3) { width: 40%; }
          .judgements th:nth-child(1) { width: 11%; } .judgements th:nth-child(2) { width: 19%; }
          .judgements th:nth-child(4) { width: 18%; } .judgements th:nth-child(5) { width: 18%; }
        }
        @media screen and (min-width: 960px) {
          thead th { position: sticky; top: 0; z-index: 1; }
          .wide { overflow: visible; }
          main > .verdict { grid-template-columns: minmax(0, 1fr) 360px; }
          .advice { grid-template-columns: repeat(2, minmax(0, 1fr)); }
        }
        @media screen and (min-width: 1200px) {
          .frame { display: grid; grid-template-columns: 192px minmax(0, 1fr); gap: 0 56px; }
          .contents { display: block; position: sticky; top: 0; align-self: start; padding-top: 32px; max-height: 100vh; overflow: auto; }
          .menu { display: none; }
        }
        @media screen and (max-width: 720px) {
          .masthead { padding: 12px 16px 11px; } .masthead p:last-child { margin-left: 0; }
          .frame { padding: 0 16px 48px; } footer, .band { padding-left: 16px; padding-right: 16px; }
          main > section { padding-top: 40px; }
          .verdict .says { grid-template-columns: 20px minmax(0, 1fr); gap: 0 12px; }
          .says ul { grid-column: 1 / -1; } .says .mark { width: 20px; height: 20px; }
          .headline { font-size: 20px; line-height: 28px; }
          .bar .halo { display: none; }
          .first li { grid-template-columns: 16px minmax(0, 1fr); gap: 2px 8px; }
          .first li > :nth-child(n + 2) { grid-column: 2; }
          .check .body { padding-left: 0; }
          .check > details > summary { grid-template-columns: 16px minmax(0, 1fr); }
          .check .reach { grid-column: 2; text-align: left; }
          .pairs div { grid-template-columns: minmax(0, 1fr); gap: 0; }
          .more dl div { grid-template-columns: 112px minmax(0, 1fr); }
          .wide th:first-child { position: sticky; left: 0; max-width: 144px; background: var(--paper); }
          .scroll { min-width: 880px; }
          .flow, .flow tbody, .flow tr, .flow th, .flow td, .flow caption { display: block; width: auto; }
          .flow thead { position: absolute; left: -9999px; }
          .flow tr { padding: 8px 0 7px; border-bottom: 1px solid var(--line); }
          .flow th, .flow td { padding: 1px 0; border: 0; text-align: left; }
          .flow [data-label]::before { content: attr(data-label) " "; color: var(--quiet); }
          .wide .flow th:first-child { position: static; max-width: none; } .flow .n + td:not(.n) { padding-left: 0; }
          .figures.flow td { display: inline-block; margin-right: 16px; padding-left: 0; }
          .findings td:nth-child(4)::before { content: "First seen "; color: var(--quiet); }
          .findings td:nth-child(5)::before { content: "Owner "; color: var(--quiet); }
          .findings td:nth-child(5):has(> bdi:empty) { display: none; }
          .gaps td:nth-child(4)::before { content: "Next step: "; color: var(--quiet); }
        }
        @page { size: A4; margin: 16mm 14mm 18mm; }
        @page { @bottom-left { content: "Confidential"; font: 8pt system-ui, sans-serif; color: #55606e; } }
        @page { @bottom-right { content: counter(page) " of " counter(pages); font: 8pt system-ui, sans-serif; color: #55606e; } }
        @media print {
          body { font-size: 9.5pt; line-height: 13pt; }
          h1, h3, .small { font-size: 9.5pt; line-height: 13pt; } h2 { font-size: 13pt; line-height: 18pt; }
          table, .facts, code { font-size: 8pt; line-height: 11pt; }
          .headline { font-size: 16pt; line-height: 22pt; }
          .menu, .contents, .skip { display: none; }
          .masthead, .frame, footer { padding-left: 0; padding-right: 0; }
          a { color: inherit; text-decoration: none; }
          main > section { padding-top: 20pt; }
          main > .verdict { padding-top: 12pt; grid-template-columns: minmax(0, 1fr) 68mm; gap: 8mm; }
          .bar, .mark { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          .wide { overflow: visible; }
          thead { display: table-header-group; }
          tr, .first li, summary, .advice { break-inside: avoid; }
          h2, h3, caption, thead, summary, .advice { break-after: avoid; }
          th, td { padding: 4pt 8pt 4pt 0; }
          .findings th:nth-child(1) { width: 20%; } .findings th:nth-child(2) { width: 18mm; }
          .findings th:nth-child(4) { width: 21mm; } .findings th:nth-child(5) { width: 23%; }
          .more summary::before, .check > details > summary::before { display: none; }
          .check > details > summary { grid-template-columns: minmax(0, 1fr) auto; }
          .check .body { padding-left: 0; padding-bottom: 12pt; }
          .pairs div { grid-template-columns: 40mm minmax(0, 1fr); }
        }

        """
}
