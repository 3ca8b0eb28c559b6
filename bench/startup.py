"""How long one waits for `sf-audit --help`, and for `sf-audit demo` from its first line to the review.

`python -m bench.startup` prints as JSON the seconds of each phase of the demo, taken apart in a process of its own.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from bench.line import Line

if TYPE_CHECKING:
    from sf_audit.demo.server.own_process import Reachable
    from sf_audit.rulebook.workspace.standards import Standards

_HELP_RUNS = 9
_HELP_SECONDS = 0.130
_DEMO_SECONDS = 12.0
_RECORDS = 6000


def measure() -> Iterator[Line]:
    """The lines of the table, each when it is known."""
    taken = [_seconds(["--help"]) for _ in range(_HELP_RUNS)]
    yield Line("sf-audit --help", median(taken), most_seconds=_HELP_SECONDS)
    with tempfile.TemporaryDirectory(prefix="sf-audit-bench-") as folder:
        whole = _seconds(["demo", "--out", f"{folder}/review"])
    yield Line(f"sf-audit demo, {_RECORDS:,} records", whole, most_seconds=_DEMO_SECONDS)
    answer = subprocess.run([sys.executable, "-m", "bench.startup"], check=True, stdout=subprocess.PIPE, text=True)
    for phase, (seconds, cpu) in json.loads(answer.stdout).items():
        yield Line(f"  {phase}", seconds, note=f"CPU {cpu:.1f} s")


def _seconds(arguments: list[str]) -> float:
    started = time.perf_counter()
    command = [sys.executable, "-m", "sf_audit", *arguments]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - started


class Phases:
    """Seconds by the clock and of the processor between one `ended` and the next."""

    def __init__(self) -> None:
        self.taken: dict[str, tuple[float, float]] = {}
        self._since = self._now()

    def ended(self, name: str) -> None:
        """What was done since the last call is called so."""
        now = self._now()
        self.taken[name] = (now[0] - self._since[0], now[1] - self._since[1])
        self._since = now

    def _now(self) -> tuple[float, float]:
        return time.perf_counter(), time.process_time()


def demo(folder: Path) -> Phases:
    """What `sf-audit demo` does, phase by phase."""
    phases = Phases()
    from sf_audit.demo.server.own_process import DemoProcess

    today = datetime.now(UTC).date()
    with DemoProcess(folder / "server", records=_RECORDS, today=today, access_traps=False) as process:
        importlib.import_module("sf_audit.cli.demo_review")
        phases.ended("import")
        from sf_audit.rulebook.workspace.standards import Standards

        standards = Standards.of(folder)
        phases.ended("load the rules")
        org = process.reachable()
        phases.ended("wait for the org, made up and served by another process")
        _review(org, standards, folder, phases)
    phases.ended("stop the org")
    return phases


def _review(reachable: Reachable, standards: Standards, folder: Path, phases: Phases) -> None:
    from sf_audit.cli.connect import wire_of
    from sf_audit.cli.options import Target
    from sf_audit.connector.api.identity import identify
    from sf_audit.connector.collect.collect import NullProgress
    from sf_audit.connector.signin.credentials import AccessToken
    from sf_audit.connector.signin.signin import sign_in
    from sf_audit.delivery.publish import publish
    from sf_audit.report.formats import defaults
    from sf_audit.review.run import gather, judged

    target = Target(trusted=(reachable.url.removeprefix("https://"),), ca_bundle=reachable.ca_file)
    with sign_in(AccessToken(reachable.url, reachable.access_token), wire_of(target)) as client:
        phases.ended("sign in")
        snapshot = gather(client, identify(client, client.instance_url), standards, folder, NullProgress())
    phases.ended("plan and read")
    importlib.import_module("sf_audit.expectations.measure")
    phases.ended("import Great Expectations")
    with judged(snapshot, standards, folder) as found:
        phases.ended("judge")
        publish(found, folder, folder / "review", defaults(), redact=False)
        phases.ended("write the review")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(prefix="sf-audit-bench-") as named:
        print(json.dumps(demo(Path(named)).taken))
