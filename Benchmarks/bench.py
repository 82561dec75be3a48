"""Measures orgsweep, its limit and its peers side by side; `make bench` calls it through `Scripts/bench`.

Prints Markdown on stdout and writes the same numbers as JSON.
"""

import argparse
import datetime
import json
import os
import pathlib
import platform
import re
import subprocess
import sys

from contenders import Programs
from measure import BenchmarkFailure
from tables import report
from topics import TOPICS, Plan


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--release", type=pathlib.Path, required=True, help="folder of the Swift programs")
    parser.add_argument("--built", type=pathlib.Path, required=True, help="folder of the C programs and environments")
    parser.add_argument("--json", type=pathlib.Path, required=True, help="file that takes the results")
    parser.add_argument("--topics", nargs="+", choices=TOPICS, default=list(TOPICS))
    parser.add_argument("--runs", type=int, default=3, help="how often each contender runs")
    parser.add_argument("--accounts", type=int, default=20)
    parser.add_argument("--identities", type=int, default=50, help="users in each account")
    parser.add_argument("--pages", type=int, default=2_000, help="how often the page is fetched")
    parser.add_argument("--page-identities", type=int, default=350, help="users on the page: 350 make 420 KB")
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1_000], help="accounts, for growth")
    parser.add_argument("--latency-accounts", type=int, default=1_000)
    parser.add_argument("--full", action="store_true", help="growth up to 10,000 accounts")
    parser.add_argument("--prowler", action="store_true", help="with Prowler, which takes minutes")
    return parser.parse_args()


def machine() -> dict:
    """What the figures were taken on; a load before the start says that they are not worth much."""
    info = pathlib.Path("/proc/cpuinfo").read_text()
    memory = pathlib.Path("/proc/meminfo").read_text()
    return {
        "date": datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "cpus": os.cpu_count(),
        "cpu": (re.search(r"^model name\s*: (.*)$", info, re.MULTILINE) or [None, platform.machine()])[1],
        "memory_gb": int(re.search(r"^MemTotal:\s*(\d+)", memory)[1]) * 1024 / 1e9,
        "system": f"{platform.system()} {platform.release()}",
        "swift": _first_line("swift", "--version"),
        "commit": _first_line("git", "describe", "--always", "--dirty"),
        "load": os.getloadavg()[0],
    }


def _first_line(*command: str) -> str:
    text = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    return text.splitlines()[0] if text else "unknown"


def main() -> None:
    options = arguments()
    plan = Plan(
        programs=Programs(release=options.release.resolve(), built=options.built.resolve()),
        accounts=options.accounts,
        identities=options.identities,
        runs=options.runs,
        pages=options.pages,
        page_identities=options.page_identities,
        sizes=sorted({*options.sizes, 10_000} if options.full else options.sizes),
        latency_accounts=options.latency_accounts,
        with_prowler=options.prowler,
    )
    results = {"machine": machine()}
    for topic in options.topics:
        print(f"bench: {topic}", file=sys.stderr, flush=True)
        results[topic] = TOPICS[topic](plan)
    # By way of JSON, so that what is printed can be printed again from the file.
    text = json.dumps(results, indent=2)
    options.json.write_text(text + "\n")
    print(report(json.loads(text)))


if __name__ == "__main__":
    try:
        main()
    except BenchmarkFailure as failure:
        sys.exit(f"bench: {failure}")
