"""What picklists offer: one value in two spellings, values that nobody uses; and who is warned of duplicates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from sf_audit.checks.duplicate_rules_active import DuplicateRulesActive
from sf_audit.checks.picklist_values_distinct import PicklistValuesDistinct
from sf_audit.checks.used import Used
from sf_audit.checks.values_used import ValuesUsed
from sf_audit.model.review import Reason, Verdict
from tests.checks.looking import look, unread, verdict

HIDDEN_ROWS = {"rows_hidden": True}


def offers(*values: str, field: str = "Size__c", active: bool = True) -> tuple[dict[str, Any], ...]:
    return tuple({"object": "Account", "field": field, "value": value, "active": active} for value in values)


def org(listed: Sequence[dict[str, Any]], *, described: str = "Size__c") -> dict[str, Sequence[dict[str, Any]]]:
    return {
        "describe_picklist_values": listed,
        "describe_fields": ({"object": "Account", "field": described},),
        "FieldDefinition": (
            {"DurableId": "Account.1", "QualifiedApiName": "Size__c", "EntityDefinition.QualifiedApiName": "Account"},
        ),
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Trade Show", "trade show"),
        ("Trade Show", "Tradeshow"),
        ("Trade Show", "Trade-Shows"),
        ("Trade Show", "Trade\N{NO-BREAK SPACE}Show"),
        ("Research & Development", "Research and Development"),
        ("Caf\N{LATIN SMALL LETTER E WITH ACUTE}", "Cafe\N{COMBINING ACUTE ACCENT}"),
        ("\N{FULLWIDTH LATIN CAPITAL LETTER A}pparel", "Apparel"),
        ("Straße", "STRASSE"),
        ("N/A", "n.a."),
        ("---", "---"),
    ],
)
def test_two_spellings_of_one_value_are_named(one: str, other: str) -> None:
    seen, broken = look(PicklistValuesDistinct(("Account",)), org(offers(one, other)))

    assert broken == ["Account.Size__c"]
    assert isinstance(seen, Verdict)
    assert isinstance(seen.breaches, tuple)
    assert seen.breaches[0].because in (f"offers “{one}” and “{other}”", f"offers “{other}” and “{one}”")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("1-10", "110"),
        ("1-10", "11-50"),
        ("<1 M", ">1 M"),
        ("A", "A+"),
        ("A", "A-"),
        ("C", "C#"),
        ("5", "5 %"),
        ("New", "News"),
        ("Muller", "Müller"),
        ("Web", "Webinar"),
        ("-", "?"),
    ],
)
def test_values_that_are_nearly_the_same_are_two(one: str, other: str) -> None:
    seen = verdict(PicklistValuesDistinct(("Account",)), org(offers(one, other)))

    assert (seen.checked, seen.broken) == (1, 0)


@pytest.mark.parametrize(
    "listed",
    [
        (*offers("Trade Show"), *offers("Tradeshow", active=False)),
        (*offers("Trade Show"), *offers("Tradeshow", field="Type")),
        offers("CA", "ca", field="BillingStateCode"),
        offers("Trade Show", "Tradeshow", field="acme__Kind__c"),
    ],
)
def test_values_that_nobody_can_choose_between_are_no_two(listed: Sequence[dict[str, Any]]) -> None:
    assert verdict(PicklistValuesDistinct(("Account",)), org(listed)).broken == 0


def test_an_own_field_that_the_auditor_may_not_read_could_offer_them() -> None:
    nothing = org(offers("Web", field="Type"), described="Type")
    broken = org(offers("Web", "WEB", field="Type"), described="Type")

    found = unread(PicklistValuesDistinct(("Account",)), nothing)
    seen = verdict(PicklistValuesDistinct(("Account",)), broken)

    assert (found.reason, found.unlocked_by) == (Reason.FIELD_NOT_VISIBLE, "Read on Account.Size__c")
    assert (seen.broken, seen.unread) == (1, found)


def test_an_object_without_picklists_has_nothing_to_judge() -> None:
    assert verdict(PicklistValuesDistinct(("Account",)), org(())).checked == 0


def leads(*sources: str | None) -> tuple[dict[str, Any], ...]:
    return tuple({"Id": f"00Q{number}", "Size__c": source} for number, source in enumerate(sources))


@pytest.mark.parametrize(
    ("records", "broken"),
    [
        (("Web", "Fax"), []),
        (("Web", None), ["Account.Size__c: Fax"]),
        (("Web;Fax", None), []),
        (("web", "Fax"), ["Account.Size__c: Web"]),
        ((None, None), ["Account.Size__c: Fax", "Account.Size__c: Web"]),
        (("Web Fax", "a;b"), ["Account.Size__c: Fax", "Account.Size__c: Web"]),
    ],
)
def test_values_that_no_record_has_are_named(records: tuple[str | None, ...], broken: list[str]) -> None:
    check = ValuesUsed(object="Account", field="Size__c", from_records=2)
    rows = {"Account": leads(*records), "describe_picklist_values": (*offers("Web", "Fax"), *offers("x", active=False))}

    assert look(check, rows)[1] == broken


def test_a_stage_in_which_a_deal_was_is_used() -> None:
    check = ValuesUsed(object="Opportunity", field="StageName", from_records=2)
    listed = tuple(
        {"object": "Opportunity", "field": "StageName", "value": value, "active": True}
        for value in ("Closed Won", "Quoted", "Trial")
    )
    rows = {
        "Opportunity": tuple({"Id": f"006{at}", "StageName": "Closed Won"} for at in "AB"),
        "OpportunityHistory": ({"Id": "008A", "StageName": "Quoted"}, {"Id": "008B", "StageName": None}),
        "describe_picklist_values": listed,
    }
    seen = verdict(check, rows)

    assert (seen.checked, [(breach.id, breach.because) for breach in seen.breaches]) == (  # type: ignore[union-attr]
        3,
        [("Opportunity.StageName: Trial", "is offered, and none of 2 records has it or ever had it")],
    )
    assert unread(check, rows, {"OpportunityHistory": HIDDEN_ROWS}).reason is Reason.ROWS_HIDDEN
    assert unread(check, rows, hidden=["OpportunityHistory"]).reason is Reason.OBJECT_NOT_READABLE


def test_few_records_and_hidden_ones_say_nothing_of_values() -> None:
    check = ValuesUsed(object="Account", field="Size__c", from_records=3)
    rows = {"Account": leads("Web", "Web"), "describe_picklist_values": offers("Web", "Fax")}

    assert verdict(check, rows).proof == "Account was read whole: 2 records of Account, fewer than 3"
    assert unread(check, rows, {"Account": HIDDEN_ROWS}).reason is Reason.ROWS_HIDDEN
    assert unread(check, {**rows, "Account": leads(*["Web"] * 3), "describe_picklist_values": ()}).reason is (
        Reason.UNSUPPORTED
    )
    assert unread(check, rows, hidden=["Account.Size__c"]).reason is Reason.FIELD_NOT_VISIBLE


@pytest.mark.parametrize(
    ("rules", "because"),
    [
        ((("Account", True),), ""),
        ((("account", True), ("Account", False)), ""),
        ((("Account", False),), "none of its duplicate rules is active"),
        ((("Contact", True),), "has no duplicate rule"),
        ((), "has no duplicate rule"),
    ],
)
def test_an_object_needs_one_active_duplicate_rule(rules: tuple[tuple[str, bool], ...], because: str) -> None:
    rows = tuple(
        {"Id": f"0Bm{number}", "SobjectType": name, "IsActive": active} for number, (name, active) in enumerate(rules)
    )
    seen = verdict(DuplicateRulesActive(("Account",)), {"DuplicateRule": rows})

    assert (seen.checked, [breach.because for breach in seen.breaches]) == (1, [because] if because else [])  # type: ignore[union-attr]


def test_an_object_that_the_org_does_not_have_lacks_no_duplicate_rule() -> None:
    check = DuplicateRulesActive(("Account", "Lead"))
    watched = {"DuplicateRule": ({"Id": "0BmA", "SobjectType": "Account", "IsActive": True},)}

    assert unread(check, watched, hidden=["Lead"]).reason is Reason.OBJECT_NOT_READABLE
    seen = verdict(check, {"DuplicateRule": ()}, hidden=["Lead"])
    assert (seen.checked, [breach.id for breach in seen.breaches]) == (1, ["Account"])  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("filled", "total", "because"),
    [
        (20, 1000, ""),
        (19, 1000, "is filled in 19 of 1,000 records"),
        (1, 50, ""),
        (0, 1000, ""),
    ],
)
def test_a_field_that_few_records_have_is_not_one_that_none_has(filled: int, total: int, because: str) -> None:
    counts = ({"object": "Account", "field": "Tier__c", "filled": filled, "total": total},)
    seen = verdict(Used(("Account",), at_least=0.02), {"fill_counts": counts})

    assert [breach.because for breach in seen.breaches] == ([because] if because else [])  # type: ignore[union-attr]
    assert seen.checked == (1 if filled else 0)
