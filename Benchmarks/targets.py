"""The targets of the project against what was measured; what was not measured in this run says so."""

import dataclasses

from contenders import CAREFUL, FETCH, LIMIT, PROWLER, SWEEP
from topics import FIXED_CALLS, USER_CALLS, is_fixed


@dataclasses.dataclass
class Verdict:
    """One row of the table."""

    what: str
    target: str
    measured: str
    is_met: bool | None

    @property
    def word(self) -> str:
        return {True: "met", False: "not met", None: "not measured"}[self.is_met]


def verdicts(results: dict) -> list[Verdict]:
    rows = []
    for topic, judge in (
        ("organization", _organization),
        ("decoding", _decoding),
        ("latency", _latency),
        ("growth", _growth),
        ("start-up", _start_up),
    ):
        if topic in results:
            rows += judge(results)
    return rows


def _organization(results: dict) -> list[Verdict]:
    topic = results["organization"]
    rows = topic["contenders"]
    whole = rows[SWEEP]["cpu"]
    share = rows[CAREFUL]["cpu"] / whole
    found = [
        Verdict("whole sweep against boto3's report + details, CPU", "at most 1/20", f"1/{share:.1f}", share >= 20)
    ]
    if "decoding" in results:
        each = results["decoding"]["contenders"][FETCH]["cpu_ms_per_request"] / 1000
        rest = whole - each * sum(topic["calls"].get(call, 0) for call in USER_CALLS)
        share = rows[CAREFUL]["cpu"] / rest
        found.append(
            Verdict("the same without the calls for users (computed)", "at most 1/40", f"1/{share:.1f}", share >= 40)
        )
    if PROWLER in rows:
        share = rows[PROWLER]["cpu"] / whole
        found.append(Verdict("whole sweep against Prowler, CPU", "at most 1/2000", f"1/{share:.0f}", share >= 2000))
    else:
        found.append(Verdict("whole sweep against Prowler, CPU", "at most 1/2000", "", None))
    times = whole / rows[FETCH]["cpu"]
    found.append(Verdict("whole sweep against fetch and decode only, CPU", "at most 2.0", f"{times:.2f}", times <= 2))
    each = fixed_calls(topic)
    planned = len(FIXED_CALLS)
    found.append(Verdict("calls for each account, whatever its size", f"{planned}", f"{each:g}", each == planned))
    return found


def fixed_calls(topic: dict) -> float:
    """How many calls an account took that was read, beside those for its users, policies and providers.

    AssumeRole is asked for in accounts that do not let us in as well.
    """
    inside = sum(count for call, count in topic["calls"].items() if is_fixed(call) and call != "sts:AssumeRole")
    return topic["calls"]["sts:AssumeRole"] / topic["tried"] + inside / topic["seen"]["accounts"]


def _decoding(results: dict) -> list[Verdict]:
    rows = results["decoding"]["contenders"]
    share = rows[FETCH]["mb_per_cpu_second"] / rows[LIMIT]["mb_per_cpu_second"]
    return [
        Verdict("decode throughput against C, for each second of CPU", "at least 0.8", f"{share:.2f}", share >= 0.8)
    ]


def _latency(results: dict) -> list[Verdict]:
    topic = results["latency"]
    times = topic["contenders"][SWEEP]["wall"] / topic["critical_path"]
    what = f"wall at {topic['milliseconds']} ms, {topic['accounts']} accounts, against the critical path"
    return [Verdict(what, "at most 1.15", f"{times:.2f}", times <= 1.15)]


def _growth(results: dict) -> list[Verdict]:
    topic = results["growth"]
    sizes = list(topic["sizes"])
    found = []
    if (row := topic["sizes"].get("1000")) is not None:
        peak = row["contenders"][SWEEP]["rss_mb"]
        found.append(Verdict("peak memory at 1,000 accounts", "at most 96 MB", f"{peak:.0f} MB", peak <= 96))
    fit = topic["fits"][SWEEP]
    if sizes[-2:] == ["1000", "10000"]:
        ratio = fit["rss_ratio"]
        found.append(Verdict("peak memory, 10,000 accounts against 1,000", "at most 1.2", f"{ratio:.2f}", ratio <= 1.2))
    else:
        found.append(Verdict("peak memory, 10,000 accounts against 1,000", "at most 1.2", "", None))
    for name in ("wall", "cpu"):
        slope = fit[f"{name}_exponent"]
        what = f"growth of {name} from {sizes[0]} to {sizes[-1]} accounts, exponent"
        found.append(Verdict(what, "at most 1.05", f"{slope:.2f}", slope <= 1.05))
    return found


def _start_up(results: dict) -> list[Verdict]:
    median = results["start-up"]["median_ms"]
    return [Verdict("start-up (--help)", "at most 30 ms", f"{median:.1f} ms", median <= 30)]
