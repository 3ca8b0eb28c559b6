"""What looks like gaming: told by team, with how it was told, and of nobody alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from sf_audit.access.assignments.system_permissions import access_needs
from sf_audit.checks.filled import Filled
from sf_audit.checks.not_placeholder import NotPlaceholder
from sf_audit.model.gaming import Gaming, Indication, Sign, TeamCount
from sf_audit.review.archive import Archive
from sf_audit.review.gaming import gaming
from sf_audit.review.gaming.came_in import came_in
from sf_audit.review.history import Past
from sf_audit.rulebook.fitting.people_needs import people_needs
from sf_audit.rulebook.judging.examine import examine
from sf_audit.rulebook.judging.examples import example_snapshot
from sf_audit.rulebook.rules.records import OfRecords
from sf_audit.rulebook.rules.rule import OrgExample
from sf_audit.rulebook.workspace.visibility import PeopleSettings, Visibility
from sf_audit.salesforce.permissions import API_ONLY
from sf_audit.snapshot.needs import merge
from tests.review.months import ORG as ORG_ID
from tests.review.months import Workspace, breaking, rule
from tests.review.test_entries import ORG

#: The month before ends on Saturday, 28 February: its last workdays are the 26th and the 27th.
MONDAY = date(2026, 3, 16)
FEW = PeopleSettings(minimum=10)

#: Three sellers, two in support, an integration of the sellers' role.
ROLES: Mapping[str, str] = {"A": "00ES", "B": "00ES", "L": "00ES", "I": "00ES", "N": "00EC", "S": "00EC"}
SELLERS = ("A", "B", "L")
SUBJECT = Filled(object="Case", field="Subject")


def cases(owner: str, subjects: Sequence[str | None], edited: str = "2026-03-10", **more: Any) -> list[dict[str, Any]]:
    """A case for each subject, all edited by their owner on one day."""
    return [
        {
            "Id": f"500{owner}{edited}{number}{''.join(map(str, more.values()))}",
            "OwnerId": f"005{owner}",
            "CreatedById": f"005{owner}",
            "CreatedDate": datetime.fromisoformat("2025-11-03T09:00"),
            "LastModifiedById": f"005{owner}",
            "LastModifiedDate": datetime.fromisoformat(f"{edited}T09:00") + timedelta(minutes=number),
            "Subject": subject,
            **more,
        }
        for number, subject in enumerate(subjects)
    ]


def various(count: int, start: int = 0) -> list[str | None]:
    return [f"Wheel {start + number}" for number in range(count)]


def gamed(
    rows: Sequence[Mapping[str, Any]],
    check: OfRecords = SUBJECT,
    came_in: Mapping[str, date] | None = None,
    settings: PeopleSettings = FEW,
    without: str = "",
    kind: str = "string",
) -> Gaming | None:
    """What looks like gaming in a snapshot that has what a review reads, but for one table."""
    asking = replace(rule(breaking(), "quality/subject"), check=check)
    wanted = list(check.needs())
    people = [{**user, "UserRoleId": ROLES.get(user["Id"][3:])} for user in ORG["User"]]
    roles = [{"Id": "00ES", "Name": "Sellers"}, {"Id": "00EC", "Name": "Support"}]
    described = {"object": check.object, "field": "Subject", "type": kind}
    read = {check.object: rows, **ORG, "User": people, "UserRole": roles, "describe_fields": [described]}
    org = {name: tuple(listed) for name, listed in read.items() if name != without}
    needs = merge([*wanted, *access_needs(API_ONLY), *people_needs([asking], settings, wanted)])
    with example_snapshot(OrgExample(org=org, today=MONDAY), [each for each in needs if each.table in org]) as snapshot:
        return gaming(examine([asking], snapshot), [asking], snapshot, settings, came_in or {})


def of(found: Gaming | None, sign: Sign) -> list[tuple[tuple[TeamCount, ...], int]]:
    assert found is not None
    return [(each.teams, each.left_out) for each in found.indications if each.sign is sign]


def sellers(records: int, marked: int) -> tuple[TeamCount, ...]:
    return (TeamCount("00ES", "Sellers", records, marked),)


OTHERS = [*cases("B", various(20)), *cases("L", various(20, 20))]


@pytest.mark.parametrize(("same", "shows"), [(16, True), (15, False)], ids=["80 %", "75 %"])
def test_one_value_for_nearly_all_records_of_a_person(same: int, shows: bool) -> None:
    found = gamed([*cases("A", ["Repair"] * (same - 1) + [" REPAIR "] + various(20 - same, 40)), *OTHERS])

    assert of(found, Sign.ONE_VALUE) == ([(sellers(60, same), 0)] if shows else [])


def test_a_value_that_most_others_have_too_is_no_sign() -> None:
    others = [*cases("B", ["Repair"] * 12 + various(8)), *cases("L", ["Repair"] * 12 + various(8, 8))]

    assert of(gamed([*cases("A", ["Repair"] * 20), *others]), Sign.ONE_VALUE) == []


def test_somebody_with_records_of_one_country_is_no_sign() -> None:
    others = [*cases("B", ["France", "Italy"] * 20), *cases("L", ["Spain", "Malta"] * 20)]

    assert of(gamed([*cases("A", ["Ireland"] * 20), *others]), Sign.ONE_VALUE) == []


def test_a_picklist_may_well_have_one_value_for_all_records_of_a_person_and_not_for_many_on_one_day() -> None:
    rows = [*cases("A", ["Repair"] * 20, "2026-02-05"), *OTHERS]

    found = gamed(rows, came_in={"quality/subject": CAME_IN}, kind="picklist")

    assert of(found, Sign.ONE_VALUE) == []
    assert len(of(found, Sign.MASS_FILLED)) == 1


def test_few_records_of_a_person_are_no_sign() -> None:
    assert of(gamed([*cases("A", ["Repair"] * 9), *OTHERS]), Sign.ONE_VALUE) == []


def test_an_integration_that_writes_one_value_is_nobody() -> None:
    assert of(gamed([*cases("I", ["Repair"] * 20), *OTHERS]), Sign.ONE_VALUE) == []


def test_records_of_queues_are_nobodys() -> None:
    queue = [{**row, "OwnerId": "00GQ"} for row in cases("A", ["Repair"] * 20)]

    assert of(gamed([*queue, *OTHERS]), Sign.ONE_VALUE) == []


def test_in_a_team_of_two_each_would_know_who_it_was() -> None:
    found = gamed([*cases("N", ["Repair"] * 20), *cases("S", various(20, 60)), *OTHERS])

    assert of(found, Sign.ONE_VALUE) == [((), 1)]


def test_what_a_team_of_two_did_cannot_be_worked_out_from_what_the_rule_counted() -> None:
    sold = [*cases("A", ["n/a", "TBD", "xxx", *various(7)]), *cases("B", various(9)), *cases("L", various(9))]
    helped = [*cases("N", ["n/a", "TBD", "xxx", *various(7)]), *cases("S", various(9))]

    found = gamed([*sold, *helped], NotPlaceholder(object="Case", field="Subject"))

    assert of(found, Sign.PLACEHOLDERS) == [((), 2)]
    assert of(gamed(sold, NotPlaceholder(object="Case", field="Subject")), Sign.PLACEHOLDERS) == [(sellers(28, 3), 0)]


CAME_IN = date(2026, 2, 2)


@pytest.mark.parametrize(
    ("count", "edited", "came_in", "shows"),
    [
        (20, "2026-02-02", CAME_IN, True),
        (20, "2026-03-04", CAME_IN, True),
        (19, "2026-02-02", CAME_IN, False),
        (20, "2026-02-01", CAME_IN, False),
        (20, "2026-03-05", CAME_IN, False),
        (20, "2026-01-20", date(2026, 1, 14), False),
    ],
    ids=["on the day", "a month later", "too few", "before", "long after", "old news"],
)
def test_one_value_given_to_many_records_shortly_after_a_rule_came_in(
    count: int, edited: str, came_in: date, shows: bool
) -> None:
    others = [*cases("B", various(5), edited), *cases("L", various(5, 5), edited)]

    found = gamed([*cases("A", ["n. k."] * count, edited), *others], came_in={"quality/subject": came_in})

    assert of(found, Sign.MASS_FILLED) == ([(sellers(10 + count, count), 0)] if shows else [])


def test_records_that_were_created_that_day_were_not_edited() -> None:
    created = {"CreatedDate": datetime.fromisoformat("2026-02-05T08:00")}
    rows = [{**row, **created} for row in cases("A", ["n. k."] * 30, "2026-02-05")]

    assert of(gamed([*rows, *OTHERS], came_in={"quality/subject": CAME_IN}), Sign.MASS_FILLED) == []


def test_in_a_first_review_no_rule_has_come_in() -> None:
    found = gamed(cases("A", ["n. k."] * 30, "2026-02-05"))

    assert of(found, Sign.MASS_FILLED) == []
    assert found is not None
    assert found.missing == ("No earlier review is stored, so no rule has just come in.",)


@pytest.mark.parametrize(
    ("late", "earlier", "shows"),
    [(12, 36, True), (12, 37, False), (9, 0, False)],
    ids=["three times as many", "fewer", "few at all"],
)
def test_edits_on_the_last_days_of_the_month_before(late: int, earlier: int, shows: bool) -> None:
    """February 2026 has 20 workdays: 36 edits on 18 of them are 2 a day, and 12 on the last two are 6 a day."""
    last = [*cases("A", various(late - 6), "2026-02-26"), *cases("B", various(6), "2026-02-27")]

    found = gamed([*last, *cases("L", various(earlier), "2026-02-10"), *cases("L", ["now"], "2026-03-02")])

    assert of(found, Sign.MONTH_END) == ([(sellers(late + earlier, late), 0)] if shows and earlier else [])


def test_placeholders_and_dates_put_off_are_what_rules_counted() -> None:
    check = NotPlaceholder(object="Case", field="Subject")
    rows = [*cases("A", ["n/a", "TBD", "xxx", *various(7)]), *cases("B", ["n/a", *various(9)]), *cases("L", ["tbd"])]

    found = gamed(rows, check)

    assert found is not None
    assert found.indications == (
        Indication(
            Sign.PLACEHOLDERS,
            "Case",
            "Subject",
            "the field holds a placeholder, such as N/A, in place of a value (quality/subject)",
            sellers(21, 5),
            rule="quality/subject",
        ),
    )


def test_a_slip_or_two_are_no_sign() -> None:
    rows = [*cases("A", ["n/a", *various(9)]), *cases("B", ["TBD", *various(9)]), *cases("L", various(9))]

    assert of(gamed(rows, NotPlaceholder(object="Case", field="Subject")), Sign.PLACEHOLDERS) == []


def test_switched_off_nobody_looks() -> None:
    assert gamed(OTHERS, settings=PeopleSettings(Visibility.OFF)) is None


def test_where_machines_are_not_known_edits_are_not_looked_at() -> None:
    rows = [*cases("A", various(6), "2026-02-26"), *cases("B", various(6), "2026-02-27"), *cases("L", ["a"] * 9)]

    found = gamed(rows, without="PermissionSetAssignment")

    assert of(found, Sign.MONTH_END) == []
    assert found is not None
    assert found.missing[0].startswith("It is not known who may only use the API: ")


def test_fields_that_were_not_read_are_named() -> None:
    rows = [{key: value for key, value in row.items() if key != "LastModifiedById"} for row in OTHERS]

    found = gamed(rows)

    assert found is not None
    assert "Who last edited them was not read of Case." in found.missing


def test_people_whom_sharing_hides_are_not_taken_for_people_who_show_nothing() -> None:
    hidden = [*cases("X", ["Repair"] * 20), *cases("Y", various(20)), *cases("Z", various(20, 20))]

    found = gamed(hidden)

    assert found is not None
    assert "3 owners or editors are not among the users that were read, and in no team." in found.missing


def test_without_roles_there_are_no_teams() -> None:
    found = gamed(OTHERS, without="User")

    assert found == Gaming(10, missing=("By which team is not known: User.UserRoleId was not read.",))


def test_nothing_in_it_is_an_id_of_a_person_or_a_value() -> None:
    found = gamed([*cases("A", ["Repair"] * 20, "2026-02-27"), *OTHERS], came_in={"quality/subject": CAME_IN})

    assert found is not None
    assert [each.sign for each in found.indications] == [Sign.ONE_VALUE, Sign.MASS_FILLED, Sign.MONTH_END]
    assert "005" not in repr(found)
    assert "repair" not in repr(found).lower()


def test_a_rule_came_in_with_the_first_review_that_evaluated_it(tmp_path: Path) -> None:
    months, first, second = Workspace(tmp_path), datetime(2026, 1, 14, tzinfo=UTC), datetime(2026, 2, 16, tzinfo=UTC)
    rules = [rule(breaking(), name) for name in ("quality/a", "quality/b", "quality/c")]
    months.review(first.date(), rules[0], started=first)
    months.review(second.date(), *rules[:2], started=second)

    found = came_in(Past(Archive.of(tmp_path, ORG_ID), "2026-03"), rules)

    assert found == {"quality/a": first.date(), "quality/b": second.date()}
