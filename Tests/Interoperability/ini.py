#!/usr/bin/env python3
"""Writes texts in the format of ~/.aws/config with what botocore reads in them, for orgsweep's INIFile to agree with.

    python3 Tests/Interoperability/ini.py Tests/AWSTests/Fixtures/ini-cases.json

A text that botocore refuses has null for sections. Needs: pip install botocore.
"""

import json
import sys
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
}


def sections(text):
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        try:
            return botocore.configloader.raw_config_parse(file.name)
        except botocore.exceptions.ConfigParseError:
            return None


def main():
    cases = [{"name": name, "text": text, "sections": sections(text)} for name, text in TEXTS.items()]
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        json.dump({"source": f"botocore {botocore.__version__}, raw_config_parse", "cases": cases}, file, indent=1)
        file.write("\n")


if __name__ == "__main__":
    main()
