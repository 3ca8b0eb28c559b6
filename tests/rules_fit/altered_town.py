"""The demo company with fields and values that rules get wrong: many choices, rich text, statuses in German."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote_plus

from starlette.types import ASGIApp, Receive, Scope, Send

from sf_audit.demo.company.build import build
from sf_audit.demo.schema import Field, OrgData, PicklistValue, SObject
from sf_audit.demo.server.running import DemoServer

RULE = """
title: A rule of these tests
why: So that it is tried.
fix: Nobody does anything.
severity: low
owner: it
check:
  {verb}:
{settings}
"""

CHANNELS = Field(
    "Channels__c",
    "multipicklist",
    "Channels",
    custom=True,
    picklist=tuple(PicklistValue(one) for one in ("Email", "Fax", "Phone")),
)
NOTES = Field("Notes__c", "textarea", "Notes", length=32_000, custom=True, html=True)
SCORE = Field("Score__c", "double", "Score", precision=5, scale=0, custom=True, calculated=True)
STATUSES = ("Neu", "In Bearbeitung", "Qualifiziert")


@dataclass
class AlteredTown:
    """A served company, and the paths that were asked for."""

    org: OrgData
    server: DemoServer
    asked: list[str]

    def change(self, sql: str) -> None:
        """Change the records."""
        with self.org.rows.cursor() as rows:
            rows.execute(sql)

    @property
    def variables(self) -> dict[str, str]:
        """What signs in without a keyring."""
        return {"SF_AUDIT_INSTANCE_URL": self.server.url, "SF_AUDIT_ACCESS_TOKEN": self.server.access_token}

    @property
    def trust(self) -> tuple[str, ...]:
        """The options without which no host but Salesforce's is spoken to."""
        return ("--trust-host", self.server.url.removeprefix("https://"), "--ca-bundle", str(self.server.ca_file))


@contextlib.contextmanager
def altered_town(
    folder: Path,
    *,
    statuses: tuple[str, ...] = (),
    hidden: Iterable[str] = (),
    closed: Iterable[str] = (),
    lacking: Iterable[str] = (),
    altered: Mapping[str, Callable[[SObject], SObject]] | None = None,
    added: Iterable[SObject] = (),
) -> Iterator[AlteredTown]:
    """A small company whose accounts have a multi-select picklist, a rich text and a formula.

    All leads have the first of the `statuses`. The auditor does not see fields that are `hidden`, nor objects that are
    `closed`. The org does not have what is `lacking`, objects and fields as `Account.Fax`. Some objects may be
    `altered`; rows of those that are `added` are made by the test.
    """
    company = build(records=600, today=datetime.now(UTC).date())
    org = company.org
    account = org.objects["Account"].fields
    objects = {**org.objects, "Account": replace(org.objects["Account"], fields=(*account, CHANNELS, NOTES, SCORE))}
    with org.rows.cursor() as rows:
        rows.execute('ALTER TABLE "Account" ADD COLUMN "Channels__c" VARCHAR')
        rows.execute('ALTER TABLE "Account" ADD COLUMN "Notes__c" VARCHAR')
        rows.execute('ALTER TABLE "Account" ADD COLUMN "Score__c" DECIMAL(18,0)')
        rows.execute("""UPDATE "Account" SET "Channels__c" = 'Email', "Notes__c" = '<p>Called on Monday</p>'""")
        if statuses:
            rows.execute(f"""UPDATE "Lead" SET "Status" = '{statuses[0]}'""")
            objects["Lead"] = _with_statuses(org.objects["Lead"], statuses)
    changed = {name: alter(objects[name]) for name, alter in (altered or {}).items()}
    objects |= changed | {sobject.name: sobject for sobject in added}
    asked: list[str] = []
    objects = _without(objects, frozenset(lacking))
    town = replace(org, objects=objects, hidden_fields=set(hidden), hidden_objects=set(closed))
    with DemoServer(town, folder=folder, wrapped=lambda app: _noting(app, asked)) as server:
        yield AlteredTown(town, server, asked)
    org.rows.close()


def _without(objects: Mapping[str, SObject], lacking: frozenset[str]) -> dict[str, SObject]:
    return {
        name: replace(found, fields=tuple(field for field in found.fields if f"{name}.{field.name}" not in lacking))
        for name, found in objects.items()
        if name not in lacking
    }


def _with_statuses(lead: SObject, statuses: Iterable[str]) -> SObject:
    listed = tuple(PicklistValue(status) for status in statuses)
    fields = (replace(field, picklist=listed) if field.name == "Status" else field for field in lead.fields)
    return replace(lead, fields=tuple(fields))


def _noting(app: ASGIApp, asked: list[str]) -> ASGIApp:
    async def noted(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            asked.append(f"{scope['path']}?{unquote_plus(scope['query_string'].decode())}")
        await app(scope, receive, send)

    return noted


def workspace(folder: Path, rules: Mapping[str, tuple[str, str]]) -> Path:
    """A workspace with these rules: by file name, the verb and its settings as YAML."""
    for name, (verb, settings) in rules.items():
        file = folder / "rules" / "quality" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        indented = "\n".join(f"    {line}" for line in settings.splitlines())
        file.write_text(RULE.format(verb=verb, settings=indented).lstrip(), encoding="utf-8")
    return folder
