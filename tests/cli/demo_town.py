"""The demo company behind 127.0.0.1, and the command line: inside this process, or as a process of its own."""

from __future__ import annotations

import contextlib
import io
import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from starlette.types import ASGIApp, Receive, Scope, Send

from sf_audit.cli import main
from sf_audit.demo.company.build import Company, build
from sf_audit.demo.server.running import DemoServer

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Ran:
    """What a command printed, and the code it ended with."""

    code: int
    out: str
    err: str

    @property
    def folder(self) -> Path:
        """Where the review is, from the last line."""
        where = Path(self.out.splitlines()[-1].removeprefix("The review: "))
        return where.parent if where.suffix == ".html" else where


@dataclass
class Town:
    """The demo company, its server, and every request that came: method and path with the query."""

    company: Company
    server: DemoServer
    asked: list[tuple[str, str]] = field(default_factory=list)

    @property
    def variables(self) -> dict[str, str]:
        """What signs in without a keyring."""
        return {"SF_AUDIT_INSTANCE_URL": self.server.url, "SF_AUDIT_ACCESS_TOKEN": self.server.access_token}

    @property
    def trust(self) -> tuple[str, ...]:
        """The options without which no host but Salesforce's is spoken to."""
        return ("--trust-host", self.server.url.removeprefix("https://"), "--ca-bundle", str(self.server.ca_file))


def that_may_write(asked: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """The requests that are no GET, nor several in one call: no such call but one of GETs leaves the machine."""
    return [(method, path) for method, path in asked if method != "GET" and not path.endswith("/composite")]


@contextlib.contextmanager
def town(folder: Path) -> Iterator[Town]:
    """A small company of today, which is listed in `planted`."""
    company = build(records=3000, today=datetime.now(UTC).date())
    asked: list[tuple[str, str]] = []
    with DemoServer(company.org, folder=folder, wrapped=lambda app: _noting(app, asked)) as server:
        yield Town(company, server, asked)
    company.org.rows.close()


def _noting(app: ASGIApp, asked: list[tuple[str, str]]) -> ASGIApp:
    async def noted(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            query = scope["query_string"].decode()
            asked.append((scope["method"], scope["path"] + (f"?{query}" if query else "")))
        await app(scope, receive, send)

    return noted


def run(*arguments: str, env: Mapping[str, str] | None = None) -> Ran:
    """The command line in this process, with these variables; those of a real org are not seen."""
    out, err = io.StringIO(), io.StringIO()
    log = logging.getLogger("sf_audit")
    before = (dict(os.environ), os.umask(0o022), signal.getsignal(signal.SIGTERM), list(log.handlers), log.propagate)
    os.environ.update(env or {})
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            main(arguments)
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else 1
    finally:
        os.environ.clear()
        os.environ.update(before[0])
        os.umask(before[1])
        signal.signal(signal.SIGTERM, before[2])
        log.handlers[:], log.propagate = before[3], before[4]
    return Ran(code, out.getvalue(), err.getvalue())


def started(*arguments: str, env: Mapping[str, str], cwd: Path | str, **pipes: Any) -> subprocess.Popen[str]:
    """The command line as a process, with these variables and no others."""
    return subprocess.Popen(
        [sys.executable, "-m", "sf_audit", *arguments],
        cwd=cwd,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **env},
        stdout=pipes.pop("stdout", subprocess.PIPE),
        stderr=pipes.pop("stderr", subprocess.PIPE),
        text=True,
        encoding="utf-8",
        **pipes,
    )


def spawn(*arguments: str, env: Mapping[str, str], cwd: Path | str) -> Ran:
    """The command line as a process that is waited for."""
    with started(*arguments, env=env, cwd=cwd) as process:
        out, err = process.communicate(timeout=100)
    return Ran(process.returncode, out, err)


def said(folder: Path) -> dict[str, Any]:
    """The review.json of a folder."""
    found: dict[str, Any] = json.loads((folder / "review.json").read_text(encoding="utf-8"))
    return found


def outcomes(folder: Path) -> dict[str, dict[str, Any]]:
    """By rule: its outcome."""
    return {one["rule"]: one for one in said(folder)["outcomes"]}


def findings(folder: Path) -> list[dict[str, Any]]:
    """The rows of findings.parquet."""
    rows: list[dict[str, Any]] = pq.read_table(folder / "findings.parquet").to_pylist()
    return rows
