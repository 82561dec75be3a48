"""The results as Markdown tables: what is printed is what goes into the documentation."""

from targets import verdicts


def table(header: list[str], rows: list[list[str]]) -> str:
    """Columns as wide as their widest cell; all but the first are numbers and stand on the right."""
    widths = [max(map(len, column)) for column in zip(header, *rows, strict=True)]

    def line(cells: list[str]) -> str:
        first, *others = zip(cells, widths, strict=True)
        return "| " + " | ".join([first[0].ljust(first[1])] + [cell.rjust(width) for cell, width in others]) + " |"

    rule = "|" + "|".join("-" * (width + 1) + (":" if column else "-") for column, width in enumerate(widths)) + "|"
    return "\n".join([line(header), rule, *map(line, rows)])


def report(results: dict) -> str:
    machine = results["machine"]
    parts = [
        f"{machine['date']}, {machine['cpus']} x {machine['cpu']}, {machine['memory_gb']:.0f} GB, {machine['system']}, "
        f"{machine['swift']}, load before {machine['load']:.1f}, commit {machine['commit']}."
    ]
    for topic, describe in (
        ("organization", _organization),
        ("decoding", _decoding),
        ("growth", _growth),
        ("latency", _latency),
        ("start-up", _start_up),
    ):
        if topic in results:
            parts.append(describe(results[topic]))
    rows = [[verdict.what, verdict.target, verdict.measured, verdict.word] for verdict in verdicts(results)]
    parts.append("### Targets\n\n" + table(["what", "target", "measured", ""], rows))
    return "\n\n".join(parts)


_COSTS = ["wall s", "CPU s", "peak MB", "requests", "server CPU s"]


def _costs(row: dict) -> list[str]:
    return [
        f"{row['wall']:.2f}",
        f"{row['cpu']:.3f}",
        f"{row['rss_mb']:.0f}",
        f"{row['requests']:.0f}",
        f"{row['server_cpu']:.1f}",
    ]


def _organization(topic: dict) -> str:
    rows = [[name, *_costs(row)] for name, row in topic["contenders"].items()]
    seen = ", ".join(f"{count} {what}" for what, count in topic["seen"].items())
    title = f"### {topic['accounts']} accounts x {topic['identities']} users"
    return f"{title}\n\nAll saw the same: {seen}.\n\n" + table(["who", *_COSTS], rows)


def _decoding(topic: dict) -> str:
    rows = [
        [
            name,
            f"{row['pages_per_second']:.0f}",
            f"{row['cpu_ms_per_page']:.3f}",
            f"{row['mb_per_cpu_second']:.0f}",
            f"{1000 * row['cpu_ms_per_request']:.0f}",
        ]
        for name, row in topic["contenders"].items()
    ]
    header = ["who", "pages/s", "CPU ms per page", "MB per CPU s", "CPU us per small request"]
    return f"### One page of {topic['page_bytes']:,} bytes, 8 connections\n\n" + table(header, rows)


def _growth(topic: dict) -> str:
    rows = [
        [name, f"{int(size):,}", *_costs(row)]
        for size, result in topic["sizes"].items()
        for name, row in result["contenders"].items()
    ]
    fits = [
        [name, f"{fit['wall_exponent']:.3f}", f"{fit['cpu_exponent']:.3f}", f"{fit['rss_ratio']:.2f}"]
        for name, fit in topic["fits"].items()
    ]
    return "\n\n".join(
        [
            f"### Growth, {topic['identities']} users in each account",
            table(["who", "accounts", *_COSTS], rows),
            table(["who", "exponent of wall", "exponent of CPU", "peak, last two sizes"], fits),
        ]
    )


def _latency(topic: dict) -> str:
    rows = [
        [name, *_costs(row), f"{row['wall'] / topic['critical_path']:.2f}"] for name, row in topic["contenders"].items()
    ]
    calls = ", ".join(f"{count} {what}" for what, count in topic["calls"].items())
    return (
        f"### {topic['milliseconds']} ms latency, {topic['accounts']} accounts, {topic['concurrency']} at once\n\n"
        f"{topic['calls_at_a_time']} calls at a time in each account. Calls: {calls}; critical path "
        f"{topic['critical_path']:.1f} s; with one call at a time in each account it were "
        f"{topic['sum_over_concurrency']:.1f} s.\n\n" + table(["who", *_COSTS, "x critical path"], rows)
    )


def _start_up(topic: dict) -> str:
    return f"### Start-up\n\n`orgsweep --help`: {topic['median_ms']:.1f} ms, median of {topic['runs']}."
