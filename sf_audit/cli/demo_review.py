"""The review of the demo org, as of any org: the same connector reads it, over TLS on 127.0.0.1."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sf_audit.cli.closing_lines import exit_code, say_profile, say_where
from sf_audit.cli.connect import wire_of
from sf_audit.cli.options import Target
from sf_audit.cli.progress import progress
from sf_audit.cli.summary import show
from sf_audit.cli.worklist import write_worklists
from sf_audit.connector.api.identity import identify
from sf_audit.connector.collect.collect import Settings
from sf_audit.connector.signin.credentials import AccessToken
from sf_audit.connector.signin.signin import sign_in
from sf_audit.delivery.publish import publish, require_writable
from sf_audit.demo.company.measured import samples
from sf_audit.demo.company.paperwork import paperwork
from sf_audit.demo.server.own_process import DemoProcess
from sf_audit.errors import UsageProblem
from sf_audit.exit_codes import ExitCode
from sf_audit.expectations.early import import_early
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


def review_org(
    process: DemoProcess, folder: Path, out: Path, *, today: date, profile: bool, log_format: str, quiet: bool
) -> ExitCode:
    """Review the org of the process from a workspace in `folder`, and say where; the exit code.

    What the company wrote for its auditor, and measured on the days before `today`, is put into the workspace first.
    """
    require_writable(out)
    require_replaceable(out / WORKLISTS)
    import_early()
    for name, text in {**paperwork(today), **samples(today)}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
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
    copy_into(server.planted_file, written / server.planted_file.name)
    source = Source(found.review, newest_review(folder, [org.id]), standards)
    write_worklists(source, folder, written / WORKLISTS, tuple(WORKLIST_FORMATS), By.OWNER)
    show(found.review, quiet=quiet)
    if profile:
        say_profile(found.review, stopwatch)
    code = exit_code(found.review, "none")
    say_where(written, found.review, code)
    return code
