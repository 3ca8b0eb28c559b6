"""`sf-audit notify`: tells people that a review has arrived, or that none has."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import click

from sf_audit.cli.options import existing_workspace_option, review_option
from sf_audit.cli.output import say
from sf_audit.connector.signin.environment import stored_secret
from sf_audit.connector.signin.named_orgs import NamedOrgs
from sf_audit.delivery.notify.message import Attachment, Message
from sf_audit.delivery.notify.missing import message_of, missing
from sf_audit.delivery.notify.send import destinations, send
from sf_audit.errors import UsageProblem
from sf_audit.evidence.verify import orgs
from sf_audit.exit_codes import ExitCode
from sf_audit.report.formats import FORMATS
from sf_audit.report.notice import notice as notice_of
from sf_audit.report.review_json import from_json
from sf_audit.report.rule_names import BY_RULE
from sf_audit.review.archive import read_json
from sf_audit.rulebook.files.yaml_file import did_you_mean
from sf_audit.rulebook.workspace.config import load_config
from sf_audit.rulebook.workspace.notify_settings import NotifySettings
from sf_audit.worklists.source import stored_review


@click.command()
@existing_workspace_option
@review_option
@click.option("--org", "name", metavar="NAME|ID", help="The review of this org only, where the workspace has several.")
@click.option("--missing", "if_missing", is_flag=True, help="Only where the review of the month has not arrived.")
@click.option("--dry-run", is_flag=True, help="Print what would be sent, and to whom; send nothing.")
@click.pass_context
def notify(
    ctx: click.Context, *, workspace: Path, where: Path | None, name: str | None, if_missing: bool, dry_run: bool
) -> None:
    """Send the review in five lines to those whom `notify:` of sf-audit.yaml names, with the files it asks for.

    With --missing it is silent as long as the review of each org arrives, and else says so and ends with 3: let a timer
    of its own run it each day. With --org it is about that org alone.

    Exit codes: 0 sent, or nothing is missing · 2 a setting or a secret is wrong · 3 a review is missing · 5 a server
    did not take it.
    """
    if where and (name or if_missing):
        other = "--org" if name else "--missing"
        raise UsageProblem(f"--review names one review, and {other} another", hint="Leave one of them out.")
    settings = _settings(workspace)
    org_ids = _of_org(name, orgs(workspace)) if name else orgs(workspace)
    if if_missing:
        absent = missing(workspace, org_ids, datetime.now(UTC), settings.missing_after)
        if not absent:
            return
        _send(message_of(absent), settings, dry_run=dry_run)
        ctx.exit(ExitCode.PARTIAL)
    _send(_message(stored_review(where, workspace, org_ids), settings), settings, dry_run=dry_run)


def _of_org(name: str, known: Sequence[str]) -> Sequence[str]:
    """The id of the org: it has a name where somebody signed in, and in any workspace that holds it its id will do."""
    return [name] if name in known else [NamedOrgs().find(name).org_id]


def _settings(workspace: Path) -> NotifySettings:
    settings = load_config(workspace).notify
    if not any(destinations(settings)):
        raise UsageProblem(
            f"nobody is named under `notify:` in {workspace / 'sf-audit.yaml'}", hint="See docs/cron.md for its form."
        )
    return settings


def _message(folder: Path, settings: NotifySettings) -> Message:
    found = notice_of(from_json(json.dumps(read_json(folder))))
    wanted = settings.mail.attach if settings.mail else ()
    return Message(found.subject, found.lines, folder, tuple(_attached(folder, wanted)))


def _attached(folder: Path, formats: Sequence[str]) -> Sequence[Attachment]:
    can_be = [name for name, each in FORMATS.items() if each.choice and each.file != BY_RULE]
    for name in formats:
        if name not in can_be:
            raise UsageProblem(
                f"no file “{name}” can be attached (notify.mail.attach)", hint=did_you_mean(name, can_be)
            )
    attachments = [Attachment(folder / FORMATS[name].file, FORMATS[name].media_type) for name in formats]
    for name, attachment in zip(formats, attachments, strict=True):
        if not attachment.path.is_file():
            raise UsageProblem(
                f"the review was not written as {name}, which notify.mail.attach asks for",
                hint=f"Write it: sf-audit report {folder} --format {name}",
            )
    return attachments


def _send(message: Message, settings: NotifySettings, *, dry_run: bool) -> None:
    if dry_run:
        say("\n".join([*(f"To: {each}" for each in destinations(settings)), f"Subject: {message.subject}", ""]))
        say(message.text(message.fitting()[1]).rstrip("\n"))
        return
    send(message, settings, partial(stored_secret, "notify", environ=os.environ))
    for each in destinations(settings):
        say(f"Sent: {each}")
