#!/usr/bin/env python3
"""Writes texts in the format of ~/.aws/config with what botocore reads in them, for orgsweep's INIFile to agree with.

    python3 Tests/Interoperability/ini.py --fixture Tests/AWSTests/Fixtures/ini-cases.json
    python3 Tests/Interoperability/ini.py --seed 1 --count 2000 cases.json
    ORGSWEEP_INI_CASES=$PWD/cases.json swift test --filter INIFileTests

The first form writes the texts chosen by hand, that every test run checks; the second makes random ones up.

A text that botocore refuses has null for sections. `named` has the sections whose names stand behind `profile`,
`sso-session` and `services`. Needs: pip install botocore.

Four things are left out, where orgsweep differs on purpose: a byte order mark, which botocore takes for a part of the
first line and orgsweep skips; a section [DEFAULT], which Python makes a part of every other section, without saying so,
and orgsweep refuses; a vertical tab, a form feed and the like, of which Python makes ends of lines inside
tables; and a NUL.
"""

import argparse
import json
import random
import tempfile

import botocore
import botocore.configloader
import botocore.exceptions

TEXTS = {
    "empty": "",
    "comments alone": "# one\n; two\n\n",
    "no section": "a = 1\n",
    "a section": "[default]\nregion = eu-west-1\n",
    "no newline at the end": "[default]\nregion=eu-west-1",
    "CRLF": "[default]\r\nregion = eu-west-1\r\n\r\n[profile b]\r\noutput = json\r\n",
    "CR alone": "[default]\rregion = eu-west-1\r",
    "keys in capitals": "[default]\nREGION = EU\n",
    "colon as delimiter": "[default]\nregion: eu-west-1\n",
    "the first delimiter counts": "[default]\na = b = c : d\ne : f = g\n",
    "no spaces, many spaces": "[default]\na=1\nb   =   2   \n\tc\t=\t3\t\n",
    "no value": "[default]\nregion =\noutput = json\n",
    "no delimiter": "[default]\nregion\n",
    "no key": "[default]\n = x\n",
    "comment after a value is part of it": "[default]\na = 1 # one\nb = 2;two\n",
    "comment after a section": "[default] # mine\na = 1\n",
    "indented comment": "[default]\n  # one\na = 1\n  ; two\nb = 2\n",
    "table": "[default]\ns3 =\n  max = 5\n  style=path\nregion = x\n",
    "table with blank lines and comments": "[default]\ns3 =\n\n  a = 1\n  # no\n\n  b = 2\n\nregion = x\n",
    "table line without a key": "[default]\ns3 =\n  nonsense\n",
    "table with deeper lines": "[default]\ns3 =\n  a = 1\n      b = 2\n c = 3\n",
    "empty value at the end, then blank lines": "[default]\ns3 =\n\n\n",
    "continuation": "[default]\na = 1\n  2\n\n  3\nb = 4\n",
    "blank lines after a value": "[default]\na = 1\n\n\nb = 2\n",
    "indented keys": "[default]\n  a = 1\n  b = 2\n    3\nc = 4\n",
    "indented section": "[default]\na = 1\n  [other]\nb = 2\n",
    "indented section after a section": "[default]\n  [other]\n  b = 2\n",
    "section twice": "[a]\nx = 1\n[a]\ny = 2\n",
    "key twice": "[a]\nx = 1\nX = 2\n",
    "spaces in a section name": "[ default ]\na = 1\n",
    "brackets in a section name": "[profile a]b]\nx = 1\n",
    "empty section name": "[]\nx = 1\n",
    "unclosed section": "[default\nx = 1\n",
    "unclosed section with an equals sign": "[a]\n[b = c\n",
    "quoted profile name": '[profile "a b"]\nx = 1\n',
    "beyond ASCII": "[profile caf\u00e9]\nkey = \u4e2d\u6587\n",
    "no-break spaces": "[default]\n\u00a0a\u00a0=\u00a01\u00a0\n",
    "profiles and sessions": "[default]\na = 1\n[profile b]\na = 2\n[b]\na = 3\n[sso-session s]\na = 4\n"
    "[services x]\nsts =\n  endpoint_url = http://y\n[plain]\na = 5\n",
    "both spellings of the default": "[profile default]\na = 1\n[default]\nb = 2\n",
    "the other order": "[default]\nb = 2\n[profile default]\na = 1\n",
    "one profile in two spellings": "[profile x]\na = 1\n[profile 'x']\na = 2\n[profile \"x\"]\nb = 3\n",
    "names like a shell's": "[profile a\\ b]\nx = 1\n[profile 'it'\"'\"'s']\nx = 2\n[profile a\"b c\"d]\nx = 3\n"
    "[profile \"q\\\"\\\\\\z\"]\nx = 4\n[profile '']\nx = 5\n",
    "names that are none": "[profile]\nx = 1\n[profile a b]\nx = 2\n[profile 'a]\nx = 3\n[profile a\\]\nx = 4\n"
    "[Profile c]\nx = 5\n[ profile d]\nx = 6\n",
    "words that only begin like it": "[profiles a]\nx = 1\n[profile-x b]\nx = 2\n[profilec]\nx = 3\n",
    "tabs in a name": "[profile\ta]\nx = 1\n[profile \t b\t]\nx = 2\n",
    "a table of a profile, and a text": "[profile a]\ns3 =\n    x = 1\nregion = eu-west-1\n    eu-west-2\n",
    "a key and a table of the same name": "[a]\ns3 = 1\ns3 =\n  x = 1\n",
    "an equals sign in a table's value": "[a]\ns3 =\n  x = a=b\n  y=\n",
    "a colon in a table": "[a]\ns3 =\n  x: 1\n",
    "an interpolation is none": "[a]\nx = %(y)s %% ${z}\n",
    "a value of quotes": "[a]\nx = \"1\"\ny = '2'\n",
}

PIECES = [
    "[default]", "[profile a]", '[profile "a b"]', "[profile 'a b']", "[sso-session s]", "[services s]", "[a]", "[b]",
    "[profile a\\ b]", "[profile]", "[", "]", "[c", "key", "Key", "key2", "other", "=", " = ", ":", " : ", "value",
    "s3 =", "region = eu-west-1", "# c", "; c", " #", " ;", "\"", "'", "\\", " ", "  ", "    ", "\t", "\t\t", "\n",
    "\n", "\n", "\n\n", "\r\n", "\r", "\n  ", "\n    ", "\n\t", "\u00e9", "\u00a0", "\U0001f511", "%", "%(x)s",
]


def random_line(rng):
    """A line that is likely to be one of a config file."""
    key = rng.choice(["a", "b", "c", "region", "s3", "Role_ARN", "x y"])
    value = rng.choice(["", "1", "x = y", "a:b", "# no", "'q'", "\u4e2d", "%(a)s"])
    indent = rng.choice(["", "", "", "", "  ", "    ", "\t"])
    return indent + rng.choice([
        f"[{rng.choice(['default', 'profile p', 'profile q', 'sso-session s', 'p'])}]",
        f"{key} = {value}", f"{key}={value}", f"{key}: {value}", f"{key} =", key, "", "# comment", "; comment",
    ]) + rng.choice(["", "", " ", "\t"])


def random_text(rng):
    if rng.random() < 0.5:
        return "".join(rng.choice(PIECES) for _ in range(rng.randint(1, 30)))
    end = rng.choice(["\n", "\n", "\r\n", "\r"])
    lines = [random_line(rng) for _ in range(rng.randint(1, 14))]
    return end.join(["[default]"] * (rng.random() < 0.8) + lines) + rng.choice(["", end])


def case(name, text):
    """What botocore reads; its nulls stand for a refusal."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        try:
            sections = botocore.configloader.raw_config_parse(file.name)
        except botocore.exceptions.ConfigParseError:
            return {"name": name, "text": text, "sections": None, "named": None}
    loaded = botocore.configloader.build_profile_map(sections)
    named = {"profile": loaded["profiles"], "sso-session": loaded["sso_sessions"], "services": loaded["services"]}
    return {"name": name, "text": text, "sections": sections, "named": named}


def main():
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("output")
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--count", type=int, default=1000)
    arguments.add_argument("--fixture", action="store_true", help="the texts chosen by hand")
    options = arguments.parse_args()
    if options.fixture:
        cases = [case(name, text) for name, text in TEXTS.items()]
    else:
        rng = random.Random(options.seed)
        cases = [case(f"random {index}", random_text(rng)) for index in range(options.count)]
    with open(options.output, "w", encoding="utf-8") as file:
        json.dump({"source": f"botocore {botocore.__version__}, configloader", "cases": cases}, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
