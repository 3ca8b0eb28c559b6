"""Custom fields that are classified, that are still filled, and that were given up and are filled all the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from sf_audit.checks.classified import Classified
from sf_audit.checks.deprecated_fields_empty import DeprecatedFieldsEmpty
from sf_audit.checks.used import Used
from sf_audit.connector.api.describe import DescribedField
from sf_audit.connector.plan.fill_counts import fill_queries
from sf_audit.model.review import Reason, Unread
from tests.checks.looking import Rows, look, unread, verdict

OBJECT = "EntityDefinition.QualifiedApiName"


def defined(name: str, owner: str = "Account", **values: Any) -> dict[str, Any]:
    empty = {"SecurityClassification": None, "BusinessOwnerId": None, "BusinessStatus": None}
    return {"DurableId": f"{owner}.{name}", "QualifiedApiName": name, OBJECT: owner, **empty, **values}


def counted(name: str, filled: int, total: int = 100) -> dict[str, Any]:
    return {"object": "Account", "field": name, "filled": filled, "total": total}


@pytest.mark.parametrize(
    ("values", "owner", "because"),
    [
        ({"SecurityClassification": "Public"}, False, ""),
        ({"SecurityClassification": "Secret of ours"}, False, ""),
        ({}, False, "has no data sensitivity"),
        ({"SecurityClassification": " "}, False, "has no data sensitivity"),
        ({"SecurityClassification": "Public"}, True, "has no data owner"),
        ({"BusinessOwnerId": "005A"}, True, "has no data sensitivity"),
        ({}, True, "has no data sensitivity and no data owner"),
        ({"SecurityClassification": "Public", "BusinessOwnerId": "00GA"}, True, ""),
    ],
)
def test_a_field_says_how_sensitive_it_is_and_whose(values: Mapping[str, str], owner: bool, because: str) -> None:
    fields = (defined("Tier__c", **values), defined("Industry"), defined("acme__Score__c"), defined("A__c", "Lead"))
    seen = verdict(Classified(("Account",), custom_objects=False, owner=owner), {"FieldDefinition": fields})

    assert (seen.checked, [breach.because for breach in seen.breaches]) == (1, [because] if because else [])  # type: ignore[union-attr]


def test_fields_of_custom_objects_are_classified_too_unless_they_are_left_out() -> None:
    rows = {"FieldDefinition": (defined("Terms__c", "Plan__c"),)}

    assert verdict(Classified(("Account",)), rows).broken == 1
    assert verdict(Classified(("Account",), custom_objects=False), rows).checked == 0
    assert unread(Classified(("Account",)), rows, hidden=["FieldDefinition"]).reason is Reason.OBJECT_NOT_READABLE


def of_all_and_new(every: Sequence[dict[str, Any]], new: Sequence[dict[str, Any]]) -> Rows:
    return {"fill_counts": every, "recent_fill_counts": new}


@pytest.mark.parametrize(
    ("every", "new", "checked", "because"),
    [
        (counted("Tier__c", 40), counted("Tier__c", 1, 50), 1, ""),
        (counted("Tier__c", 40), counted("Tier__c", 0, 50), 1, "is empty in all 50 records of the last 365 days"),
        (counted("Tier__c", 40), counted("Tier__c", 0, 49), 0, ""),
        (counted("Tier__c", 0), counted("Tier__c", 0, 50), 0, ""),
        (counted("acme__Tier__c", 40), counted("acme__Tier__c", 0, 50), 0, ""),
        (
            counted("Depot__Latitude__s", 40),
            counted("Depot__Latitude__s", 0, 50),
            1,
            "is empty in all 50 records of the last 365 days",
        ),
    ],
)
def test_a_field_that_only_old_records_have_is_named(
    every: dict[str, Any], new: dict[str, Any], checked: int, because: str
) -> None:
    seen = verdict(Used(("Account",), lately=True), of_all_and_new((every,), (new,)))

    assert (seen.checked, [breach.because for breach in seen.breaches]) == (checked, [because] if because else [])  # type: ignore[union-attr]


@pytest.mark.parametrize("table", ["fill_counts", "recent_fill_counts"])
def test_counts_of_some_records_do_not_say_that_a_field_is_given_up(table: str) -> None:
    rows = of_all_and_new((counted("Tier__c", 40),), (counted("Tier__c", 0),))
    refused = {"Account.Tier__c": Unread(Reason.INCOMPLETE, "Account.Tier__c was not counted", "Nothing")}

    hidden = unread(Used(("Account",), lately=True), rows, {table: {"rows_hidden": True}})
    uncounted = unread(Used(("Account",), lately=True), of_all_and_new((), ()), {table: {"uncovered": refused}})

    assert (hidden.reason, hidden.unlocked_by) == (Reason.ROWS_HIDDEN, "View All Data")
    assert uncounted.reason is Reason.INCOMPLETE


def test_a_share_of_all_and_one_of_the_new_are_two_rules() -> None:
    with pytest.raises(ValueError, match=r"^at_least is of all records, and lately of the new ones"):
        Used(("Account",), lately=True, at_least=0.02)


@pytest.mark.parametrize(
    ("usage", "filled", "checked", "because"),
    [
        ("DeprecateCandidate", 3, 1, "is deprecated and filled in 3 records of the last 365 days"),
        ("Hidden", 1, 1, "is deprecated and filled in 1 record of the last 365 days"),
        ("DeprecateCandidate", 0, 1, ""),
        ("Active", 3, 0, ""),
        (None, 3, 0, ""),
    ],
)
def test_a_deprecated_field_is_filled_in_no_new_record(
    usage: str | None, filled: int, checked: int, because: str
) -> None:
    rows = {
        "FieldDefinition": (defined("Tier__c", BusinessStatus=usage), defined("acme__X__c", BusinessStatus="Hidden")),
        "recent_fill_counts": (counted("tier__c", filled),),
    }
    seen = verdict(DeprecatedFieldsEmpty(("Account",)), rows)

    assert (seen.checked, [breach.because for breach in seen.breaches]) == (checked, [because] if because else [])  # type: ignore[union-attr]


def test_a_deprecated_field_that_nobody_counted_is_not_known_to_be_empty() -> None:
    fields = (defined("Tier__c", BusinessStatus="Hidden"), defined("Old__c", BusinessStatus="Hidden"))
    rows = {"FieldDefinition": fields, "recent_fill_counts": (counted("Old__c", 2),)}
    none_filled = {**rows, "recent_fill_counts": (counted("Old__c", 0), counted("Tier__c", 0))}

    seen = verdict(DeprecatedFieldsEmpty(("Account",)), rows)
    hidden = unread(DeprecatedFieldsEmpty(("Account",)), none_filled, {"recent_fill_counts": {"rows_hidden": True}})

    assert (seen.broken, seen.unread.unlocked_by if seen.unread else "") == (1, "Read on Account.Tier__c")
    assert (hidden.reason, hidden.unlocked_by) == (Reason.ROWS_HIDDEN, "View All Data")


SEEN = {"object": "Account", "field": "Seen__c", "calculated": False}


def test_a_formula_or_a_field_of_an_empty_object_is_filled_by_nobody() -> None:
    fields = (
        defined("Score__c", BusinessStatus="Hidden"),
        defined("Depot__c", BusinessStatus="Hidden"),
        defined("Terms__c", "Plan__c", BusinessStatus="Hidden"),
    )
    rows = {
        "FieldDefinition": fields,
        "recent_fill_counts": (counted("Depot__Latitude__s", 0), counted("Depot__Longitude__s", 0)),
        "describe_fields": ({**SEEN, "field": "Score__c", "calculated": True},),
    }

    assert verdict(DeprecatedFieldsEmpty(("Account",)), rows).checked == 2
    assert verdict(DeprecatedFieldsEmpty(("Account",)), {**rows, "FieldDefinition": fields[:1]}).checked == 0


def test_a_field_that_no_org_can_count_needs_no_permission() -> None:
    never = {"Account.Story__c": Unread(Reason.UNSUPPORTED, "Account.Story__c can neither be counted nor filtered")}
    rows = {"FieldDefinition": (defined("Story__c", BusinessStatus="Hidden"),), "recent_fill_counts": ()}

    seen = unread(DeprecatedFieldsEmpty(("Account",)), rows, {"recent_fill_counts": {"uncovered": never}})

    assert (seen.reason, seen.unlocked_by) == (Reason.UNSUPPORTED, "")


@pytest.mark.parametrize(
    "check", [Used(("Account",)), Used(("Account",), lately=True), Used(("Account",), at_least=0.02)]
)
@pytest.mark.parametrize(
    ("hidden", "total", "asks_for"),
    [
        ("Old__c", 100, "Read on Account.Old__c"),
        ("acme__Old__c", 100, ""),
        # Of an object with few records nothing is said.
        ("Old__c", 49, ""),
    ],
)
def test_a_field_that_nobody_could_count_may_be_the_empty_one(
    check: Used, hidden: str, total: int, asks_for: str
) -> None:
    filled = (counted("Seen__c", 40, total),)
    rows = {"FieldDefinition": (defined("seen__c"), defined(hidden)), "describe_fields": (SEEN,)}

    seen, _ = look(check, {**rows, **of_all_and_new(filled, filled)})

    assert (seen.unlocked_by if isinstance(seen, Unread) else "") == asks_for


def test_a_field_that_nobody_could_count_does_not_acquit_another_one() -> None:
    counts = (counted("Seen__c", 40), counted("Empty__c", 0))
    rows = {"FieldDefinition": (defined("Old__c"),), "describe_fields": (SEEN,), "fill_counts": counts}

    seen = verdict(Used(("Account",)), rows)

    assert (seen.broken, seen.unread.unlocked_by if seen.unread else "") == (1, "Read on Account.Old__c")


def test_hidden_fields_of_a_custom_object_count_where_it_has_records() -> None:
    plans = {"FieldDefinition": (defined("Terms__c", "Plan__c"),), "fill_counts": (counted("Seen__c", 40),)}

    assert verdict(Used(("Account",)), plans).unread is None
    assert unread(Used(("Account",)), {**plans, "Plan__c": ({"Id": "a00A"},)}).unlocked_by == "Read on Plan__c.Terms__c"


def test_new_records_are_counted_by_the_same_queries_with_one_condition() -> None:
    fields = {
        "Tier__c": DescribedField("Tier__c", "picklist", custom=True),
        "Vip__c": DescribedField("Vip__c", "boolean", custom=True),
    }

    assert [query.soql for query in fill_queries("Account", fields, 365)] == [
        "SELECT COUNT(Id) n0, COUNT(Tier__c) n1 FROM Account WHERE CreatedDate = LAST_N_DAYS:365",
        "SELECT COUNT() FROM Account WHERE Vip__c = true AND CreatedDate = LAST_N_DAYS:365",
    ]
