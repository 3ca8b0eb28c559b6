"""A reading about access that failed is not kept for a day: the next run reads again."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote_plus

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from sf_audit.demo.company.build import build
from sf_audit.demo.server.running import DemoServer
from tests.cli.demo_town import Ran, Town, run

pytestmark = pytest.mark.demo

#: The code of a day whose calls are used up; the answer says so in a header too.
SPENT = "REQUEST_LIMIT_EXCEEDED"


class Fault:
    """While it is on, queries on a table are answered with an error; every query on it is counted."""

    def __init__(self, table: str) -> None:
        self.table = table
        self.status, self.code = 0, ""
        self.asked = 0

    def around(self, app: ASGIApp) -> ASGIApp:
        async def faulty(scope: Scope, receive: Receive, send: Send) -> None:
            query = unquote_plus(scope["query_string"].decode()) if scope["type"] == "http" else ""
            about = f" FROM {self.table}" in f"{query} ".replace("+", " ")
            self.asked += about
            if not about or not self.status:
                await app(scope, receive, send)
                return
            body = json.dumps([{"errorCode": self.code, "message": "no"}]).encode()
            headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
            headers += [(b"sforce-limit-info", b"api-usage=15000/15000")] * (self.code == SPENT)
            await send({"type": "http.response.start", "status": self.status, "headers": headers})
            await send({"type": "http.response.body", "body": body})

        return faulty


@contextlib.contextmanager
def faulty_town(folder: Path, table: str) -> Iterator[tuple[Town, Fault]]:
    fault = Fault(table)
    company = build(records=300, today=datetime.now(UTC).date())
    with DemoServer(company.org, folder=folder, wrapped=fault.around) as server:
        yield Town(company, server), fault
    company.org.rows.close()


def who(town: Town, workspace: Path, *more: str) -> Ran:
    asking = ("access", "who", "ModifyAllData", *town.trust, "--workspace", str(workspace), "--quiet", *more)
    return run(*asking, env=town.variables)


@pytest.mark.parametrize(("status", "code", "ends_with"), [(403, SPENT, 5), (400, "UNKNOWN_EXCEPTION", 3)])
def test_the_run_after_one_that_failed_reads_again(tmp_path: Path, status: int, code: str, ends_with: int) -> None:
    with faulty_town(tmp_path, "PermissionSetAssignment") as (town, fault):
        fault.status, fault.code = status, code
        failed = who(town, tmp_path / "workspace")
        fault.status, asked = 0, fault.asked

        again = who(town, tmp_path / "workspace")
        read_again = fault.asked > asked
        asked = fault.asked
        third = who(town, tmp_path / "workspace")

        assert failed.code == ends_with, failed.err
        assert failed.err.startswith("Error: who is assigned what is not known: ")
        assert str(tmp_path) not in failed.err
        assert (again.code, read_again) == (0, True), again.err
        assert (third.code, fault.asked) == (0, asked), third.err


def test_what_is_in_doubt_says_how_to_read_again(tmp_path: Path) -> None:
    with faulty_town(tmp_path, "ObjectPermissions") as (town, fault):
        fault.status, fault.code = 403, "INSUFFICIENT_ACCESS"
        first = who(town, tmp_path / "workspace")
        fault.status, asked = 0, fault.asked

        second = who(town, tmp_path / "workspace")
        kept = fault.asked == asked
        third = who(town, tmp_path / "workspace", "--refresh")

        assert "--refresh reads the org again." in first.err
        assert kept
        assert "--refresh reads the org again." in second.err
        assert "--refresh" not in third.err
