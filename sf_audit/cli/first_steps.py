"""What `sf-audit init` asks a person at a keyboard, and the first review that it ends with."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from sf_audit.cli.options import Target
from sf_audit.cli.output import say
from sf_audit.connector.signin.named_orgs import NamedOrgs, Way
from sf_audit.rulebook.workspace.calendar import country

_WAYS = (Way.SF_CLI, Way.JWT, Way.CLIENT_CREDENTIALS)


@dataclass(frozen=True, slots=True)
class Answers:
    """Who stands behind the owners, with how to reach them, and whose public holidays count, if anybody's."""

    sales_ops: tuple[str, str] = ("Sales Operations", "")
    it: tuple[str, str] = ("IT", "")
    country: str = ""

    @property
    def owners(self) -> str:
        """As `owners:` of sf-audit.yaml has them."""
        return f"  sales_ops: {_entry(self.sales_ops)}\n  it: {_entry(self.it)}\n"

    @property
    def calendar(self) -> str:
        """As `calendar:` has it."""
        return f"{{country: {self.country}}}" if self.country else "{}"


def ask() -> Answers:
    """Ask for them, one line each; Enter takes what is usual."""
    say("Press Enter to take what stands in brackets, or nothing. All of it can be changed in sf-audit.yaml.\n")
    return Answers(
        _person("Sales Ops, who own the standards: who is that?", "Sales Operations"),
        _person("IT, who own access and limits: who is that?", "IT"),
        _line("Country whose public holidays are no business days, for example DE", check=_country),
    )


def ask_for_a_review(ctx: click.Context, folder: Path, target: Target) -> bool:
    """Sign in to an org that a person names, unless that was done before; whether there is one to review now."""
    name = _line("Name of an org to review now, for example acme; nothing for later")
    if not name:
        return False
    if name not in {org.name for org in NamedOrgs().list()}:
        from sf_audit.cli.login import login

        ctx.invoke(login, alias=name, **_sign_in(name), trusted=target.trusted, ca_bundle=target.ca_bundle)
    if not click.confirm("Review it now? It reads with a tenth of the org's API calls of a day at most", default=True):
        return False
    from sf_audit.cli.review import review  # half of all that sf-audit is

    ctx.invoke(review, name=name, workspace=folder, trusted=target.trusted, ca_bundle=target.ca_bundle)
    return True


def _sign_in(name: str) -> dict[str, Any]:
    say("sf-cli borrows the login of the Salesforce CLI; jwt and client-credentials are for every month.")
    usual = Way.SF_CLI if shutil.which("sf") else Way.JWT
    way = Way(click.prompt("How to sign in", type=click.Choice([way.value for way in _WAYS]), default=usual.value))
    if way is Way.SF_CLI:
        return {"way": way.value, "target_org": _line("What the Salesforce CLI calls it", name)}
    given: dict[str, Any] = {
        "way": way.value,
        "address": _line("The My Domain, for example https://acme.my.salesforce.com", needed=True),
        "client_id": _line("The consumer key of the External Client App", needed=True),
    }
    if way is Way.JWT:
        given["username"] = _line("The auditor user", needed=True)
        given["key_file"] = Path(_line("The file with the private key", needed=True))
    return given


def _person(question: str, usual: str) -> tuple[str, str]:
    return _line(question, usual), _line("  And how are they reached?")


def _line(question: str, usual: str = "", *, needed: bool = False, check: Callable[[str], str] = str.strip) -> str:
    default = None if needed else usual
    return str(click.prompt(question, default=default, show_default=bool(usual), value_proc=check))


def _country(text: str) -> str:
    try:
        return country(text) if text.strip() else ""
    except ValueError as problem:
        raise click.BadParameter(str(problem)) from None


def _entry(person: tuple[str, str]) -> str:
    name, contact = (json.dumps(text, ensure_ascii=False) for text in person)
    return f"{{name: {name}, contact: {contact}}}" if person[1] else f"{{name: {name}}}"
