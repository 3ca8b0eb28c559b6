"""What the records of findings hold: in labels.parquet, and in what is made of it, alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import duckdb
import pytest

from sf_audit.checks.filled import Filled
from sf_audit.checks.in_order import InOrder
from sf_audit.checks.matches import Matches
from sf_audit.checks.owned_by_active import OwnedByActive
from sf_audit.checks.unique import Unique
from sf_audit.model.example import Example, FieldValue, Twin
from sf_audit.model.review import Breach, Verdict
from sf_audit.review.examples import examples
from sf_audit.review.labels import LABELS
from sf_audit.rulebook.rules.check import AnyCheck
from sf_audit.rulebook.rules.rule import Rule
from tests.review.months import Workspace, breaking, rule

MONDAY = date(2026, 3, 16)
HOSTILE = {
    "a formula": ("=1+1", "=1+1"),
    "HTML": ("<b>x</b>", "<b>x</b>"),
    "a terminal": ("\x1b]52;c;eA\x07", "\\x1b]52;c;eA\\x07"),
    "from right to left": ("a\u202efdp", "a\\u202efdp"),
    "nothing that can be seen": ("ada@acme.test\u200b", "ada@acme.test\\u200b"),
    "lines": ("a\nb", "a\\x0ab"),
    "quotes": ("'; DROP TABLE found; --", "'; DROP TABLE found; --"),
    "long": ("y" * 4_000, "y" * 120 + "… (4000 characters)"),
}
WEBSITE = Matches(object="Account", field="Website", pattern="^https://")


def judged(check: AnyCheck, **more: Any) -> Rule:
    return replace(rule(breaking()), check=check, **more)


def shown(workspace: Workspace, checked: Rule, org: Mapping[str, Any], **more: Any) -> tuple[Example, ...]:
    workspace.review(MONDAY, checked, org=org, **more)
    return examples(workspace.folder / "scratch").get("quality/a", ())


@pytest.mark.parametrize(("value", "kept"), HOSTILE.values(), ids=HOSTILE)
def test_a_finding_shows_the_value_that_was_judged(workspace: Workspace, value: str, kept: str) -> None:
    (found,) = shown(workspace, judged(WEBSITE), {"Account": ({"Id": "001A", "Name": "Acme", "Website": value},)})

    assert (found.label, found.values) == ("Acme", (FieldValue("Website", kept),))
    assert workspace.labels == [
        {
            "object": "Account",
            "id": "001A",
            "label": "Acme",
            "values": [{"rule": "quality/a", "field": "Website", "value": kept}],
            "twins": [],
        }
    ]
    assert value not in str(workspace.findings)


def test_a_record_without_a_name_shows_its_value_all_the_same(workspace: Workspace) -> None:
    (found,) = shown(workspace, judged(WEBSITE), {"Account": ({"Id": "001A", "Website": "htp://acme"},)})

    assert (found.label, found.values) == ("", (FieldValue("Website", "htp://acme"),))


@pytest.mark.parametrize(
    ("table", "field"),
    [
        ("Task", "Subject"),
        ("Event", "Subject"),
        ("Case", "CaseNumber"),
        ("Contract", "ContractNumber"),
        ("Solution", "SolutionName"),
        ("WorkOrder", "WorkOrderNumber"),
        ("Service_Plan__c", "Name"),
    ],
)
def test_a_record_is_called_by_the_field_that_names_its_object(workspace: Workspace, table: str, field: str) -> None:
    row = {"Id": "00TA", field: "Call Ada", "Status": "nowhere"}

    (found,) = shown(workspace, judged(Matches(object=table, field="Status", pattern="^x$")), {table: (row,)})

    assert found.label == "Call Ada"


@pytest.mark.parametrize("flags", [{"Title__c": True}, {"Name": False, "Title__c": True}])
def test_what_describe_says_goes_before_what_is_documented(workspace: Workspace, flags: Mapping[str, bool]) -> None:
    described = [
        {"object": "Task", "field": name, "type": "string", "name_field": flag} for name, flag in flags.items()
    ]
    org = {"Task": ({"Id": "00TA", "Subject": "Call", "Title__c": "Ada", "Status": "x"},), "describe_fields": described}

    (found,) = shown(workspace, judged(Filled(object="Task", field="OwnerId")), org)

    assert found.label == "Ada"


def test_of_two_name_fields_the_one_called_name_is_shown(workspace: Workspace) -> None:
    described = [
        {"object": "Plan__c", "field": name, "type": "string", "name_field": True}
        for name in ("CustomField__c", "Name")
    ]
    row = {"Id": "a00A", "CustomField__c": "x", "Name": "Gold"}

    (found,) = shown(
        workspace,
        judged(Filled(object="Plan__c", field="OwnerId")),
        {"Plan__c": (row,), "describe_fields": described},
    )

    assert found.label == "Gold"


def test_a_record_whose_name_is_empty_is_called_by_what_else_is_known(workspace: Workspace) -> None:
    row = {"Id": "00TA", "Subject": " ", "Name": "Acme", "Status": "nowhere"}

    (found,) = shown(workspace, judged(Matches(object="Task", field="Status", pattern="^x$")), {"Task": (row,)})

    assert found.label == "Acme"


def test_a_name_that_is_a_number_is_shown_as_text(workspace: Workspace) -> None:
    row = {"Id": "500A", "CaseNumber": 1042, "Status": "nowhere"}

    (found,) = shown(workspace, judged(Matches(object="Case", field="Status", pattern="^x$")), {"Case": (row,)})

    assert found.label == "1042"


def test_all_fields_of_a_rule_are_shown_in_its_order(workspace: Workspace) -> None:
    check = InOrder(object="Opportunity", first="CreatedDate", then="CloseDate")
    row = {"Id": "006A", "CreatedDate": "2026-03-02", "CloseDate": "2026-03-01"}

    (found,) = shown(workspace, judged(check), {"Opportunity": (row,)})

    assert found.values == (FieldValue("CreatedDate", "2026-03-02"), FieldValue("CloseDate", "2026-03-01"))


def test_what_is_empty_has_no_value(workspace: Workspace) -> None:
    check = Filled(object="Account", field="Website")

    (found,) = shown(workspace, judged(check), {"Account": ({"Id": "001A", "Name": "Acme", "Website": " "},)})

    assert found.values == ()


def test_an_owner_is_not_shown_twice(workspace: Workspace) -> None:
    check = OwnedByActive(object="Account")
    people = ({"Id": "005000000000001AAA", "Name": "Ada", "IsActive": False},)
    org = {"Account": ({"Id": "001A", "Name": "Acme", "OwnerId": "005000000000001AAA"},), "User": people}

    (found,) = shown(workspace, judged(check), org)

    assert (found.record_owner, found.values) == ("Ada", ())


def test_two_rules_of_one_record_show_their_own_values(workspace: Workspace) -> None:
    phone = replace(judged(Matches(object="Account", field="Phone", pattern="^[+]")), id="quality/b", uid="quality/b")
    org = {"Account": ({"Id": "001A", "Name": "Acme", "Website": "htp://acme", "Phone": "ask"},)}

    workspace.review(MONDAY, judged(WEBSITE), phone, org=org)

    found = examples(workspace.folder / "scratch")
    assert [one.values for one in found["quality/a"]] == [(FieldValue("Website", "htp://acme"),)]
    assert [one.values for one in found["quality/b"]] == [(FieldValue("Phone", "ask"),)]


def test_a_rule_can_keep_its_values_to_itself(workspace: Workspace) -> None:
    org = {"Account": ({"Id": "001A", "Name": "Acme", "Website": "Zxqv"},)}

    (found,) = shown(workspace, judged(WEBSITE, show_value=False), org)

    assert (found.label, found.values) == ("Acme", ())
    assert "Zxqv" not in str(workspace.labels)


def test_a_duplicate_names_its_partner(workspace: Workspace) -> None:
    names = {"001A": "Acme", "001B": " ACME ", "001C": "Bikes", "001D": "acme", "001E": "bikes"}
    rows = tuple({"Id": record_id, "Name": name} for record_id, name in names.items())

    found = shown(workspace, judged(Unique(object="Account", fields=("Name",))), {"Account": rows})

    assert {one.id: one.twin for one in found} == {
        "001A": Twin("001B", " ACME ", 1),
        "001B": Twin("001A", "Acme", 1),
        "001C": Twin("001E", "bikes", 0),
        "001D": Twin("001A", "Acme", 1),
        "001E": Twin("001C", "Bikes", 0),
    }


def test_duplicates_by_two_fields_name_who_has_both(workspace: Workspace) -> None:
    rows = (("001A", "Acme", "FR"), ("001B", "Acme", "DE"), ("001C", "acme", "fr"), ("001D", "Bikes", "FR"))
    org = {"Account": tuple({"Id": one, "Name": name, "BillingCountry": of} for one, name, of in rows)}

    found = shown(workspace, judged(Unique(object="Account", fields=("Name", "BillingCountry"))), org)

    assert {one.id: one.twin for one in found} == {"001A": Twin("001C", "acme", 0), "001C": Twin("001A", "Acme", 0)}


def test_a_redacted_review_has_neither_values_nor_partners(workspace: Workspace) -> None:
    rows = tuple({"Id": record_id, "Name": "Zxqv"} for record_id in ("001A", "001B"))

    found = shown(workspace, judged(Unique(object="Account", fields=("Name",))), {"Account": rows}, redact=True)

    assert [(one.label, one.values, one.twin) for one in found] == [("", (), None)] * 2
    assert workspace.labels is None


def test_a_file_from_before_values_were_kept_is_read(workspace: Workspace) -> None:
    workspace.review(MONDAY, judged(WEBSITE), org={"Account": ({"Id": "001A", "Name": "Acme", "Website": "x"},)})
    path = workspace.folder / "scratch" / LABELS
    with duckdb.connect() as connection:
        connection.execute("COPY (SELECT 'Account' AS object, '001A' AS id, 'Acme' AS label) TO ?", [str(path)])

    (found,) = examples(workspace.folder / "scratch")["quality/a"]

    assert (found.label, found.values, found.twin) == ("Acme", (), None)


def test_a_person_is_called_by_name_and_not_by_what_a_check_says(workspace: Workspace) -> None:
    breach = Breach("User", "005A", "holds ModifyAllData through a set", label="ada@acme.test")
    people = ({"Id": "005A", "Name": "Ada Lovelace", "Username": "ada@acme.test"},)

    (found,) = shown(workspace, rule(Verdict(3, 1, (breach,))), {"User": people})
    (unnamed,) = shown(workspace, rule(Verdict(3, 1, (breach,))), {})

    assert (found.label, unnamed.label) == ("Ada Lovelace", "ada@acme.test")


def test_a_field_that_names_a_person_shows_the_name(workspace: Workspace) -> None:
    check = Matches(object="Account", field="Manager__c", pattern="^nobody$")
    people = ({"Id": "005000000000001AAA", "Name": "Ada Lovelace"},)
    row = {"Id": "001A", "Name": "Acme", "Manager__c": "005000000000001AAA"}

    (found,) = shown(workspace, judged(check), {"Account": (row,), "User": people})

    assert found.values == (FieldValue("Manager__c", "Ada Lovelace"),)


def test_each_amount_has_its_currency(workspace: Workspace) -> None:
    rows = tuple({"Id": one, "NextStep": "", "Amount": 1000.5, "CurrencyIsoCode": of} for one, of in CURRENCIES)
    check = Filled(object="Opportunity", field="NextStep")

    found = shown(workspace, judged(check, at_stake="Amount"), {"Opportunity": rows})

    assert {one.id: one.at_stake for one in found} == {"006A": "EUR 1000.50", "006B": "JPY 1000.50"}
    assert {row["id"]: row["currency"] for row in workspace.findings} == dict(CURRENCIES)


CURRENCIES = (("006A", "EUR"), ("006B", "JPY"))


def test_an_amount_of_an_org_with_one_currency_has_none(workspace: Workspace) -> None:
    row = {"Id": "006A", "NextStep": "", "Amount": 1000.5}
    check = Filled(object="Opportunity", field="NextStep")

    (found,) = shown(workspace, judged(check, at_stake="Amount"), {"Opportunity": (row,)})

    assert found.at_stake == "1000.50"
