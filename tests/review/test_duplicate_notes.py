"""What a review says beside a rule of duplicates: the work, who creates them, and what the org's own rules do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from sf_audit.access.assignments.system_permissions import access_needs
from sf_audit.checks.no_duplicate import NoDuplicate
from sf_audit.model.merge import MergeWay
from sf_audit.review.duplicate_creators import creator_notes
from sf_audit.review.duplicate_groups import DuplicateGroups
from sf_audit.review.duplicate_notes import duplicate_notes
from sf_audit.review.org_duplicate_rules import org_rule_notes
from sf_audit.rulebook.fitting.people_needs import people_needs
from sf_audit.rulebook.judging.examine import examine
from sf_audit.rulebook.judging.examples import example_snapshot
from sf_audit.rulebook.rules.rule import OrgExample, Rule
from sf_audit.rulebook.workspace.visibility import PeopleSettings, Visibility
from sf_audit.salesforce.permissions import API_ONLY
from sf_audit.snapshot.needs import merge
from sf_audit.snapshot.tables import Snapshot
from tests.review.months import breaking, rule
from tests.review.test_entries import FEW, MONDAY, MORNING, ORG

Rows = Sequence[Mapping[str, Any]]

_EMPTY = dict.fromkeys(("Phone", "AccountId", "MobilePhone"))


def twins(*creators: str, first: int = 0, again: str = "") -> Rows:
    """A group of two for each creator: the first record is always somebody else's, the later one theirs.

    `again` is what the later one has in its mailbox besides.
    """
    return [
        {
            "Id": f"003{number}{letter}",
            "FirstName": "Annegret",
            "LastName": f"Wolkenstein{'abcdefghij'[number] * 3}",
            "Email": f"person{number}{again if letter == 'A' else ''}@{number}.example.com",
            "CreatedById": f"005{who}",
            "CreatedDate": MORNING + timedelta(minutes=60 * number + place),
            **_EMPTY,
        }
        for number, creator in enumerate(creators, first)
        for place, (letter, who) in enumerate((("B", "Z"), ("A", creator)))
    ]


def notes(
    rows: Rows, org: Mapping[str, Rows] | None = None, settings: PeopleSettings = FEW, hidden: Sequence[str] = ()
) -> list[str]:
    """What is said of the groups of `twins`; `org` has tables beside those of people."""
    with _snapshot(rows, org or {}, settings, hidden) as (_, snapshot):
        ids = sorted(str(row["Id"]) for row in rows)
        groups = tuple((f"{key}B", f"{key}A") for key in dict.fromkeys(record[:-1] for record in ids))
        dated = snapshot.has("Contact", "CreatedDate")
        found = DuplicateGroups("Contact", MergeWay.MERGE, groups, len(groups), 0, dated)
        return [*creator_notes(found, snapshot, settings), *org_rule_notes(found, snapshot)]


@contextmanager
def _snapshot(
    rows: Rows, org: Mapping[str, Rows], settings: PeopleSettings = FEW, hidden: Sequence[str] = ()
) -> Iterator[tuple[Rule, Snapshot]]:
    check = NoDuplicate(object="Contact")
    judging = replace(rule(breaking(), "quality/twice"), check=check)
    wanted = list(check.needs())
    tables = {"Contact": tuple(rows), **{name: tuple(some) for name, some in {**ORG, **org}.items()}}
    needs = merge([*wanted, *access_needs(API_ONLY), *people_needs([judging], settings, wanted)])
    seen = [each for each in needs if each.table in tables]
    with example_snapshot(OrgExample(org=tables, today=MONDAY, hidden=tuple(hidden)), seen) as snapshot:
        yield judging, snapshot


NOT_READ = (
    "whether the org's own duplicate rules would have caught them is not known: DuplicateRule, MatchingRule, "
    "MatchingRuleItem were not read: grant View Setup and Configuration"
)


def test_what_is_said_beside_a_rule() -> None:
    with _snapshot(twins("A", "B", "I", "G"), {}) as (judging, snapshot):
        said = duplicate_notes(examine([judging], snapshot), snapshot, FEW)

    assert said == {
        "quality/twice": (
            "4 groups of duplicates take 4 merges, three records at a time, which nothing undoes",
            "4 records came after the first of a group: 2 typed, 1 from integrations, 1 from web forms",
            NOT_READ,
        )
    }


def test_where_nothing_is_twice_nothing_is_said() -> None:
    with _snapshot(twins("A")[:1], {}) as (judging, snapshot):
        assert duplicate_notes(examine([judging], snapshot), snapshot, FEW) == {}


def test_of_one_person_nothing_is_told() -> None:
    says = "fewer than two people created those that no machine did, so how they came is not told"

    assert notes(twins("A", "A", "I"))[0] == f"3 records came after the first of a group: {says}"


def test_machines_are_no_people() -> None:
    assert notes(twins("I", "I", "G"))[0] == (
        "3 records came after the first of a group: 2 from integrations, 1 from web forms"
    )


def test_where_people_switched_it_off_nothing_is_told_of_them() -> None:
    assert notes(twins("A", "B"), settings=replace(FEW, visibility=Visibility.OFF)) == [NOT_READ]


def test_teams_are_told_where_two_people_of_them_did_it() -> None:
    roles = {"A": "00E1", "B": "00E1", "L": "00E2", "M": "00E2"}
    more = {"Id": "005M", "ProfileId": "00eSELL", "UserType": "Standard", "IsActive": True}
    given = {"Id": "0PaM", "AssigneeId": "005M", "PermissionSetId": "0PSSELL"}
    org: Mapping[str, Rows] = {
        "User": [{**row, "UserRoleId": roles.get(row["Id"][-1])} for row in (*ORG["User"], more)],
        "UserRole": [{"Id": "00E1", "Name": "Sales EMEA"}, {"Id": "00E3", "Name": "Sales APAC"}],
        "PermissionSetAssignment": [*ORG["PermissionSetAssignment"], given],
    }

    both = notes(twins("A", "B", "B", "L", "M"), org)

    assert both[0] == "5 records came after the first of a group: 5 typed"
    assert both[1] == "typed or imported by people with the role Sales EMEA 3, others 2"
    # Of one other person nothing may be left by subtraction, so that the team is not told either.
    assert notes(twins("A", "B", "L"), org)[1] == NOT_READ
    assert notes(twins("A", "B", "N"), org) == [
        "3 records came after the first of a group: 3 typed, imported or unknown",
        NOT_READ,
    ]


@pytest.mark.parametrize("hidden", ["Contact.CreatedById", "Contact.CreatedDate"])
def test_who_created_them_may_not_be_seen(hidden: str) -> None:
    assert "who created them is not known: CreatedById or CreatedDate was not read" in notes(
        twins("A", "B"), hidden=[hidden]
    )


def duplicate_rule(
    label: str, *, active: bool = True, of: str = "Contact", subtype: str | None = None
) -> Mapping[str, Any]:
    name = label.replace(" ", "_")
    facts = {"Id": f"0Bm{name}", "DeveloperName": name, "MasterLabel": label, "IsActive": active}
    return {**facts, "SobjectType": of, "SobjectSubtype": subtype}


def matching_rule(key: str, label: str, logic: str | None = None, status: str = "Active", of: str = "Contact") -> Any:
    facts = {"Id": f"0JD{key}", "DeveloperName": label, "MasterLabel": label, "RuleStatus": status}
    return {**facts, "SobjectType": of, "BooleanFilter": logic}


def items(key: str, *fields: str) -> Rows:
    """`Email` is compared exactly, `LastName~` by the method of its kind."""
    return [
        {
            "Id": f"0JE{key}{number}",
            "MatchingRuleId": f"0JD{key}",
            "Field": field.rstrip("~"),
            "MatchingMethod": field.rstrip("~") if field.endswith("~") else "Exact",
            "BlankValueBehavior": "NullNotAllowed",
            "SortOrder": number,
        }
        for number, field in enumerate(fields, 1)
    ]


#: Two groups with one mailbox each, and two in which the later record has another one.
MIXED = [*twins("A", "B"), *twins("A", "B", first=2, again="+x")]
OWN: Mapping[str, Rows] = {
    "DuplicateRule": [duplicate_rule("One address"), duplicate_rule("Off", active=False)],
    "MatchingRule": [
        matching_rule("A", "By address"),
        matching_rule("B", "By name", "1 AND 2"),
        matching_rule("C", "Old", status="Inactive"),
        matching_rule("D", "Of leads", of="Lead"),
    ],
    "MatchingRuleItem": [
        *items("A", "Email"),
        *items("B", "LastName~", "Phone~"),
        *items("C", "Email"),
        *items("D", "Email"),
    ],
}


def test_what_the_orgs_own_rules_would_have_caught() -> None:
    told = notes(MIXED, OWN)

    assert told[1:] == [
        "matching rule “By address” of the org would have caught 2 of 4 groups",
        "matching rule “By name” of the org would have caught 0 of 4 groups",
        "duplicate rule “One address” is active, and the API does not say with which matching rules: "
        "no matching rule finds 2 of 4 groups, so no duplicate rule does",
    ]


def test_what_cannot_be_decided_is_never_caught() -> None:
    org = {**OWN, "MatchingRuleItem": [*items("A", "Email", "Loyalty__c"), *items("B", "FirstName~", "Email~")]}

    told = notes(MIXED, org)

    assert told[1:] == [
        "matching rule “By address” of the org would have caught 0 of 4 groups; "
        "2 cannot be decided (a field that was not read)",
        "matching rule “By name” of the org would have caught 2 of 4 groups; "
        "2 cannot be decided (fuzzy comparison of Email, FirstName)",
        "duplicate rule “One address” is active, and the API does not say with which matching rules",
    ]


def test_a_matching_rule_whose_fields_are_hidden_decides_nothing() -> None:
    told = notes(MIXED, {**OWN, "MatchingRuleItem": items("C", "Email")})

    assert told[1] == (
        "matching rule “By address” of the org would have caught 0 of 4 groups; "
        "4 cannot be decided (its fields are hidden)"
    )


@pytest.mark.parametrize(
    ("matching", "says"),
    [
        (matching_rule("A", "By address", "1 AND ("), "its filter logic cannot be read"),
        ({**matching_rule("A", "By address"), "DeveloperName": "Standard_Contact"}, "it comes with Salesforce"),
    ],
)
def test_what_was_read_is_not_said_to_be_unread(matching: Mapping[str, Any], says: str) -> None:
    told = notes(twins("A", "B", again="+x"), {**OWN, "MatchingRule": [matching]})

    assert told[1] == (
        f"matching rule “By address” of the org would have caught 0 of 2 groups; 2 cannot be decided ({says})"
    )


def test_without_an_active_duplicate_rule_nothing_was_stopped() -> None:
    persons = duplicate_rule("Persons", subtype="PersonAccount")
    org = {**OWN, "DuplicateRule": [duplicate_rule("Off", active=False), persons, duplicate_rule("Leads", of="Lead")]}

    told = notes(MIXED, org)

    assert told[1] == "no duplicate rule of Contact is active in the org: nothing stops such records"
    assert not any("API" in each for each in told)


def test_what_can_be_read_of_them_is_said() -> None:
    some: dict[str, Rows] = {name: OWN[name] for name in ("MatchingRule", "MatchingRuleItem")}
    off: Rows = [duplicate_rule("Off", active=False)]
    says = "whether the org's own duplicate rules would have caught them is not known: "

    assert notes(MIXED, some)[1:3] == [
        f"{says}DuplicateRule was not read: grant View Setup and Configuration",
        "matching rule “By address” of the org would have caught 2 of 4 groups",
    ]
    assert notes(MIXED, {"DuplicateRule": off, "MatchingRule": OWN["MatchingRule"]})[1:] == [
        "no duplicate rule of Contact is active in the org: nothing stops such records",
        f"{says}MatchingRuleItem was not read: grant View Setup and Configuration",
    ]


def test_without_an_active_matching_rule_that_is_said() -> None:
    told = notes(MIXED, {**OWN, "MatchingRule": [matching_rule("C", "Old", status="Inactive")]})

    assert told[1:] == ["no matching rule of Contact is active in the org"]


def test_no_value_of_a_record_is_said() -> None:
    said = " ".join(notes(MIXED, OWN))

    assert not [value for value in ("Wolkenstein", "Annegret", "person", "example.com", "005A") if value in said]
