"""Which share is kept by whom: by team, region, record type and source, counted in the pass that judges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sf_audit.checks.filled import Filled
from sf_audit.checks.matches import Matches
from sf_audit.errors import UsageProblem
from sf_audit.model.origins import By, OriginGroup, Origins, OriginTable
from sf_audit.review.origins import origins
from sf_audit.rulebook.judging.examine import examine
from sf_audit.rulebook.judging.examples import example_snapshot
from sf_audit.rulebook.rules.check import AnyCheck
from sf_audit.rulebook.rules.rule import OrgExample, Rule
from sf_audit.rulebook.workspace.config import load_config, load_people_settings
from sf_audit.rulebook.workspace.visibility import PeopleSettings, Visibility
from sf_audit.snapshot.needs import merge, need
from tests.review.months import breaking, rule

MONDAY = date(2026, 3, 16)
FEW = PeopleSettings(minimum=2)
TEAMS = "Name IsActive ManagerId UserRoleId Department Country"

#: Two sellers and two in support; nobody knows the role of the fifth.
PEOPLE: tuple[Mapping[str, Any], ...] = tuple(
    {"Id": f"005{key}", "UserRoleId": role, "Department": department, "Country": country, "ManagerId": manager}
    for key, role, department, country, manager in (
        ("A", "00ES", "Sales", "DE", "005M"),
        ("B", "00ES", "Sales ", "FR", "005M"),
        ("C", "00EC", "Support", "DE", "005N"),
        ("D", "00EC", "Support", "DE", "005N"),
        ("E", None, None, None, None),
    )
)
ROLES = ({"Id": "00ES", "Name": "Sellers"}, {"Id": "00EC", "Name": "Support"})
EMAIL, PHONE = Filled(object="Contact", field="Email"), Filled(object="Contact", field="Phone")


def contacts(*owners: str, email: str | None = "a@b.de", **more: Any) -> list[dict[str, Any]]:
    facts = {"Email": email, "Phone": "1", **more}
    return [{"Id": f"003{owner}{email}{number}", "OwnerId": owner, **facts} for number, owner in enumerate(owners)]


def told(
    rows: list[dict[str, Any]],
    *checks: AnyCheck,
    settings: PeopleSettings = FEW,
    columns: str = TEAMS,
    of: str = "Contact",
    **more: Any,
) -> Origins | None:
    """The origins of a snapshot with these records."""
    rules = [_rule(check, f"quality/{number}") for number, check in enumerate(checks or (EMAIL,))]
    org = {"User": PEOPLE, "UserRole": ROLES, of: tuple(rows), **more}
    people = [need("User", "Id", optional=columns), need("UserRole", "Id Name")]
    if "User" in org and not org["User"]:
        del org["User"]
        people = []
    needs = merge([*(each for rule in rules for each in rule.check.needs()), *people])
    with example_snapshot(OrgExample(org=org, today=MONDAY), needs) as snapshot:
        return origins(examine(rules, snapshot), rules, snapshot, settings)


def _rule(check: AnyCheck, name: str) -> Rule:
    return replace(rule(breaking(), name), check=check)


def table(found: Origins | None, by: By) -> OriginTable:
    assert found is not None
    return next(each for each in found.tables if each.by is by)


SOLD = [*contacts("005A", "005A", "005B"), *contacts("005A", email=None), *contacts("005C", "005D")]


def test_teams_are_roles_managers_departments_and_countries_the_worst_first() -> None:
    found = told(SOLD)

    assert table(found, By.ROLE).groups == (
        OriginGroup("Sellers", 4, 4, 1, "00ES"),
        OriginGroup("Support", 2, 2, 0, "00EC"),
    )
    assert table(found, By.MANAGER).groups == (OriginGroup("", 4, 4, 1, "005M"), OriginGroup("", 2, 2, 0, "005N"))
    assert table(found, By.DEPARTMENT).groups == (OriginGroup("Sales", 4, 4, 1), OriginGroup("Support", 2, 2, 0))
    french = tuple({**person, "Country": person["Country"] or "FR"} for person in PEOPLE)
    found = told([*SOLD, *contacts("005E")], settings=PeopleSettings(minimum=3), User=french)
    assert table(found, By.REGION) == OriginTable(By.REGION, (OriginGroup("DE", 5, 5, 1),), left_out=1)


def test_every_rule_counts_a_record_once_and_records_are_those_of_the_rule_that_judged_most() -> None:
    valid = Matches(object="Contact", field="Email", pattern="@")

    found = told(SOLD, EMAIL, PHONE, valid)

    assert table(found, By.ROLE).groups[0] == OriginGroup("Sellers", 4, 11, 1, "00ES")


def test_a_group_with_too_few_records_or_of_one_person_is_counted_and_not_shown() -> None:
    alone = [*contacts("005E", "005E", "005E", "00GQ"), *contacts("005C", "005D")]

    assert table(told(alone), By.ROLE) == OriginTable(By.ROLE, (OriginGroup("Support", 2, 2, 0, "00EC"),), left_out=1)
    assert table(told(alone, settings=PeopleSettings()), By.ROLE) == OriginTable(By.ROLE, left_out=2)


def test_what_one_person_keeps_cannot_be_worked_out_from_the_sum_of_the_others() -> None:
    alone = [*contacts("005A", "005A", "005A"), *contacts("005C", "005D")]

    assert table(told(alone), By.ROLE) == OriginTable(By.ROLE, left_out=2)


def test_nor_from_another_table_that_shows_everybody() -> None:
    found = told([*SOLD, *contacts("00GQ")])

    assert [group.records for group in table(found, By.ROLE).groups] == [4, 2]
    assert table(found, By.REGION) == OriginTable(By.REGION, left_out=2)


def test_nor_where_that_person_is_not_among_the_users_that_were_read() -> None:
    found = told([*SOLD, *contacts("005X")])

    assert [group.name for group in table(found, By.ROLE).groups] == ["Sellers"]
    assert [group.records for group in table(told([*SOLD, *contacts("005X", "005Y")]), By.ROLE).groups] == [4, 2]


def test_records_of_queues_and_of_who_got_them_lately_are_in_no_table_of_people() -> None:
    days = {"005A": "2026-03-03", "005B": "2026-03-02", "005C": None, "005D": "2026-03-02"}
    leads = [
        {
            "Id": f"00Q{owner}",
            "OwnerId": owner,
            "Email": None,
            "LastTransferDate": date.fromisoformat(day) if day else day,
        }
        for owner, day in {**days, "00GQ": None}.items()
    ]

    found = told(leads, Filled(object="Lead", field="Email"), of="Lead")

    assert table(found, By.ROLE) == OriginTable(By.ROLE, (OriginGroup("Support", 2, 2, 2, "00EC"),), left_out=1)
    assert found is not None
    assert found.excluded == (
        "Records that a queue owns are in no table of people.",
        "Leads that came to their owner in the last 14 days are in no table of people.",
    )


def test_nobody_without_a_team_is_guessed_into_one() -> None:
    found = told([*contacts("005E", "005X", "005A", "005B")])

    roles = table(found, By.ROLE)
    assert [group.id for group in roles.groups] == ["00ES"]
    assert (roles.left_out, roles.missing) == (1, "1 record owner is not among the users that were read.")


@pytest.mark.parametrize(
    ("by", "column"),
    [
        (By.ROLE, "UserRoleId"),
        (By.MANAGER, "ManagerId"),
        (By.DEPARTMENT, "Department"),
        (By.REGION, "Country"),
    ],
)
def test_a_field_of_users_that_was_not_read_is_named(by: By, column: str) -> None:
    people = tuple({key: value for key, value in person.items() if key != column} for person in PEOPLE)

    found = told(SOLD, columns=TEAMS.replace(column, ""), User=people)

    assert table(found, by) == OriginTable(by, missing=f"User.{column} was not read.")


def test_without_users_every_table_of_people_says_so() -> None:
    found = told(SOLD, User=())

    assert {each.missing for each in (table(found, by) for by in (By.ROLE, By.REGION))} == {"User was not read."}


def test_record_types_and_sources_are_told_where_rules_read_them() -> None:
    rows = [*contacts("005A", "00GQ", LeadSource="Web", RecordTypeId="012A"), *contacts("005A", LeadSource=" ")]
    described = [{"object": "Contact", "id": "012A", "name": "Partner", "label": "Partner contact"}]
    read = Filled(object="Contact", field="LeadSource"), Filled(object="Contact", field="RecordTypeId")

    found = told(rows, EMAIL, *read, describe_record_types=described)

    assert table(found, By.SOURCE).groups == (OriginGroup("Web", 2, 6, 0),)
    assert table(found, By.RECORD_TYPE).groups == (OriginGroup("Contact: Partner contact", 2, 6, 0, "012A"),)
    assert table(told(SOLD), By.SOURCE).missing == "No rule reads the source of the records that it judges."


def test_switched_off_nothing_is_told() -> None:
    assert told(SOLD, settings=PeopleSettings(Visibility.OFF)) is None


def test_the_settings_stand_beside_those_who_are_declared(tmp_path: Path) -> None:
    settings = "visibility: individuals, minimum: 50, region: Region__c, accuracy: true"
    text = f"people: {{{settings}, dana: {{name: Dana}}, off: {{name: Off}}}}"
    (tmp_path / "sf-audit.yaml").write_text(text, encoding="utf-8")

    assert load_people_settings(tmp_path) == PeopleSettings(Visibility.INDIVIDUALS, 50, "Region__c", accuracy=True)
    assert set(load_config(tmp_path).people) == {"dana", "off"}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("people:\n  visibility: self", ":2: people.visibility: write 'teams', 'individuals' or 'off'"),
        ("people:\n  dana: {name: Dana}\n  minimum: 1", ":3: people.minimum: write a number of at least 2"),
        ("people:\n  region: not a field", ":2: people.region: has another form than is asked for here"),
    ],
)
def test_a_setting_that_is_wrong_is_told_with_its_line(tmp_path: Path, text: str, says: str) -> None:
    (tmp_path / "sf-audit.yaml").write_text(text, encoding="utf-8")

    with pytest.raises(UsageProblem) as problem:
        load_people_settings(tmp_path)

    assert says in str(problem.value)


def test_a_person_may_be_called_as_a_setting_is(tmp_path: Path) -> None:
    (tmp_path / "sf-audit.yaml").write_text("people: {region: {name: Regional lead}}", encoding="utf-8")

    assert load_people_settings(tmp_path) == PeopleSettings()
    assert load_config(tmp_path).people["region"].name == "Regional lead"


def test_a_folder_that_owns_a_report_is_no_user_who_was_not_read() -> None:
    found = told([*SOLD, *contacts("00lF", "00DO")])

    assert (table(found, By.ROLE), table(found, By.ROLE).missing) == (table(told(SOLD), By.ROLE), "")
