"""The simulated organization that all contenders read, in a process of its own."""

import json
import os
import pathlib
import signal
import subprocess
import tempfile
from collections import Counter


class Simulator:
    """`orgsweep simulate` for as long as the `with` block lasts; it knows how often each call was asked for."""

    def __init__(self, orgsweep: pathlib.Path, accounts: int, identities: int, latency: int = 0):
        self.accounts = accounts
        self.identities = identities
        self.latency = latency
        self._command = [
            str(orgsweep),
            "simulate",
            "--count",
            str(accounts),
            "--identities",
            str(identities),
            "--latency",
            str(latency),
        ]

    def __enter__(self) -> "Simulator":
        self._folder = tempfile.TemporaryDirectory()
        self._process = subprocess.Popen(self._command, stdout=subprocess.PIPE, text=True)
        self.environment: dict[str, str] = {}
        settings: dict[str, str] = {}
        text = ""
        # The configuration follows the environment, and its last line is the Region.
        while "region" not in settings:
            line = self._process.stdout.readline().strip()
            if line.startswith("# "):
                text += line.removeprefix("# ") + "\n"
                name, _, value = line.removeprefix("# ").partition(": ")
                settings[name] = value
            else:
                name, value = line.split("=", 1)
                self.environment[name] = value
        self.environment |= {"BENCH_ROLE": settings["role"], "BENCH_EXTERNAL_ID": settings["external_id"]}
        self.accounts_folder = self._folder.name
        pathlib.Path(self.accounts_folder, "organization.yaml").write_text(text)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()
        self._process.stdout.close()
        self._folder.cleanup()

    def counts(self) -> Counter[str]:
        """How often each call was asked for until now."""
        self._process.send_signal(signal.SIGUSR1)
        return Counter(json.loads(self._process.stdout.readline()))

    def cpu(self) -> float:
        """The server's seconds of CPU until now: a busy server limits what a client's clock can show."""
        fields = pathlib.Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
