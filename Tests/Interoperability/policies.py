#!/usr/bin/env python3
"""Writes policies with the actions that policyuniverse finds allowed in them, for orgsweep's engine to agree with.

    python3 Tests/Interoperability/policies.py --seed 1 --count 600 policies.json
    ORGSWEEP_POLICY_VECTORS=$PWD/policies.json swift test --filter PolicyInteroperabilityTests

Needs: pip install policyuniverse.

policyuniverse expands the patterns of a statement over the actions that it knows; what a policy allows is then what its
Allow statements give and no Deny takes away. One difference is known and taken out here: policyuniverse takes a `?` for
a letter in a pattern that has no star beside it, which IAM does not; such a pattern is given to the function that it
expands all others with.
"""

import argparse
import importlib.metadata
import json
import random

from policyuniverse import all_permissions, expander_minimizer


def spelled(rng, text):
    """The text in the case of AWS, in lower case, or in none in particular: IAM compares without regard to it."""
    style = rng.random()
    if style < 0.4:
        return text
    if style < 0.6:
        return text.upper()
    return "".join(rng.choice((letter.lower(), letter.upper())) for letter in text)


def pattern(rng, action):
    """A pattern made from an action by wildcards in its name, or in its service too; not all of them match it."""
    service, name = action.split(":")
    form = rng.randrange(12)
    if form == 0:
        return spelled(rng, action)
    if form == 1:
        return f"{spelled(rng, service)}:*"
    if form == 2:
        return "*" if rng.random() < 0.3 else f"{service[0]}*:{name}"
    if form == 3:
        return f"*:{spelled(rng, name)}"
    if form == 4:
        return f"{service}:{name[:-1]}?"
    if form == 5:
        return f"{service}:{name}*" if rng.random() < 0.5 else f"{service}:{name}?"
    if form == 6:
        return f"unheardof-{service}:{name[:3]}*"
    start = rng.randrange(len(name))
    end = rng.randrange(start, len(name) + 1)
    if form == 7:
        return spelled(rng, f"{service}:{name[:start]}*{name[end:]}")
    if form == 8:
        return f"{service}:*{name[start:end]}*"
    if form == 9:
        return f"{service}:{name[:start]}{'?' * (end - start)}{name[end:]}"
    if form == 10:
        return f"{service}:{name[:start]}**?*{name[end:]}"
    return spelled(rng, f"{service}:{name[: max(1, start)]}*")


def statement(rng, universe):
    patterns = [pattern(rng, rng.choice(universe)) for _ in range(rng.choice((1, 1, 2, 3, 8)))]
    value = patterns[0] if len(patterns) == 1 and rng.random() < 0.7 else patterns
    return {
        "Effect": "Deny" if rng.random() < 0.3 else "Allow",
        "NotAction" if rng.random() < 0.2 else "Action": value,
        "Resource": "*",
    }


def expanded(one):
    """The actions that a statement is about, as policyuniverse has it."""
    element = "NotAction" if "NotAction" in one else "Action"
    patterns = one[element] if isinstance(one[element], list) else [one[element]]
    plain = {element: [text for text in patterns if "*" in text or "?" not in text]}
    # An empty list would be no statement at all to it.
    actions = expander_minimizer.get_actions_from_statement({"Action": plain[element]})
    for text in patterns:
        if "?" in text and "*" not in text:
            actions |= {found.lower() for found in expander_minimizer._expand(text)}
    return all_permissions - actions if element == "NotAction" else actions


def case(rng, universe):
    statements = [statement(rng, universe) for _ in range(rng.choice((1, 1, 2, 3, 5)))]
    allowed, denied = set(), set()
    for one in statements:
        (allowed if one["Effect"] == "Allow" else denied).update(expanded(one))
    document = {"Version": "2012-10-17", "Statement": statements if rng.random() < 0.8 else statements[0]}
    if document["Statement"] is statements[0]:
        first = expanded(statements[0])
        allowed, denied = (first, set()) if statements[0]["Effect"] == "Allow" else (set(), first)
    given = allowed - denied
    return {
        "document": json.dumps(document),
        "allowed": [index for index, action in enumerate(universe) if action in given],
    }


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("output")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--count", type=int, default=600)
    arguments.add_argument("--actions", type=int, default=800, help="how many of the known actions are asked about")
    options = arguments.parse_args()
    rng = random.Random(options.seed)
    universe = sorted(rng.sample(sorted(all_permissions), options.actions))
    value = {
        "source": f"policyuniverse {importlib.metadata.version('policyuniverse')}",
        "actions": universe,
        "policies": [case(rng, universe) for _ in range(options.count)],
    }
    with open(options.output, "w", encoding="utf-8") as file:
        json.dump(value, file)


if __name__ == "__main__":
    main()
