"""Who takes part, how each is started, and by which numbers each proves what it saw."""

import dataclasses
import json
import pathlib
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable

from measure import BenchmarkFailure, Cost, run
from simulator import Simulator

HERE = pathlib.Path(__file__).parent

SWEEP, FETCH, LIMIT = "orgsweep sweep", "fetch and decode only", "C: libcurl, libxml2"
CAREFUL, PROWLER = "boto3 report + details, 16 threads", "Prowler, IAM checks"


@dataclasses.dataclass
class Result:
    """One run of one contender."""

    cost: Cost
    seen: dict[str, int]
    requests: Counter[str]
    server_cpu: float


@dataclasses.dataclass
class Programs:
    """Where `Scripts/bench` has put what it built and installed."""

    release: pathlib.Path
    built: pathlib.Path

    @property
    def python(self) -> pathlib.Path:
        return self.built / "peers" / "bin" / "python"

    @property
    def prowler_python(self) -> pathlib.Path:
        return self.built / "prowler" / "bin" / "python"

    @property
    def orgsweep(self) -> pathlib.Path:
        return self.release / "orgsweep"

    @property
    def fetch_and_decode(self) -> pathlib.Path:
        return self.release / "FetchAndDecode"

    @property
    def limit(self) -> pathlib.Path:
        return self.built / "limit"

    @property
    def measure(self) -> pathlib.Path:
        return self.built / "measure"


@dataclasses.dataclass
class Contender:
    """A client of the simulated organization."""

    name: str
    measured: Callable[[Simulator], tuple[Cost, dict[str, int]]]

    def run(self, simulator: Simulator) -> Result:
        requests, cpu = simulator.counts(), simulator.cpu()
        cost, seen = self.measured(simulator)
        return Result(cost, seen, simulator.counts() - requests, simulator.cpu() - cpu)


def sweep(programs: Programs, concurrency: int) -> Contender:
    """The whole product: every check, the ledger, every report."""

    def measured(simulator: Simulator) -> tuple[Cost, dict[str, int]]:
        with tempfile.TemporaryDirectory() as reports:
            command = [
                programs.orgsweep,
                "sweep",
                "--quiet",
                "--accounts",
                simulator.accounts_folder,
                "--reports",
                reports,
                "--concurrency",
                str(concurrency),
            ]
            # 2 and 3 say what was found in the simulated organization, which is not what is measured here.
            cost = run(command, simulator.environment, programs.measure, statuses=(0, 2, 3))
            return cost, seen_by_sweep(pathlib.Path(reports, "latest", "ledger.sqlite"))

    return Contender(SWEEP, measured)


def seen_by_sweep(ledger: pathlib.Path) -> dict[str, int]:
    """Counts in the evidence itself; root is no IAM user, and the other contenders do not count its keys."""
    queries = {
        "accounts": "SELECT count(*) FROM coverage WHERE users_read IS NOT NULL",
        "tried": "SELECT count(*) FROM coverage WHERE coverage IN ('swept', 'partial', 'not_assumed')",
        "users": "SELECT count(*) FROM identities WHERE type = 'user'",
        "roles": "SELECT count(*) FROM identities WHERE type = 'role'",
        "keys": "SELECT count(*) FROM credentials WHERE kind = 'access_key' AND user_name <> '<root_account>'",
        "ssh_keys": "SELECT count(*) FROM credentials WHERE kind = 'ssh_key'",
    }
    database = sqlite3.connect(f"file:{ledger}?mode=ro&immutable=1", uri=True)
    try:
        return {name: database.execute(query).fetchone()[0] for name, query in queries.items()}
    finally:
        database.close()


def fetch_and_decode(programs: Programs, concurrency: int) -> Contender:
    return _printing(
        FETCH,
        programs,
        lambda simulator: [programs.fetch_and_decode, "organization", simulator.accounts_folder, str(concurrency)],
    )


def limit(programs: Programs, concurrency: int) -> Contender:
    return _printing(LIMIT, programs, lambda _: [programs.limit, "organization", str(concurrency)])


def peers(programs: Programs) -> list[Contender]:
    """What a team would otherwise run."""
    scripts = {
        CAREFUL: ["credential_report.py", "16"],
        "boto3 naive, 16 threads": ["naive.py", "16"],
        "boto3 naive, serial": ["naive.py", "1"],
        "botocove, 20 workers": ["cove.py"],
    }
    return [
        _printing(
            name, programs, lambda _, script=script: [programs.python, "-B", HERE / "Peers" / script[0], *script[1:]]
        )
        for name, script in scripts.items()
    ]


def prowler(programs: Programs) -> Contender:
    script = HERE / "Peers" / "prowler_accounts.py"
    return _printing(PROWLER, programs, lambda _: [programs.prowler_python, "-B", script])


def _printing(name: str, programs: Programs, command: Callable[[Simulator], list]) -> Contender:
    """A contender that prints what it saw as JSON."""

    def measured(simulator: Simulator) -> tuple[Cost, dict[str, int]]:
        cost = run([str(part) for part in command(simulator)], simulator.environment, programs.measure)
        return cost, json.loads(cost.output)

    return Contender(name, measured)


def prepare_reports(programs: Programs, simulator: Simulator) -> None:
    """Has every credential report made, as another tool of the company did within the last four hours.

    Otherwise the first contender would wait for AWS, and the others would not.
    """
    run([str(programs.limit), "reports", "256"], simulator.environment, programs.measure)


def require_agreement(results: dict[str, list[Result]]) -> dict[str, int]:
    """Ends the benchmark if two contenders, or two runs of one, did not see the same."""
    agreed: dict[str, int] = {}
    for name, runs in results.items():
        for result in runs:
            for what in ("accounts", "users", "roles", "keys", "ssh_keys"):
                if what in result.seen and agreed.setdefault(what, result.seen[what]) != result.seen[what]:
                    raise BenchmarkFailure(f"{name} saw {result.seen[what]} {what}, others {agreed[what]}")
    if not all(agreed.get(what) for what in ("accounts", "users", "keys")):
        raise BenchmarkFailure(f"nothing was seen: {agreed}")
    return agreed


def require_same_calls(results: dict[str, list[Result]], names: tuple[str, ...]) -> None:
    """Ends the benchmark if those that claim to read the same did not make the same calls, in every run."""
    expected = calls_to_compare(results[names[0]][0])
    for name in names:
        for turn, result in enumerate(results[name], start=1):
            calls = calls_to_compare(result)
            differing = sorted(call for call in calls | expected if calls[call] != expected[call])
            if differing:
                raise BenchmarkFailure(
                    f"{name} in run {turn} and {names[0]} in run 1 made other calls: {', '.join(differing)}"
                )


def calls_to_compare(result: Result) -> Counter[str]:
    """All but what a sweep asks once of the organization, for its report, and the limit has no use for."""
    listing = ("organizations:DescribeOrganization", "organizations:ListAccounts")
    once = {call for call in result.requests if call.startswith("organizations:") and call not in listing}
    once |= {"sts:GetCallerIdentity", "iam:ListOrganizationsFeatures"}
    return Counter({call: count for call, count in result.requests.items() if call not in once})


def interleaved(contenders: list[Contender], simulator: Simulator, runs: int) -> dict[str, list[Result]]:
    """Every contender once, then every contender again: what else the machine does meets them all alike."""
    results: dict[str, list[Result]] = {contender.name: [] for contender in contenders}
    for turn in range(runs):
        for contender in contenders:
            print(f"  {turn + 1}/{runs} {contender.name}", file=sys.stderr, flush=True)
            results[contender.name].append(contender.run(simulator))
    return results
