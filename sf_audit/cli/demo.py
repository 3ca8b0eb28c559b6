"""`sf-audit demo`: a review of the embedded demo org, over real HTTP and TLS, with nothing to set up."""

from __future__ import annotations

import signal
import tempfile
import threading
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import click

from sf_audit.cli.closing_lines import exit_code, say_profile, say_where
from sf_audit.cli.connect import wire_of
from sf_audit.cli.options import Target, log_options, profile_option
from sf_audit.cli.output import say, say_json
from sf_audit.cli.path_types import NamedPath
from sf_audit.cli.progress import progress
from sf_audit.cli.summary import show
from sf_audit.cli.worklist import write_worklists
from sf_audit.connector.api.identity import identify
from sf_audit.connector.collect.collect import Settings
from sf_audit.connector.signin.credentials import AccessToken
from sf_audit.connector.signin.signin import sign_in
from sf_audit.delivery.publish import publish, require_writable
from sf_audit.demo.company.build import Company, build
from sf_audit.demo.server.own_process import PLANTED_FILE, DemoProcess
from sf_audit.demo.server.running import DemoServer
from sf_audit.demo.server.settings import ServerSettings
from sf_audit.demo.server.ways_in import KEY_FILE, ways_in
from sf_audit.errors import UsageProblem
from sf_audit.expectations.early import import_early
from sf_audit.model.review import Review
from sf_audit.model.timings import Phase, Stopwatch
from sf_audit.model.worklist import By
from sf_audit.report.formats import defaults
from sf_audit.report.worklists.formats import WORKLIST_FORMATS
from sf_audit.review.run import gather, judged, translate_errors
from sf_audit.rulebook.workspace.standards import Standards
from sf_audit.snapshot.out_files import copy_into
from sf_audit.worklists.compose import Source
from sf_audit.worklists.source import newest_review
from sf_audit.worklists.write import WORKLISTS, require_replaceable

RECORDS = 6000
SERVER = "server"


@click.command()
@click.option("--serve", is_flag=True, help="Keep the org up and print how to reach it; Ctrl-C ends it.")
@click.option("--port", type=click.IntRange(0, 65535), default=0, help="With --serve: the port; any free one if 0.")
@click.option("--traps", is_flag=True, help="Add traps for `sf-audit access`.")
@click.option("--records", type=click.IntRange(2000, 1_000_000), default=RECORDS, show_default=True)
@click.option(
    "--out",
    type=NamedPath(file_okay=False, path_type=Path),
    default=Path("demo-review"),
    show_default=True,
    help="Where the review is written.",
)
@profile_option
@log_options
@click.pass_context
def demo(  # noqa: PLR0913 - one parameter per option
    ctx: click.Context,
    *,
    serve: bool,
    port: int,
    traps: bool,
    records: int,
    out: Path,
    profile: bool,
    log_format: str,
    quiet: bool,
) -> None:
    """Review the embedded demo org: a bicycle maker with 60 users, real-looking data and planted defects.

    The same connector reads it as reads Salesforce, over TLS on 127.0.0.1. The defects that were planted are
    listed in planted.json beside the review, and worklists are in worklists/.
    """
    if not serve:
        require_writable(out)
        require_replaceable(out / WORKLISTS)
    today = datetime.now(UTC).date()
    with tempfile.TemporaryDirectory(prefix="sf-audit-demo-") as name:
        folder = Path(name)
        if serve:
            _serve(build(records=records, today=today, access_traps=traps), folder / SERVER, port)
            return
        with DemoProcess(folder / SERVER, records=records, today=today, access_traps=traps) as process:
            review = _review(process, folder, out, profile=profile, log_format=log_format, quiet=quiet)
    ctx.exit(exit_code(review, "none"))


def _login(server: DemoServer, ways: ServerSettings, host: str) -> str:
    """A command line that signs in with a key file, which needs no keyring."""
    key = server.folder / KEY_FILE
    return (
        f"sf-audit login northlight --way jwt --address {server.url} --client-id {ways.apps[0].consumer_key} "
        f"--username {ways.users[0].username} --key-file {key} --audience https://login.salesforce.com "
        f"--trust-host {host} --ca-bundle {server.ca_file}"
    )


def _serve(company: Company, folder: Path, port: int) -> None:
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


def _review(process: DemoProcess, folder: Path, out: Path, *, profile: bool, log_format: str, quiet: bool) -> Review:
    import_early()
    standards, stopwatch = Standards.of(folder), Stopwatch()
    try:
        server = process.reachable()
    except OSError as problem:
        raise UsageProblem(f"the demo org could not be started: {problem}", hint="Run it again.") from None
    target = Target(trusted=(server.url.removeprefix("https://"),), ca_bundle=server.ca_file)
    with progress(quiet=quiet, log_format=log_format) as hears:
        client = sign_in(AccessToken(server.url, server.access_token), wire_of(target))
        with translate_errors():
            org = identify(client, client.instance_url)
        snapshot = gather(client, org, standards, folder, hears, Settings(stopwatch=stopwatch))
    with judged(snapshot, standards, folder) as found, stopwatch.measure(Phase.WRITE):
        written = publish(found, folder, out, defaults(), redact=False)
    copy_into(folder / SERVER / PLANTED_FILE, written / PLANTED_FILE)
    source = Source(found.review, newest_review(folder, [org.id]), standards)
    write_worklists(source, folder, written / WORKLISTS, tuple(WORKLIST_FORMATS), By.OWNER)
    show(found.review, quiet=quiet)
    if profile:
        say_profile(found.review, stopwatch)
    say_where(written, found.review, exit_code(found.review, "none"))
    return found.review
