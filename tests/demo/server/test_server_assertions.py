"""What is said about Salesforce is tagged, and the server leaves nothing behind."""

from __future__ import annotations

import socket
import stat
import threading
import time
from dataclasses import fields
from pathlib import Path

from starlette.responses import Response
from starlette.types import ASGIApp, Receive, Scope, Send

from sf_audit.demo.schema import OrgData
from sf_audit.demo.server.assertions import ASSERTIONS
from sf_audit.demo.server.running import DemoServer
from sf_audit.demo.server.settings import ServerSettings
from tests.demo.server.handmade_org import Client, Serve

OURS = {"versions", "users", "apps", "refresh_tokens", "rate_limit_bytes_per_s", "clock"}


def test_every_behaviour_is_tagged() -> None:
    behaviours = {field.name for field in fields(ServerSettings)} - OURS

    assert set(ASSERTIONS) == behaviours


def test_every_guess_can_be_flipped() -> None:
    guessed = {name for name, one in ASSERTIONS.items() if one.certainty == "guessed" and not one.others}

    assert guessed == {"longest_url"}


def test_nothing_is_left_when_it_stops(org: OrgData, tmp_path: Path) -> None:
    before = threading.active_count()

    with DemoServer(org, folder=tmp_path) as server:
        port = server.port

    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0
    assert threading.active_count() <= before + 1


def test_files_are_for_the_owner_alone(serve: Serve) -> None:
    folder = serve().server.folder

    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir() if file.is_file()}

    assert modes == {"demo-ca.pem": 0o600, "demo-server.pem": 0o600}


def test_plain_http_for_clients_that_need_it(org: OrgData, tmp_path: Path) -> None:
    with DemoServer(org, folder=tmp_path, tls=False) as server:
        assert server.url == f"http://127.0.0.1:{server.port}"


def test_it_stops_in_the_middle_of_a_response(org: OrgData, tmp_path: Path) -> None:
    server = DemoServer(org, folder=tmp_path, settings=ServerSettings(rate_limit_bytes_per_s=1_000))
    server.start()
    client = Client(server)
    with client.call("GET", "/services/data/v62.0/sobjects/Account/describe", stream=True):
        began = time.monotonic()

        server.stop()

    took = time.monotonic() - began
    client.session.close()
    assert took < 5


def test_another_application_can_stand_in_front(org: OrgData, tmp_path: Path) -> None:
    def unavailable_once(org_app: ASGIApp) -> ASGIApp:
        refused = iter((True,))

        async def app(scope: Scope, receive: Receive, send: Send) -> None:
            answer = Response("Down for maintenance", status_code=503) if next(refused, False) else org_app
            await answer(scope, receive, send)

        return app

    with DemoServer(org, folder=tmp_path, wrapped=unavailable_once) as server:
        client = Client(server)
        statuses = [client.get("/services/data").status_code for _ in range(2)]
        client.session.close()

    assert statuses == [503, 200]
