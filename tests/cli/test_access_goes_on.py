"""A run that is killed among the field permissions is gone on with: no object is read twice."""

from __future__ import annotations

import contextlib
import re
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote_plus

import pytest
from starlette.types import ASGIApp, Receive, Scope, Send

from sf_audit.demo.company.build import build
from sf_audit.demo.server.running import DemoServer
from tests.cli.demo_town import Town, spawn, started

pytestmark = pytest.mark.demo

#: The run is killed while this many-th object is being asked about.
KILLED_AT = 5


class RequestPolicy:
    """Notes every object whose field permissions are asked for, and can hold back the answer to one question."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.held = threading.Event()
        self.go_on = threading.Event()

    def around(self, app: ASGIApp) -> ASGIApp:
        async def gated(scope: Scope, receive: Receive, send: Send) -> None:
            found = re.search(r"FROM FieldPermissions WHERE SobjectType = '(\w+)'", unquote_plus(self._query(scope)))
            if found:
                self.asked.append(found[1])
                if len(self.asked) == KILLED_AT and not self.go_on.is_set():
                    self.held.set()
                    return
            await app(scope, receive, send)

        return gated

    def _query(self, scope: Scope) -> str:
        return scope["query_string"].decode() if scope["type"] == "http" else ""


@contextlib.contextmanager
def gated_town(folder: Path) -> Iterator[tuple[Town, RequestPolicy]]:
    gate = RequestPolicy()
    company = build(records=300, today=datetime.now(UTC).date())
    with DemoServer(company.org, folder=folder, wrapped=gate.around) as server:
        yield Town(company, server), gate
    company.org.rows.close()


def test_a_killed_run_goes_on_with_the_objects_that_are_left(tmp_path: Path) -> None:
    with gated_town(tmp_path) as (town, gate):
        asking = ("access", "who", "ModifyAllData", *town.trust, "--workspace", str(tmp_path / "workspace"), "--quiet")
        with started(*asking, env=town.variables, cwd=tmp_path) as run:
            assert gate.held.wait(60)
            run.kill()
            run.communicate(timeout=30)
        gate.go_on.set()
        first = list(gate.asked)

        again = spawn(*asking, env=town.variables, cwd=tmp_path)

        assert again.code == 0, again.err
        assert len(first) >= KILLED_AT
        rest = gate.asked[len(first) :]
        assert rest[0] == first[KILLED_AT - 1]
        assert not set(rest) & set(first[: KILLED_AT - 1])
        assert len(rest) == len(set(rest))
