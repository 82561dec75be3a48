"""What is measured: each function starts a simulator, lets contenders run and returns plain numbers."""

import dataclasses

from contenders import (
    FETCH,
    LIMIT,
    SWEEP,
    Programs,
    Result,
    fetch_and_decode,
    interleaved,
    limit,
    peers,
    prepare_reports,
    prowler,
    require_agreement,
    require_same_calls,
    sweep,
)
from decoding import repeated
from measure import exponent, median, run
from simulator import Simulator

# What the session of every account and the bulk calls take, however many users and roles there are.
FIXED_CALLS = (
    "sts:AssumeRole",
    "iam:GenerateCredentialReport",
    "iam:GetAccountAuthorizationDetails",
    "iam:GetAccountPasswordPolicy",
    "iam:GetAccountSummary",
    "iam:GetCredentialReport",
    "iam:ListAccountAliases",
    "iam:ListOpenIDConnectProviders",
    "iam:ListRoles",
    "iam:ListSAMLProviders",
    "iam:ListServerCertificates",
    "iam:ListServiceSpecificCredentials",
    "iam:ListVirtualMFADevices",
)
USER_CALLS = (
    "iam:GetLoginProfile",
    "iam:GetUser",
    "iam:ListAccessKeys",
    "iam:ListMFADevices",
    "iam:ListSSHPublicKeys",
    "iam:ListSigningCertificates",
)
# What follows from what an account holds, as the calls for its users do: AWS's policies and OIDC providers, one by one.
CONTENT_CALLS = ("iam:GetOpenIDConnectProvider", "iam:GetPolicy", "iam:GetPolicyVersion")
DEFAULT_CONCURRENCY = 32


def is_fixed(call: str) -> bool:
    """Whether a call belongs to each account, and neither to the organization nor to what the account holds.

    Not by FIXED_CALLS, or a call that nobody has planned would not be counted.
    """
    return (
        call not in USER_CALLS + CONTENT_CALLS
        and call != "sts:GetCallerIdentity"
        and not call.startswith("organizations:")
    )


@dataclasses.dataclass
class Plan:
    """How much is measured."""

    programs: Programs
    accounts: int
    identities: int
    runs: int
    pages: int
    page_identities: int
    sizes: list[int]
    latency_accounts: int
    with_prowler: bool


def costs(results: list[Result]) -> dict[str, float]:
    """The medians of a contender's runs; the peak is the highest of them."""
    return {
        "wall": median([result.cost.wall for result in results]),
        "cpu": median([result.cost.cpu for result in results]),
        "rss_mb": max(result.cost.rss_mb for result in results),
        "server_cpu": median([result.server_cpu for result in results]),
        "requests": median([result.requests.total() for result in results]),
        "runs": len(results),
    }


def whole_organization(plan: Plan) -> dict:
    """Everybody on the same organization."""
    field = [
        sweep(plan.programs, DEFAULT_CONCURRENCY),
        fetch_and_decode(plan.programs, DEFAULT_CONCURRENCY),
        limit(plan.programs, DEFAULT_CONCURRENCY),
        *peers(plan.programs),
    ]
    with Simulator(plan.programs.orgsweep, plan.accounts, plan.identities) as simulator:
        prepare_reports(plan.programs, simulator)
        results = interleaved(field, simulator, plan.runs)
        if plan.with_prowler:
            results |= interleaved([prowler(plan.programs)], simulator, 1)
    seen = require_agreement(results)
    require_same_calls(results, (SWEEP, FETCH, LIMIT))
    return {
        "accounts": plan.accounts,
        "identities": plan.identities,
        "seen": seen,
        "tried": results[SWEEP][0].seen["tried"],
        "contenders": {name: costs(runs) for name, runs in results.items()},
        "calls": results[SWEEP][0].requests,
    }


def decoding(plan: Plan) -> dict:
    return repeated(plan.programs, plan.runs, plan.pages, plan.page_identities)


def growth(plan: Plan) -> dict:
    """Larger and larger organizations; the largest one once, since it takes minutes."""
    rows = {}
    for size in plan.sizes:
        with Simulator(plan.programs.orgsweep, size, 50) as simulator:
            prepare_reports(plan.programs, simulator)
            runs = 1 if size >= 10_000 else plan.runs
            results = interleaved(
                [sweep(plan.programs, DEFAULT_CONCURRENCY), fetch_and_decode(plan.programs, DEFAULT_CONCURRENCY)],
                simulator,
                runs,
            )
        seen = require_agreement(results)
        rows[size] = {"seen": seen, "contenders": {name: costs(runs) for name, runs in results.items()}}
    fits = {}
    for name in next(iter(rows.values()))["contenders"]:
        by_size = [rows[size]["contenders"][name] for size in plan.sizes]
        fits[name] = {
            "wall_exponent": exponent(plan.sizes, [row["wall"] for row in by_size]),
            "cpu_exponent": exponent(plan.sizes, [row["cpu"] for row in by_size]),
            "rss_ratio": by_size[-1]["rss_mb"] / by_size[-2]["rss_mb"],
        }
    return {"identities": 50, "sizes": rows, "fits": fits}


def latency(plan: Plan) -> dict:
    """64 accounts at once while every answer takes 50 ms, against the time that cannot be saved."""
    milliseconds, concurrency, calls_at_a_time = 50, 64, 4
    with Simulator(plan.programs.orgsweep, plan.latency_accounts, 50, milliseconds) as simulator:
        prepare_reports(plan.programs, simulator)
        results = interleaved(
            [sweep(plan.programs, concurrency), limit(plan.programs, concurrency)], simulator, plan.runs
        )
    require_agreement(results)
    require_same_calls(results, (SWEEP, LIMIT))
    calls = results[SWEEP][0].requests
    alone = (
        sum(count for call, count in calls.items() if call.startswith("organizations:"))
        + calls["sts:GetCallerIdentity"]
    )
    serial = calls["sts:AssumeRole"] + calls["iam:GenerateCredentialReport"]
    parallel = calls.total() - alone - serial
    critical = (alone + (serial + parallel / calls_at_a_time) / concurrency) * milliseconds / 1000
    return {
        "accounts": plan.latency_accounts,
        "milliseconds": milliseconds,
        "concurrency": concurrency,
        "calls_at_a_time": calls_at_a_time,
        "calls": {"one after the other": alone, "first two of each account": serial, "four at a time": parallel},
        "critical_path": critical,
        "sum_over_concurrency": calls.total() * milliseconds / 1000 / concurrency,
        "contenders": {name: costs(runs) for name, runs in results.items()},
    }


def start_up(plan: Plan) -> dict:
    command = [str(plan.programs.orgsweep), "--help"]
    walls = [run(command, {}, plan.programs.measure).wall for _ in range(20)]
    return {"runs": len(walls), "median_ms": 1000 * median(walls)}


TOPICS = {
    "organization": whole_organization,
    "decoding": decoding,
    "growth": growth,
    "latency": latency,
    "start-up": start_up,
}
