"""The demo org kept up, with how to reach it and how to sign in."""

from __future__ import annotations

import signal
import threading
from contextlib import suppress
from datetime import date
from pathlib import Path

from sf_audit.cli.output import say, say_json
from sf_audit.demo.company.build import build
from sf_audit.demo.server.running import DemoServer
from sf_audit.demo.server.settings import ServerSettings
from sf_audit.demo.server.ways_in import KEY_FILE, ways_in
from sf_audit.errors import UsageProblem


def serve_company(folder: Path, port: int, *, records: int, today: date, access_traps: bool) -> None:
    """Make the company up, and serve it until Ctrl-C."""
    company = build(records=records, today=today, access_traps=access_traps)
    ways = ways_in(company.org.username, folder)
    server = DemoServer(company.org, folder=folder, port=port, settings=ways)
    try:
        server.start()
    except OSError as problem:
        raise UsageProblem(f"port {port} cannot be used: {problem.strerror}", hint="Name another --port.") from None
    try:
        _wait(server, ways)
    finally:
        server.stop()


def _wait(server: DemoServer, ways: ServerSettings) -> None:
    facts = {"url": server.url, "access_token": server.access_token, "ca_file": str(server.ca_file)}
    say_json(facts)
    host = server.url.removeprefix("https://")
    say(
        f"\nTo sign in, in another terminal:\n\n{_login(server, ways, host)}\n\nOr without a name for it:\n\n"
        f"SF_AUDIT_INSTANCE_URL={server.url} SF_AUDIT_ACCESS_TOKEN='{server.access_token}' "
        f"sf-audit review --trust-host {host} --ca-bundle {server.ca_file}\n\n"
        f"By password, app or JWT: {server.folder / 'sign-in.json'}\n\nCtrl-C ends it.",
        err=True,
    )
    # A shell starts background jobs with this signal ignored; here it is the way to end.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    with suppress(KeyboardInterrupt):
        threading.Event().wait()


def _login(server: DemoServer, ways: ServerSettings, host: str) -> str:
    """A command line that signs in with a key file, which needs no keyring."""
    key = server.folder / KEY_FILE
    return (
        f"sf-audit login northlight --way jwt --address {server.url} --client-id {ways.apps[0].consumer_key} "
        f"--username {ways.users[0].username} --key-file {key} --audience https://login.salesforce.com "
        f"--trust-host {host} --ca-bundle {server.ca_file}"
    )
