"""Options that several commands share."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import click

from sf_audit.cli.path_types import NamedPath

_SHARE = click.FloatRange(0.01, 1.0)

F = TypeVar("F", bound=Callable[..., object])


@dataclass(frozen=True, slots=True)
class Target:
    """Which org is meant, whom to trust on the way there, and how much of its API calls may be used.

    A share that is None is as the workspace has it.
    """

    name: str | None = None
    trusted: tuple[str, ...] = ()
    ca_bundle: Path | None = None
    api_share: float | None = None
    org_share: float | None = None


def org_options(command: Callable[..., object]) -> Callable[..., object]:
    """Gives the command a `target`, from the options that say which org."""

    @functools.wraps(command)
    def aimed(*args: Any, target: Target, **others: Any) -> object:
        own = {name: others.pop(name) for name in ("name", "api_share", "org_share")}
        return command(*args, target=replace(target, **own), **others)

    aiming: Callable[..., object] = aimed
    for option in (
        click.option("--org-share", type=_SHARE, help="Go on up to this part of the org's daily calls. Default 0.8."),
        click.option("--api-share", type=_SHARE, help="Part of the org's daily API calls. Default 0.1."),
        click.option("--org", "name", metavar="NAME", help="A named org; else the environment names it."),
    ):
        aiming = option(aiming)
    return trust_options(aiming)


def trust_options(command: Callable[..., object]) -> Callable[..., object]:
    """Gives the command a `target` without a name: only whom to trust on the way to an org."""

    @functools.wraps(command)
    def trusting(*args: Any, trusted: tuple[str, ...], ca_bundle: Path | None, **others: Any) -> object:
        return command(*args, target=Target(None, trusted, ca_bundle), **others)

    for option in (
        click.option("--ca-bundle", type=NamedPath(exists=True, dir_okay=False, path_type=Path), help="A private CA."),
        click.option("--trust-host", "trusted", multiple=True, metavar="HOST:PORT", help="A host outside Salesforce."),
    ):
        trusting = option(trusting)
    return trusting


def workspace_option(command: F) -> F:
    """Where own rules, configuration, snapshots and reviews are, or will be."""
    return _workspace(exists=False)(command)


def existing_workspace_option(command: F) -> F:
    """The workspace of a command that finds nothing in a folder which is not there."""
    return _workspace(exists=True)(command)


def _workspace(*, exists: bool) -> Callable[[F], F]:
    return click.option(
        "--workspace",
        type=NamedPath(exists=exists, file_okay=False, path_type=Path),
        default=Path(),
        show_default="this folder",
        help="Own rules, configuration, snapshots and reviews.",
    )


def review_option(command: F) -> F:
    """`where` a stored review is; None for that of the newest month, which `stored_review` finds."""
    return click.option(
        "--review",
        "where",
        metavar="REVIEW",
        type=NamedPath(exists=True, path_type=Path),
        help="The folder of a stored review.  [default: that of the newest month]",
    )(command)


def printed_format_option(formats: Collection[str]) -> Callable[[F], F]:
    """`format_name`: in which of these forms an answer is printed; the first where nobody names one."""
    return click.option(
        "--format",
        "format_name",
        type=click.Choice(list(formats)),
        default=next(iter(formats)),
        show_default=True,
        help="In which form it is printed.",
    )


def rules_option(command: F) -> F:
    """Only some of the rules."""
    return click.option("--rule", "chosen", multiple=True, metavar="ID", help="Only this rule, or folder of rules.")(
        command
    )


def profile_option(command: F) -> F:
    """Whether to print where the time went."""
    return click.option("--profile", is_flag=True, help="Print where the time went: seconds of each phase and table.")(
        command
    )


def log_options(command: F) -> F:
    """How much is told on standard error, and in which form."""
    for option in (
        click.option(
            "--log-format",
            type=click.Choice(["text", "json"]),
            default="text",
            help="Log lines; JSON even with --quiet.",
        ),
        click.option("--quiet", is_flag=True, help="Only the result and problems."),
    ):
        command = option(command)
    return command
