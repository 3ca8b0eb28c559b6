"""How fast records are read: download, proof, types and Parquet, as a review does it.

    python -m bench extraction --rows 1000000

Made-up Accounts, 30 columns wide, are read with Bulk API 2.0 from the demo org in another process, over TLS. Beside it
stand `curl`, which downloads the same pages and throws them away, and pyarrow, which turns the same pages, already on
disk, into Parquet without proving anything. The job is made and its pages are rendered before: the org is not measured.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median

from bench.line import Line
from bench.org import FIELDS, PAGE, RunningOrg, running
from bench.reading import Order, Told, client_of
from bench.rounds import rounds
from sf_audit.connector.bulk import jobs
from sf_audit.connector.bulk.jobs import PollPolicy
from sf_audit.connector.bulk.pages import END

SLOW = 20_000_000
_MOST_MB = 400


@dataclass(frozen=True, slots=True)
class _Pages:
    """The pages of one job, where the first and each next one are, and how often to read them."""

    order: Order
    addresses: tuple[str, ...]
    rounds: int = 1


@dataclass(frozen=True, slots=True)
class _Run:
    """One run of one way, and what the server worked meanwhile, in seconds."""

    figures: Told
    server: float


def measure(rows: int) -> Iterator[Line]:
    """The lines of the table, each when it is known."""
    with tempfile.TemporaryDirectory(prefix="sf-audit-bench-") as named:
        folder = Path(named)
        with running(rows, bytes_per_s=SLOW) as org:
            pages = _prepared(org, rows, folder)
            for encoding in ("identity", "gzip"):
                yield _against_curl(org, pages, folder, encoding, "20 MB/s", target=0.95)
        with running(rows) as org:
            pages = _prepared(org, rows, folder)
            for encoding in ("identity", "gzip"):
                yield _against_curl(org, pages, folder, encoding, "unlimited", target=None)
            yield from _against_pyarrow(org, pages, folder)


def _against_curl(
    org: RunningOrg, pages: _Pages, folder: Path, encoding: str, speed: str, *, target: float | None
) -> Line:
    ours, curl = _in_turns(
        org, lambda: _ours(pages, folder, encoding), lambda: _curl(pages, encoding, "/dev/null", folder), pages.rounds
    )
    return Line(
        f"read {ours.figures.rows:,} Accounts, {speed}, {encoding}",
        ours.figures.seconds,
        "curl",
        curl.figures.seconds,
        curl.figures.seconds / ours.figures.seconds,
        least_ratio=target,
        mb=ours.figures.mb,
        most_mb=_MOST_MB,
        note=f"CPU {ours.figures.cpu:.1f} s, curl {curl.figures.cpu:.1f} s, server {ours.server:.1f} s",
    )


def _against_pyarrow(org: RunningOrg, pages: _Pages, folder: Path) -> Iterator[Line]:
    kept = folder / "kept"
    kept.mkdir()
    _curl(pages, "identity", "page-#1.csv", kept)
    order = replace(pages.order, folder=str(kept))
    ours, plain = _in_turns(
        org, lambda: _ours(pages, folder, "identity"), lambda: _in_own_process("pyarrow", order), pages.rounds
    )
    for unit, mine, theirs in (
        ("time", ours.figures.seconds, plain.figures.seconds),
        ("CPU", ours.figures.cpu, plain.figures.cpu),
    ):
        yield Line(
            f"read {ours.figures.rows:,} Accounts, unlimited, {unit}",
            mine,
            "pyarrow, pages on disk",
            theirs,
            theirs / mine,
            least_ratio=0.5,
            mb=ours.figures.mb,
            most_mb=_MOST_MB,
            note=f"pyarrow {plain.figures.mb:.0f} MB, server {ours.server:.1f} s",
        )


def _in_turns(org: RunningOrg, ours: Callable[[], Told], other: Callable[[], Told], times: int) -> tuple[_Run, _Run]:
    """The median runs of both, one after the other in turns, so that a busy minute of this machine meets both."""
    runs_of_both: tuple[list[_Run], list[_Run]] = ([], [])
    for _ in range(times):
        for way, runs in zip((ours, other), runs_of_both, strict=True):
            before = org.cpu()
            figures = way()
            runs.append(_Run(figures, org.cpu() - before))
    return _middle(runs_of_both[0]), _middle(runs_of_both[1])


def _middle(runs: list[_Run]) -> _Run:
    return _Run(
        Told(
            median(run.figures.seconds for run in runs),
            median(run.figures.cpu for run in runs),
            max(run.figures.mb for run in runs),
            runs[0].figures.rows,
        ),
        median(run.server for run in runs),
    )


def _prepared(org: RunningOrg, rows: int, folder: Path) -> _Pages:
    """A job whose pages were all asked for once in both encodings, so that the server has them ready."""
    order = Order(org.url, org.access_token, str(org.ca_file), "", PAGE, str(folder))
    with client_of(order) as client:
        job = jobs.create(client, f"SELECT {','.join(FIELDS)} FROM Account")
        jobs.wait(client, job, PollPolicy(first=0.2, longest=0.5))
        order = replace(order, job=job.id)
        base = f"{org.url}/services/data/v{client.version}/jobs/query/{job.id}/results?maxRecords={PAGE}"
    return _Pages(order, tuple(_addresses(order, base)), rounds(rows))


def _addresses(order: Order, base: str) -> Iterator[str]:
    address = base
    while True:
        yield address
        locator = ""
        for encoding in ("identity", "gzip"):
            locator = _locator(order, address, encoding)
        if locator in (END, ""):
            return
        address = f"{base}&locator={locator}"


def _locator(order: Order, address: str, encoding: str) -> str:
    command = ["curl", *_curl_flags(order, encoding), "--output", "/dev/null", "--dump-header", "-", address]
    headers = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return next((line[15:].strip() for line in headers.splitlines() if line.lower().startswith("sforce-locator:")), "")


def _ours(pages: _Pages, folder: Path, encoding: str) -> Told:
    with tempfile.TemporaryDirectory(dir=folder) as workspace:
        return _in_own_process("ours", replace(pages.order, folder=workspace, encoding=encoding))


def _in_own_process(way: str, order: Order) -> Told:
    command = [sys.executable, "-m", "bench.reading", way]
    answer = subprocess.run(command, check=True, input=json.dumps(asdict(order)), stdout=subprocess.PIPE, text=True)
    return Told(**json.loads(answer.stdout))


def _curl(pages: _Pages, encoding: str, output: str, folder: Path) -> Told:
    """One process and one connection for all pages."""
    asked = "".join(
        f'url = "{address}"\noutput = "{output.replace("#1", f"{number:04d}")}"\n'
        for number, address in enumerate(pages.addresses)
    )
    command = ["curl", *_curl_flags(pages.order, encoding), "--config", "-"]
    started, worked = time.perf_counter(), os.times()
    subprocess.run(command, check=True, input=asked, text=True, cwd=folder)
    ended = os.times()
    cpu = ended.children_user - worked.children_user + ended.children_system - worked.children_system
    return Told(time.perf_counter() - started, cpu, 0.0, 0)


def _curl_flags(order: Order, encoding: str) -> list[str]:
    headers = ["--header", f"Authorization: Bearer {order.token}", "--header", f"Accept-Encoding: {encoding}"]
    return ["--silent", "--show-error", "--fail", "--cacert", order.ca_file, *headers]
