"""`sf-audit doctor`: what works, what does not, and what to do about it. Works before anything is configured."""

from __future__ import annotations

import os
import platform
import shutil
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from importlib.metadata import version
from pathlib import Path

import click

from sf_audit import __version__
from sf_audit.cli.connect import confirmed, connect
from sf_audit.cli.doctor.muting import Proof, muting_proof
from sf_audit.cli.doctor.probes import asked
from sf_audit.cli.login import SECRETS
from sf_audit.cli.options import Target, org_options, workspace_option
from sf_audit.cli.output import say
from sf_audit.connector.api.describe import Describes
from sf_audit.connector.api.identity import RecordVisibility, record_visibility, whoami
from sf_audit.connector.http.client import Client
from sf_audit.connector.plan.held import not_in_org
from sf_audit.connector.plan.plan import Plan
from sf_audit.connector.plan.planned import PlannedTable
from sf_audit.connector.signin.environment import from_environment
from sf_audit.connector.signin.named_orgs import NamedOrgs
from sf_audit.connector.signin.vault import Vault
from sf_audit.errors import AuditError
from sf_audit.exit_codes import ExitCode
from sf_audit.model.counts import count
from sf_audit.model.review import Unread
from sf_audit.review.run import identified, planned, translate_errors
from sf_audit.rulebook.rules.needs import needs_of
from sf_audit.rulebook.workspace.standards import Standards
from sf_audit.salesforce.permissions import AUDITOR_MUST_NOT, AUDITOR_NEEDS
from sf_audit.salesforce.record_access import shows_every_record
from sf_audit.salesforce.setup_objects import LIMITS_OPENED_BY
from sf_audit.snapshot.manifest import Auditor
from sf_audit.snapshot.needs import Need, Source

_ROOM = 2_000_000_000
_SKEW = timedelta(minutes=3)

_MARKS: Mapping[bool | None, str] = {True: "✓", False: "✗", None: "?"}

_LIBRARIES = ("simple-salesforce", "great-expectations", "duckdb", "pyarrow")


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the doctor: what was looked at, how it is, and what to do when that is not well.

    `well` is None where nobody can say.
    """

    what: str
    how: str
    well: bool | None = True
    remedy: str = ""


@click.command()
@org_options
@workspace_option
@click.pass_context
def doctor(ctx: click.Context, target: Target, workspace: Path) -> None:
    """Say what works, what does not, and which rules each missing permission blinds.

    Looks at this machine first, then signs in, if an org is named. Exit 3 if rules are blind, or if permission set
    groups do not give what they are documented to give.
    """
    standards = Standards.of(workspace)
    rules = Finding("Rules", f"{count(len(standards.rules), 'rule is', 'rules are')} readable")
    _tell([*_machine(target, workspace), rules])
    if not target.name and from_environment(os.environ) is None:
        known = ", ".join(org_entry.name for org_entry in NamedOrgs().list())
        say(f"\nNo org is named. {f'Known: {known}.' if known else ''} Next: sf-audit login, or sf-audit demo.")
        return
    client, named = connect(target, workspace)
    org = identified(client, partial(confirmed, named=named))
    plan = planned(client, org, standards, workspace)
    kind = "sandbox" if org.is_sandbox else "production"
    _tell([Finding("Org", f"{org.name}, {org.edition}, {kind}, {org.id}"), *_session(client)])
    with translate_errors():
        describes = Describes(client)
        auditor = whoami(client, describes)
        plan = asked(client, plan, describes)
        blind = blinded(plan, standards, record_visibility(client, auditor))
        proof = muting_proof(client, describes, org)
    _tell([*_permissions(auditor), *_held(plan, standards, describes), _muting(proof)])
    for lack, blinded_rules in sorted(blind.items()):
        say(f"  ✗ {lack}: blinds {count(len(blinded_rules), 'rule')}: {', '.join(sorted(blinded_rules))}")
    if proof.holds is False:
        say("  ✗ rules about access do not judge the users of these permission set groups")
    elif not blind:
        say("  ✓ every rule can be checked")
    ctx.exit(ExitCode.PARTIAL if blind or proof.holds is False else ExitCode.DONE)


def blinded(plan: Plan, standards: Standards, view: RecordVisibility) -> Mapping[str, set[str]]:
    """By what is missing: the rules that cannot be checked without it."""
    tables = {table.need.table: table for table in plan.tables}
    found: dict[str, set[str]] = defaultdict(set)
    for rule in standards.rules:
        needs = needs_of(rule)
        if isinstance(needs, Unread):
            found[needs.detail].add(rule.id)
            continue
        for need in needs:
            table = tables.get(need.table)
            for lack in _lacks(need, table, view) if table is not None else ():
                found[lack].add(rule.id)
    return found


def _lacks(need: Need, table: PlannedTable, view: RecordVisibility) -> Iterator[str]:
    """What one Need goes without. A table that its rule can do without is no lack."""
    gone = [table.unread] if table.unread is not None and need.required else []
    columns = need.columns | {clause.field for clause in need.rows}
    gone += [unread for column, unread in table.unseen.items() if column in columns]
    gone += [unread for name, unread in table.objects.uncovered.items() if name in need.of]
    yield from (unread.unlocked_by or unread.detail for unread in gone)
    looked_at = {Source.DATA: (need.table,), Source.COUNTS: table.objects.names}.get(need.source, ())
    yield from (shows_every_record(name) for name in looked_at if view.hides(name) and table.held is None)


def _machine(target: Target, workspace: Path) -> Iterator[Finding]:
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    yield Finding("sf-audit", f"{__version__} on Python {platform.python_version()}, {sys.platform}")
    yield Finding("Libraries", libraries)
    yield _keyring(target)
    room = shutil.disk_usage(_existing(workspace)).free
    yield Finding(
        "Disk", f"{room / 1e9:.1f} GB free", well=room > _ROOM, remedy="Make room: large orgs take some gigabytes."
    )


def _keyring(target: Target) -> Finding:
    """Where secrets are kept; where the named org has none to keep, a machine without such a place is well too."""
    try:
        return Finding("Keyring", Vault().place)
    except AuditError as problem:
        kept = any(org.name == target.name and org.way in SECRETS for org in NamedOrgs().list())
        return Finding("Keyring", str(problem), well=False if kept else None, remedy=problem.hint if kept else "")


def _session(client: Client) -> Iterator[Finding]:
    offset = client.clock_offset
    yield Finding("API", f"version {client.version} at {client.instance_url}")
    yield Finding(
        "Clock",
        f"{abs(offset.total_seconds()):.0f} s {'behind' if offset > timedelta() else 'ahead of'} the org",
        well=abs(offset) < _SKEW,
        remedy="Set the clock of this machine: a signed sign-in is refused when it is some minutes off.",
    )
    budget = client.budget
    left = "not reported"
    if budget.limit and budget.remaining is not None:
        left = f"{count(budget.remaining, 'call')} left for this run, {budget.limit:,} a day"
    yield Finding("API calls", left, well=bool(budget.limit), remedy=f"{LIMITS_OPENED_BY} shows the limits.")


def _permissions(auditor: Auditor) -> Iterator[Finding]:
    held = {permission.removeprefix("Permissions") for permission in auditor.permissions}
    yield Finding("Auditor user", auditor.username or "the org does not say", well=bool(auditor.username))
    for name, opens in AUDITOR_NEEDS.items():
        state = f"{'held' if name in held else 'not held, or not reported'} ({opens})"
        yield Finding(name, state, well=name in held, remedy="See docs/auditor-user.md.")
    for name in sorted(held & AUDITOR_MUST_NOT):
        remedy = "sf-audit never writes; take the permission away, so that the user cannot either."
        yield Finding(name, "held, and not needed", well=False, remedy=remedy)


def _held(plan: Plan, standards: Standards, describes: Describes) -> Iterator[Finding]:
    """Where records are that are not read from the org; whether they are fresh shows when they are read."""
    for line in not_in_org(standards.held, describes):
        yield Finding("Sources", line, well=False, remedy="Correct its name, or take it away.")
    for table in plan.tables:
        if table.held is not None:
            unread = table.unread
            how, remedy = (unread.detail, unread.unlocked_by) if unread else (f"{table.held}, can be read", "")
            yield Finding(f"Records of {table.need.table}", how, well=unread is None, remedy=remedy)


def _muting(proof: Proof) -> Finding:
    """Whether groups do as documented, which is what effective access rests on."""
    return Finding("Muting in permission set groups", proof.said, well=proof.holds, remedy=proof.remedy)


def _existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.resolve().parents) if path.exists())


def _tell(findings: Sequence[Finding] | Iterator[Finding]) -> None:
    for finding in findings:
        say(f"  {_MARKS[finding.well]} {finding.what}: {finding.how}")
        if not finding.well and finding.remedy:
            say(f"      {finding.remedy}")
