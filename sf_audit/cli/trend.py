"""`sf-audit trend | diff`: what became of findings over the months, from stored reviews alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from sf_audit.cli.options import existing_workspace_option, printed_format_option
from sf_audit.cli.output import say_document
from sf_audit.exit_codes import ExitCode
from sf_audit.model.trend import By
from sf_audit.report.trend.formats import DIFFERENCE_FORMATS, TREND_FORMATS
from sf_audit.report.trend.redacted import difference_without_contacts, trend_without_contacts
from sf_audit.review.lifecycle.difference import chosen, difference
from sf_audit.review.lifecycle.monthly import trend as trend_of
from sf_audit.review.lifecycle.stored_org import StoredOrg

F = TypeVar("F", bound=Callable[..., object])

#: Two years, as far as a review looks back for a rule.
_MONTHS = 24


def _stored_options(command: F) -> F:
    """Which org's reviews are meant, and whether contacts are shown."""
    for option in (
        click.option("--redact", is_flag=True, help="Write no contacts of who must act."),
        click.option("--org-id", default="", metavar="ID", help="The org, where reviews of several are stored."),
    ):
        command = option(command)
    return existing_workspace_option(command)


@click.command()
@_stored_options
@click.option("--by", type=click.Choice([each.value for each in By]), default=By.RULE.value, show_default=True)
@click.option("--months", type=click.IntRange(1, 1200), default=_MONTHS, show_default=True, help="The newest so many.")
@printed_format_option(TREND_FORMATS)
@click.pass_context
def trend(
    ctx: click.Context, *, workspace: Path, org_id: str, redact: bool, by: str, months: int, format_name: str
) -> None:
    """Say what became of findings month by month: new, returned, fixed, still open, not evaluated.

    Reads the stored reviews of one org, the one that stands for each month, and nothing else. A month without a review
    and a rule that was not evaluated leave gaps.

    Exit codes: 0 done · 2 usage or files wrong · 3 a review that is shown is partial, or a stored one cannot be read ·
    6 integrity.
    """
    found = trend_of(StoredOrg.of(workspace, org_id), By(by), months)
    say_document(TREND_FORMATS[format_name].pieces(trend_without_contacts(found) if redact else found))
    ctx.exit(ExitCode.DONE if found.complete else ExitCode.PARTIAL)


@click.command()
@click.argument("before", default="", metavar="[A]")
@click.argument("after", default="", metavar="[B]")
@_stored_options
@printed_format_option(DIFFERENCE_FORMATS)
@click.pass_context
def diff(
    ctx: click.Context, *, before: str, after: str, workspace: Path, org_id: str, redact: bool, format_name: str
) -> None:
    """Say what became of findings from review A to review B, whatever lies between them.

    Each is a month, such as 2026-10, or the folder of a stored review. Without B it is the newest month, without A the
    month before B. A is the older one.

    Exit codes: 0 done · 2 usage or files wrong · 3 one of them is partial, some of A could not be looked at in B, or a
    stored review cannot be read · 6 integrity.
    """
    org = StoredOrg.of(workspace, org_id)
    found = difference(org, *chosen(org, before, after))
    say_document(DIFFERENCE_FORMATS[format_name].pieces(difference_without_contacts(found) if redact else found))
    ctx.exit(ExitCode.DONE if found.complete else ExitCode.PARTIAL)
