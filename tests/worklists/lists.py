"""Worklists of a made-up org: reviewed and archived for real, then put together with the same people and values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from sf_audit.checks.filled import Filled
from sf_audit.model.review import Review
from sf_audit.model.worklist import By, Occasion, Worklist
from sf_audit.rulebook.judging.examples import example_snapshot
from sf_audit.rulebook.rules.check import AnyCheck
from sf_audit.rulebook.rules.rule import OrgExample, Rule
from sf_audit.rulebook.workspace.config import Waiver
from sf_audit.rulebook.workspace.standards import Standards
from sf_audit.rulebook.workspace.visibility import PeopleSettings
from sf_audit.snapshot.needs import merge, need
from sf_audit.worklists.compose import Lists, Source, composed
from tests.review.months import Workspace, breaking, rule

MONDAY = date(2026, 3, 16)
OWNED = "Id Name OwnerId"

#: Mia leads Ana and Cleo; Cleo, who left, led Ben, who left. Nobody leads Dan, Eve leads herself by way of Finn.
PEOPLE: tuple[Mapping[str, Any], ...] = (
    {"Id": "005A", "Name": "Ana", "IsActive": True, "ManagerId": "005M"},
    {"Id": "005B", "Name": "Ben", "IsActive": False, "ManagerId": "005C"},
    {"Id": "005C", "Name": "Cleo", "IsActive": False, "ManagerId": "005M"},
    {"Id": "005D", "Name": "Dan", "IsActive": False, "ManagerId": None},
    {"Id": "005E", "Name": "Eve", "IsActive": False, "ManagerId": "005F"},
    {"Id": "005F", "Name": "Finn", "IsActive": False, "ManagerId": "005E"},
    {"Id": "005M", "Name": "Mia", "IsActive": True, "ManagerId": None},
)
QUEUES: tuple[Mapping[str, Any], ...] = ({"Id": "00GQ", "Name": "Inbound"},)


def judged(check: AnyCheck, name: str = "quality/a", **more: Any) -> Rule:
    """A rule that really judges records."""
    return replace(rule(breaking(), name), check=check, text=f"{name} {check!r}", **more)


def filled(name: str = "quality/a", field_name: str = "Email", **more: Any) -> Rule:
    """A rule that each contact has this field filled."""
    return judged(Filled(object="Contact", field=field_name), name, **more)


def contacts(*owners: str, **more: Any) -> tuple[Mapping[str, Any], ...]:
    """Contacts without an e-mail address, one for each owner: 003A, 003B, and so on."""
    return tuple(
        {"Id": f"003{chr(65 + number)}", "Name": f"Contact {number}", "OwnerId": owner, "Email": None, **more}
        for number, owner in enumerate(owners)
    )


@dataclass
class Reviewed:
    """One review of an org, of which lists are made."""

    folder: Path
    rules: Sequence[Rule]
    org: Mapping[str, Any]
    waivers: Sequence[Waiver] = ()
    redact: bool = False
    columns: str = "Id Name IsActive ManagerId"
    people: PeopleSettings = field(default_factory=PeopleSettings)
    review: Review = field(init=False)

    def __post_init__(self) -> None:
        workspace = Workspace(self.folder, people=self.people)
        self.org = {"User": PEOPLE, "Group": QUEUES, **self.org}
        self.review = workspace.review(MONDAY, *self.rules, waivers=self.waivers, org=self.org, redact=self.redact)
        self.stored = workspace.stored("2026-03", 1)

    @contextmanager
    def lists(self, by: By = By.OWNER, *, kept: bool = True, redact: bool = False) -> Iterator[Lists]:
        """The lists; without the snapshot where that is not `kept`."""
        config = Workspace(self.folder).config
        standards = Standards(tuple(self.rules), config, (), "rules", people=self.people)
        people = [need("User", "Id", optional=self.columns.removeprefix("Id ")), need("Group", "Id Name")]
        needs = merge([*standards.needs(MONDAY), *people])
        with example_snapshot(OrgExample(org=self.org, today=MONDAY), needs) as snapshot:
            source = Source(self.review, self.stored, standards, snapshot if kept else None)
            with composed(source, by, redact=redact) as found:
                yield found

    def of_each(self, by: By = By.OWNER, **more: bool) -> dict[str, Worklist]:
        """The lists by the id of who gets them."""
        with self.lists(by, **more) as found:
            return {each.recipient.id: each for each in found.of_each()}

    def occasion(self, by: By = By.OWNER, **more: bool) -> Occasion:
        with self.lists(by, **more) as found:
            return found.occasion


def ids(worklist: Worklist) -> list[str]:
    """The records of a list, in its order."""
    return [record.id for fix in worklist.fixes for record in fix.records]


def ids_of_each(lists: Mapping[str, Worklist]) -> dict[str, list[str]]:
    return {key: ids(worklist) for key, worklist in lists.items()}
