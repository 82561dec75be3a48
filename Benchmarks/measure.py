"""Runs one command at a time and says what it cost; medians and growth over many."""

import dataclasses
import json
import math
import os
import pathlib
import statistics
import subprocess
import tempfile


class BenchmarkFailure(Exception):
    """The benchmark cannot say anything: a contender failed, or did not do the work."""


@dataclasses.dataclass
class Cost:
    """What one process cost: seconds, and megabytes (10^6 bytes) at its peak."""

    wall: float
    cpu: float
    rss_mb: float
    output: str


def run(
    command: list[str], environment: dict[str, str], measure: pathlib.Path, statuses: tuple[int, ...] = (0,)
) -> Cost:
    """Runs a command by itself; any exit status but those given ends the benchmark."""
    with tempfile.NamedTemporaryFile("r", suffix=".json") as result:
        finished = subprocess.run(
            [measure, result.name, *command],
            env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **environment},
            capture_output=True,
            text=True,
            check=True,
        )
        cost = json.load(result)
    if cost["status"] not in statuses:
        raise BenchmarkFailure(f"{' '.join(map(str, command))} ended with {cost['status']}:\n{finished.stderr[-2000:]}")
    return Cost(cost["wall"], cost["cpu"], cost["rss_mb"], finished.stdout)


def median(values: list[float]) -> float:
    return statistics.median(values)


def exponent(sizes: list[int], values: list[float]) -> float:
    """The slope of a line through the logarithms: 1 is linear growth."""
    return statistics.linear_regression([math.log(size) for size in sizes], [math.log(value) for value in values]).slope
