"""A whole review of a served org, by `sf-audit review` as people run it: `python -m bench whole --rows 1000000`.

The demo company, grown, answers from a process of its own; the review reads it over TLS and judges it by every shipped
rule. Seconds of each phase are those that the review itself writes; memory is that of its process.

`python -m bench.whole --rows 1000000` is the org's process: it prints one line of JSON once it answers, and ends when
its standard input does.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from bench.command import run
from bench.line import Line
from sf_audit.demo.company.build import build
from sf_audit.demo.server.running import DemoServer
from sf_audit.demo.server.settings import ServerSettings

#: Of three million records; more and fewer take as much longer and shorter.
_SECONDS_PER_MILLION = 40
_MOST_MB = 1000

#: As many rows as a bulk page of Salesforce has, as a review asks for them.
_PAGE = 100_000


def measure(rows: int) -> Iterator[Line]:
    """The lines of the table: the whole review, then its phases."""
    with tempfile.TemporaryDirectory(prefix="sf-audit-bench-") as named, served(rows) as org:
        folder = Path(named)
        used = run(folder, ["review", "--out", "review", "--fail-on", "none", "--quiet"], org)
        review = json.loads((folder / "review" / "review.json").read_text(encoding="utf-8"))
    failing = sum(outcome["broken"] for outcome in review["outcomes"])
    yield Line(
        f"review {rows:,} records",
        used.seconds,
        most_seconds=_SECONDS_PER_MILLION * max(rows, 1_000_000) / 1_000_000,
        mb=used.mb,
        most_mb=_MOST_MB,
        note=f"CPU {used.cpu:.1f} s; {review['api']['calls']} calls; {review['status']}; {failing:,} failing",
    )
    for timing in review["timings"]:
        if not timing["part"] or timing["seconds"] >= 1:
            yield Line(f"  {timing['phase']} {timing['part']}".rstrip(), timing["seconds"])


@contextmanager
def served(rows: int) -> Iterator[Mapping[str, str]]:
    """The org, in a process of its own: what a client has to know of it."""
    command = [sys.executable, "-m", "bench.whole", "--rows", str(rows)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        try:
            connection: dict[str, str] = json.loads(process.stdout.readline())
            yield connection
        finally:
            process.stdin.close()


def main() -> None:
    """Serve until standard input ends."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    chosen = parser.parse_args()
    company = build(records=chosen.rows, today=datetime.now(UTC).date())
    with tempfile.TemporaryDirectory(prefix="sf-audit-bench-") as named:
        folder = Path(named)
        settings = ServerSettings(bulk_rows_per_page=_PAGE)
        with DemoServer(company.org, folder=folder / "server", settings=settings) as server:
            connection = {"url": server.url, "access_token": server.access_token, "ca_file": str(server.ca_file)}
            print(json.dumps(connection), flush=True)
            sys.stdin.read()


if __name__ == "__main__":
    main()
