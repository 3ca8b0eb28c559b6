"""Which share is kept of what people typed, integrations wrote, or came by import or web form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from sf_audit.access.assignments.system_permissions import access_needs
from sf_audit.checks.filled import Filled
from sf_audit.model.origins import By, Entry, OriginGroup, OriginTable
from sf_audit.review.origins import origins
from sf_audit.rulebook.fitting.people_needs import people_needs
from sf_audit.rulebook.judging.examine import examine
from sf_audit.rulebook.judging.examples import example_snapshot
from sf_audit.rulebook.rules.rule import OrgExample
from sf_audit.rulebook.workspace.visibility import PeopleSettings
from sf_audit.salesforce.permissions import API_ONLY
from sf_audit.snapshot.needs import merge
from tests.review.months import breaking, rule

MONDAY = date(2026, 3, 16)
MORNING = datetime.fromisoformat("2026-03-02T09:00")
FEW = PeopleSettings(minimum=2)
NOTHING: Mapping[str, Any] = {}

#: By the last letter of the id: profile, type, whether active.
USERS: Mapping[str, tuple[str | None, str | None, bool]] = {
    "A": ("00eSELL", "Standard", True),
    "B": ("00eSELL", "Standard", True),
    "L": ("00eSELL", "Standard", False),  # left
    "I": ("00eINTG", "Standard", True),  # licensed as an integration
    "O": ("00eAPIO", "Standard", True),  # a profile that may only use the API
    "S": ("00eSELL", "Standard", True),  # a permission set that says so
    "G": ("00eSITE", "Guest", True),
    "P": (None, "AutomatedProcess", True),
    "N": ("00eSELL", None, True),
}
ORG: Mapping[str, Sequence[Mapping[str, Any]]] = {
    "User": [
        {"Id": f"005{key}", "ProfileId": profile, "UserType": kind, "IsActive": active}
        for key, (profile, kind, active) in USERS.items()
    ],
    "Profile": [
        {"Id": f"00e{key}", "Name": key, "UserLicenseId": "100I" if key == "INTG" else "100S"}
        for key in ("SELL", "INTG", "APIO", "SITE")
    ],
    "UserLicense": [{"Id": "100S", "Name": "Salesforce"}, {"Id": "100I", "Name": "Salesforce Integration"}],
    "PermissionSet": [
        *(
            {
                "Id": f"0PS{key}",
                "Name": key,
                "IsOwnedByProfile": True,
                "ProfileId": f"00e{key}",
                "PermissionsApiUserOnly": key == "APIO",
            }
            for key in ("SELL", "INTG", "APIO", "SITE")
        ),
        {"Id": "0PSONLY", "Name": "Only_API", "IsOwnedByProfile": False, "PermissionsApiUserOnly": True},
    ],
    "PermissionSetAssignment": [
        {"Id": "0PaS", "AssigneeId": "005S", "PermissionSetId": "0PSONLY"},
        *(
            {"Id": f"0Pa{key}{profile}", "AssigneeId": f"005{key}", "PermissionSetId": profile.replace("00e", "0PS")}
            for key, (profile, _, _) in USERS.items()
            if profile
        ),
    ],
    "PermissionSetGroup": [],
}


def created(
    creator: str, count: int = 1, seconds: int = 600, email: str | None = "a@b.de", more: Mapping[str, Any] = NOTHING
) -> list[Any]:
    """So many records, one after the other; those of more than a handful on the next day."""
    start = MORNING + timedelta(days=count > 9)
    return [
        {
            "Id": f"003{creator}{seconds}{email}{number}{'.'.join(map(str, more.values()))}",
            "CreatedById": f"005{creator}",
            "CreatedDate": start + timedelta(seconds=seconds * number),
            "Email": email,
            **more,
        }
        for number in range(count)
    ]


def entries(rows: list[Any], of: str = "Contact", settings: PeopleSettings = FEW, without: str = "") -> OriginTable:
    """The table of a snapshot that has what a review reads, but for one table."""
    judging = replace(rule(breaking(), "quality/email"), check=Filled(object=of, field="Email"))
    wanted = list(judging.check.needs())
    org = {name: tuple(listed) for name, listed in {of: rows, **ORG}.items() if name != without}
    needs = merge([*wanted, *access_needs(API_ONLY), *people_needs([judging], settings, wanted)])
    seen = [each for each in needs if each.table in org]
    with example_snapshot(OrgExample(org=org, today=MONDAY), seen) as snapshot:
        found = origins(examine([judging], snapshot), [judging], snapshot, settings)
    assert found is not None
    return next(table for table in found.tables if table.by is By.ENTRY)


TYPED = [*created("A", 3), *created("B", 2, email=None)]


def test_people_are_who_is_no_machine() -> None:
    found = entries([*TYPED, *created("I", 2), *created("O"), *created("S", email=None), *created("P")])

    assert found.groups == (OriginGroup(Entry.HUMAN, 5, 5, 2), OriginGroup(Entry.INTEGRATION, 5, 5, 1))
    assert (found.left_out, found.missing) == (0, "")


@pytest.mark.parametrize(
    ("count", "seconds", "import_of"),
    [(50, 5, 50), (49, 5, 0), (50, 7, 0), (400, 0, 400), (60, 600, 0)],
    ids=["50 in 5 minutes", "49 in 5 minutes", "50 in 6 minutes", "at once", "one by one"],
)
def test_an_import_is_fifty_records_of_one_person_within_five_minutes(count: int, seconds: int, import_of: int) -> None:
    loads = [*created("A", count, seconds), *created("B", count, seconds)]

    found = entries([*TYPED, *loads])

    assert {group.name: group.records for group in found.groups} == (
        {Entry.HUMAN: 5, Entry.IMPORT: 2 * import_of} if import_of else {Entry.HUMAN: 5 + 2 * count}
    )


@pytest.mark.parametrize("minutes", range(5))
def test_it_does_not_matter_at_which_minute_an_import_begins(minutes: int) -> None:
    loads = [*created("A", 50, 5), *created("B", 50, 5)]
    moved = [{**row, "CreatedDate": row["CreatedDate"] + timedelta(minutes=minutes)} for row in loads]

    assert [(group.name, group.records) for group in entries(moved).groups] == [(Entry.IMPORT, 100)]


def test_two_people_who_each_create_some_are_no_import_together() -> None:
    found = entries([*created("A", 30, 1), *created("B", 30, 1)])

    assert [(group.name, group.records) for group in found.groups] == [(Entry.HUMAN, 60)]


def test_what_an_integration_writes_in_bulk_is_no_import() -> None:
    found = entries([*TYPED, *created("I", 60, 0)])

    assert {group.name: group.records for group in found.groups} == {Entry.HUMAN: 5, Entry.INTEGRATION: 60}


@pytest.mark.parametrize(("of", "field"), [("Lead", "LeadSource"), ("Case", "Origin")])
def test_web_forms_are_told_by_the_visitor_of_a_site_and_by_the_value_that_they_set(of: str, field: str) -> None:
    rows = [
        *created("A", 2, more={field: "Web"}),
        *created("G", more={field: None}),
        *created("A", 2, more={field: "Phone"}),
    ]

    found = entries([*rows, *created("B", 2, more={field: None})], of)

    assert {group.name: group.records for group in found.groups} == {Entry.WEB_FORM: 3, Entry.HUMAN: 4}


def test_a_contact_from_the_web_was_typed() -> None:
    found = entries([*created("A", 2, more={"LeadSource": "Web"}), *created("B", 2, more={"LeadSource": "Web"})])

    assert [(group.name, group.records) for group in found.groups] == [(Entry.HUMAN, 4)]


def test_where_the_field_that_tells_is_hidden_nothing_was_typed_for_certain() -> None:
    found = entries([*created("A", 2), *created("B", 2), *created("I", 2)], "Lead")

    assert {group.name: group.records for group in found.groups} == {Entry.NOT_KNOWN: 4, Entry.INTEGRATION: 2}


def test_users_that_are_hidden_or_not_known_well_enough_are_guessed_into_no_group() -> None:
    found = entries([*TYPED, *created("X", 2), *created("N"), *created("L", 2)])

    assert {group.name: group.records for group in found.groups} == {Entry.NOT_KNOWN: 3, Entry.HUMAN: 7}


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ("User", "It is not known what kind of users there are: "),
        ("UserLicense", "It is not known who has the licence of integrations: "),
        ("PermissionSetAssignment", "It is not known who may only use the API: "),
    ],
)
def test_without_what_tells_people_from_machines_nobody_is_a_person(table: str, says: str) -> None:
    found = entries(TYPED, without=table)

    assert [(group.name, group.records) for group in found.groups] == [(Entry.NOT_KNOWN, 5)]
    assert found.missing.startswith(says)


def test_without_creators_it_is_said() -> None:
    rows = [{"Id": "003A", "Email": None, "OwnerId": "005A"}]

    assert entries(rows) == OriginTable(
        By.ENTRY, missing="Who created the records that rules judge, and when, was not read."
    )


def test_what_one_person_typed_is_not_shown_and_cannot_be_worked_out_from_the_others() -> None:
    found = entries([*created("A", 9, email=None), *created("I", 3), *created("G", 4)])

    assert [(group.name, group.records) for group in found.groups] == [(Entry.WEB_FORM, 4)]
    assert found.left_out == 2


def test_what_one_person_typed_and_imported_is_no_more_told_than_either() -> None:
    found = entries([*created("A", 2), *created("A", 50, 1), *created("I", 3), *created("G", 4)])

    assert [(group.name, group.records) for group in found.groups] == [(Entry.WEB_FORM, 4)]
    assert found.left_out == 3


def test_one_integration_is_nobody() -> None:
    found = entries([*TYPED, *created("I", 3)])

    assert OriginGroup(Entry.INTEGRATION, 3, 3, 0) in found.groups


def test_few_records_are_counted_and_not_shown() -> None:
    found = entries([*TYPED, *created("I", 3)], settings=PeopleSettings(minimum=4))

    assert [group.name for group in found.groups] == [Entry.HUMAN]
    assert found.left_out == 1
