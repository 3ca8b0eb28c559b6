"""`sf-audit schedule`: what runs a review each month, to be copied to where it runs."""

from __future__ import annotations

import getpass
import os
import re
import shutil
import sys
from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path

import click

from sf_audit import __version__
from sf_audit.cli.login import SECRETS
from sf_audit.cli.options import existing_workspace_option
from sf_audit.cli.output import say
from sf_audit.cli.path_types import NamedPath
from sf_audit.connector.signin.named_orgs import NamedOrg, NamedOrgs, Way
from sf_audit.delivery.schedule import KEY_PLACE, Kind, Schedule, files
from sf_audit.errors import UsageProblem
from sf_audit.rulebook.workspace.config import load_config
from sf_audit.snapshot.out_files import write_out

#: As systemd takes them ("User/Group Name Syntax").
_USER = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.@-]{0,255}")

_NOT_ALONE = {
    Way.SF_CLI: "the Salesforce CLI signs in the person at the desk",
    Way.ACCESS_TOKEN: "an access token ends after hours",
}


class _TimeOfDay(click.ParamType[time]):
    """HH:MM."""

    name = "HH:MM"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> time:
        try:
            return value if isinstance(value, time) else datetime.strptime(str(value), "%H:%M").time()  # noqa: DTZ007
        except ValueError:
            self.fail(f"“{value}” is no time of day; write 06:00.", param, ctx)


@click.command()
@click.argument("kind", type=click.Choice([kind.value for kind in Kind]))
@click.option("--org", "name", metavar="NAME", required=True, help="A named org; see sf-audit login.")
@existing_workspace_option
@click.option("--day", type=click.IntRange(1, 28), default=1, show_default=True, help="Of the month.")
@click.option("--at", type=_TimeOfDay(), default="06:00", show_default=True, help="By the clock of that machine.")
@click.option("--user", help="Who runs it there, for systemd.  [default: who you are]")
@click.option("--out", type=NamedPath(file_okay=False, path_type=Path), help="Write the files below this folder.")
def schedule(kind: str, *, name: str, workspace: Path, day: int, at: time, user: str | None, out: Path | None) -> None:
    """Print what runs a review of an org each month, tells people of it, and says when none has arrived.

    KIND is systemd, crontab, github or gitlab. Nothing that is printed asks for anything or holds a secret: it names
    the secrets that it needs. Where `notify:` of sf-audit.yaml names nobody, nobody is told.
    """
    made = files(Kind(kind), _schedule(NamedOrgs().find(name), workspace, day, at, user))
    if out is None:
        many = len(made) > 1
        say("\n".join(f"# {path}\n{text}" if many else text for path, text in made.items()).rstrip("\n"))
        return
    for path, text in made.items():
        target = out / path.lstrip("/")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            write_out(target, text)
        except OSError as problem:
            raise UsageProblem(f"{target} cannot be written: {problem.strerror}", hint="Name another folder.") from None
        say(f"made {target}")


def _schedule(org: NamedOrg, workspace: Path, day: int, at: time, user: str | None) -> Schedule:
    if org.way in _NOT_ALONE:
        raise UsageProblem(
            f"nobody is there to sign in to {org.name}: {_NOT_ALONE[org.way]}",
            hint=f"Sign in by JWT or client credentials: sf-audit logout {org.name}, then sf-audit login {org.name} …",
        )
    settings = load_config(workspace).notify
    told = tuple(f"notify.{secret}" for secret in settings.secret_names())
    who = getpass.getuser() if user is None else user
    if _USER.fullmatch(who) is None:
        raise UsageProblem("--user is no name that a user of a machine can have", hint="For example: crm-health")
    return Schedule(
        org.name,
        Path(os.path.abspath(workspace)),
        _program(),
        who,
        __version__,
        _sign_in(org),
        (*(f"{org.name}.{secret}" for secret in SECRETS.get(org.way, ())), *told),
        with_key=org.way is Way.JWT,
        notifies=bool(settings.mail or settings.webhooks or settings.apprise),
        day=day,
        at=at,
    )


def _program() -> Sequence[str]:
    """This program by a path that a timer finds it by."""
    here = Path(sys.argv[0])
    if here.name == "sf-audit" and (found := shutil.which(str(here)) or shutil.which("sf-audit")):
        return [os.path.abspath(found)]
    return [sys.executable, "-m", "sf_audit"]


def _sign_in(org: NamedOrg) -> list[str]:
    """The command that makes the org known on a machine that begins empty."""
    options = {
        "--address": org.address,
        "--client-id": org.client_id,
        "--username": org.username,
        "--audience": org.audience,
        "--ca-bundle": org.ca_bundle,
    }
    said = [word for option, value in options.items() if value for word in (option, value)]
    key = ["--key-file", f'"{KEY_PLACE}"'] if org.way is Way.JWT else []
    trusted = [word for host in org.trusted for word in ("--trust-host", host)]
    return ["login", org.name, "--way", org.way.value, *said, *key, *trusted]
