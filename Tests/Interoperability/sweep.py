"""Runs the orgsweep binary and reads what it wrote, with Python's own csv and json modules."""

import csv
import json
import os
import pathlib
import subprocess
import tempfile


class Run:
    """One finished run of `orgsweep sweep`: its exit code, its stderr and its files."""

    def __init__(self, endpoint, organization_yaml, credentials=None, arguments=(), environment=None):
        self._folder = tempfile.TemporaryDirectory(prefix="orgsweep-interoperability-")
        root = pathlib.Path(self._folder.name)
        (root / "accounts").mkdir()
        (root / "accounts" / "organization.yaml").write_text(organization_yaml)
        credentials = credentials or {"AccessKeyId": "AKIAIOSFODNN7EXAMPLE", "SecretAccessKey": "example"}
        result = subprocess.run(
            [os.environ["ORGSWEEP"], "sweep", "--quiet", "--accounts", "accounts", "--reports", "reports", *arguments],
            cwd=root,
            env={
                "PATH": os.environ["PATH"],
                "AWS_ACCESS_KEY_ID": credentials["AccessKeyId"],
                "AWS_SECRET_ACCESS_KEY": credentials["SecretAccessKey"],
                "AWS_ENDPOINT_URL": endpoint,
                "AWS_MAX_ATTEMPTS": "2",
                **(environment or {}),
            },
            capture_output=True,
            text=True,
            timeout=300,
        )
        self.exit_code = result.returncode
        self.stderr = result.stderr
        self.stdout = result.stdout
        self.reports = root / "reports"
        self.latest = self.reports / "latest"

    def rows(self, name):
        with open(self.latest / name, newline="", encoding="utf-8") as file:
            return [{key: unguarded(cell) for key, cell in row.items()} for row in csv.DictReader(file, strict=True)]

    def json(self, name):
        return json.loads((self.latest / name).read_text(encoding="utf-8"))

    def close(self):
        self._folder.cleanup()


def unguarded(cell):
    """The cell without the apostrophe that keeps a spreadsheet from reading it as a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in "=+-@\t\r" else cell
