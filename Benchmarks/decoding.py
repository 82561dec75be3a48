"""The same answer again and again, from memory: what a client does with it is all that is left to measure."""

import json
import pathlib
import subprocess
import sys

from contenders import FETCH, LIMIT, Programs
from measure import BenchmarkFailure, Cost, median, run
from simulator import Simulator

CONNECTIONS = "8"


def repeated(programs: Programs, runs: int, pages: int, identities: int) -> dict:
    """One page of authorization details, and GetCallerIdentity, the smallest of all calls."""
    with Simulator(programs.orgsweep, 5, identities) as simulator, Replay(simulator) as environment:
        swift, c = [programs.fetch_and_decode], [programs.limit]
        folder = [simulator.accounts_folder]
        count = [str(pages), CONNECTIONS]
        page = {FETCH: [*swift, "pages", *folder, *count], LIMIT: [*c, "pages", *count]}
        pages_seen, page_costs = _in_turns(page, environment, programs, runs)
        count = [str(5 * pages), CONNECTIONS]
        small = {FETCH: [*swift, "requests", *folder, *count], LIMIT: [*c, "requests", *count]}
        small_seen, small_costs = _in_turns(small, environment, programs, runs)
    if (pages_seen["requests"], small_seen["requests"]) != (pages, 5 * pages):
        raise BenchmarkFailure(f"not every request was answered: {pages_seen}, {small_seen}")
    return {
        "page_bytes": pages_seen["bytes"] // pages,
        "contenders": {
            name: {
                "pages_per_second": pages / median([cost.wall for cost in page_costs[name]]),
                "cpu_ms_per_page": 1000 * median([cost.cpu for cost in page_costs[name]]) / pages,
                "mb_per_cpu_second": pages_seen["bytes"] / 1e6 / median([cost.cpu for cost in page_costs[name]]),
                "cpu_ms_per_request": 1000 * median([cost.cpu for cost in small_costs[name]]) / (5 * pages),
            }
            for name in page
        },
    }


def _in_turns(
    commands: dict[str, list], environment: dict[str, str], programs: Programs, runs: int
) -> tuple[dict[str, int], dict[str, list[Cost]]]:
    """What all programs saw alike, and what it cost each of them."""
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    seen: dict[str, int] = {}
    for _ in range(runs):
        for name, command in commands.items():
            cost = run([str(part) for part in command], environment, programs.measure)
            costs[name].append(cost)
            numbers = json.loads(cost.output)
            seen = seen or numbers
            if numbers != seen:
                raise BenchmarkFailure(f"{name} saw {numbers}, not {seen}")
    return seen, costs


class Replay:
    """The simulator's environment, with `replay.py` before it for as long as the `with` block lasts."""

    def __init__(self, simulator: Simulator):
        self._environment = simulator.environment

    def __enter__(self) -> dict[str, str]:
        port = self._environment["AWS_ENDPOINT_URL"].rpartition(":")[2]
        script = pathlib.Path(__file__).parent / "replay.py"
        self._process = subprocess.Popen([sys.executable, script, port], stdout=subprocess.PIPE, text=True)
        return self._environment | {"AWS_ENDPOINT_URL": f"http://127.0.0.1:{self._process.stdout.readline().strip()}"}

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()
        self._process.stdout.close()
