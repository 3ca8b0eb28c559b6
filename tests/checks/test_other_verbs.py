"""The verbs that look at no records: edges that the examples of the rules do not show."""

from __future__ import annotations

from typing import Any

import pytest

from sf_audit.checks.described import Described
from sf_audit.checks.limit_below import LimitBelow
from sf_audit.checks.used import Used
from sf_audit.model.review import Reason, Unread
from tests.checks.access_rows import Row
from tests.checks.looking import look, unread, verdict
from tests.checks.verb_rows import HIDDEN_ROWS

REFUSED = Unread(Reason.OBJECT_NOT_READABLE, "not visible", "Read on it")


def limits(**named: tuple[int | None, int | None]) -> dict[str, tuple[Row, ...]]:
    return {"org_limits": tuple({"name": n, "maximum": m, "remaining": r} for n, (m, r) in named.items())}


@pytest.mark.parametrize(
    ("maximum", "remaining", "broken"),
    [(100, 16, 0), (100, 15, 1), (100, 0, 1), (20, 3, 1), (100, 100, 0), (100, 140, 0), (100, -5, 1)],
)
def test_a_limit_is_nearly_used_up_from_the_share_on(maximum: int, remaining: int, broken: int) -> None:
    assert verdict(LimitBelow(0.85, ("A",)), limits(A=(maximum, remaining))).broken == broken


def test_a_limit_of_zero_is_of_a_feature_that_the_org_does_not_have() -> None:
    seen = verdict(LimitBelow(0.85, ("A",)), limits(A=(0, 0)))

    assert (seen.checked, seen.proof) == (0, "the org reports a limit of zero for A")


@pytest.mark.parametrize("reported", [{}, {"B": (None, 5)}, {"B": (5, None)}])
def test_a_limit_that_is_not_reported_is_not_checked(reported: dict[str, Any]) -> None:
    assert "limit B" in unread(LimitBelow(0.85, ("A", "B")), limits(A=(100, 90), **reported)).detail


def test_a_used_up_limit_is_reported_although_another_is_missing() -> None:
    seen = verdict(LimitBelow(0.85, ("A", "B")), limits(A=(100, 0)))

    assert (seen.checked, seen.broken, seen.notes) == (1, 1, ("not reported by the org: B",))
    assert seen.unread is not None


def field(name: str, described: str | None = None, on: str = "Account") -> Row:
    return {
        "DurableId": f"{on}.{name}",
        "QualifiedApiName": name,
        "Description": described,
        "EntityDefinition.QualifiedApiName": on,
    }


def count(name: str, filled: int, total: int, on: str = "Account") -> Row:
    return {"object": on, "field": name, "filled": filled, "total": total}


def test_only_fields_of_the_objects_of_the_rule_are_judged() -> None:
    org = {"FieldDefinition": (field("A__c"), field("B__c", on="Asset"), field("C__c", on="Bike__c"))}

    assert look(Described(("Account",), custom_objects=False), org)[1] == ["Account.A__c"]
    assert look(Described(("Account",)), org)[1] == ["Account.A__c", "Bike__c.C__c"]


def test_a_description_of_white_space_is_none_and_packages_are_left_out() -> None:
    org = {"FieldDefinition": (field("A__c", " "), field("B__c", "é"), field("P__C__c"), field("Name"))}
    seen, broken = look(Described(("Account",)), org)

    assert (seen.checked if not isinstance(seen, Unread) else None, broken) == (2, ["Account.A__c"])


def test_an_org_without_custom_fields_is_no_blind_spot() -> None:
    assert verdict(Described(("Account",)), {"FieldDefinition": (field("Name"),)}).checked == 0
    assert verdict(Used(("Account",)), {"fill_counts": ()}).checked == 0


@pytest.mark.parametrize("check", [Described(("Account",)), Used(("Account",))])
@pytest.mark.parametrize("hidden", ["Account", "Bike__c"])
def test_an_object_that_is_not_covered_is_not_checked(check: Any, hidden: str) -> None:
    table = check.needs()[0].table

    assert unread(check, {table: ()}, {table: {"uncovered": {hidden: REFUSED}}}) == REFUSED


@pytest.mark.parametrize(
    ("check", "kept", "broken"),
    [
        (Described(("Account", "Case", "Lead")), field("A__c", "x"), field("A__c", "")),
        (Used(("Account", "Case", "Lead")), count("A__c", 3, 80), count("A__c", 0, 80)),
    ],
)
def test_objects_that_can_be_seen_are_judged_and_the_others_named(check: Any, kept: Row, broken: Row) -> None:
    table = check.needs()[0].table

    unseen = unread(check, {table: (kept,)}, hidden=["Case", "Lead"])
    seen = verdict(check, {table: (broken,)}, hidden=["Case", "Lead"])
    nothing = unread(check, {table: ()}, hidden=["Account", "Case", "Lead"])

    assert unseen.detail == "Case is not visible to the auditor user; Lead is not visible to the auditor user"
    assert unseen.unlocked_by == "Read on Case; Read on Lead"
    assert (seen.broken, seen.unread) == (1, unseen)
    assert nothing.detail == "Account is not visible to the auditor user"


@pytest.mark.parametrize(
    ("rule_id", "unlocked_by", "notes"),
    [
        ("metadata/x", "", ("this org has no Asset and no Lead",)),
        ("own/metadata/x", "Change it", ()),
    ],
)
def test_only_a_rule_of_the_workspace_has_to_name_what_its_org_has(
    rule_id: str, unlocked_by: str, notes: tuple[str, ...]
) -> None:
    check = Described(("Account", "Asset", "Lead"), custom_objects=False)
    lacking = Unread(Reason.RULE_DOES_NOT_FIT, "there is no such object in this org", "Change it")
    facts = {"FieldDefinition": {"uncovered": {"Asset": lacking, "Lead": lacking}}}

    seen, _ = look(check, {"FieldDefinition": (field("A__c", "x"),)}, facts, rule_id=rule_id)

    assert (seen.unlocked_by if isinstance(seen, Unread) else "") == unlocked_by
    assert (() if isinstance(seen, Unread) else seen.notes) == notes


def test_definitions_that_leave_out_fields_keep_no_rule() -> None:
    check = Described(("Account",))
    facts = {"FieldDefinition": {"rows_hidden": True}}

    seen = unread(check, {"FieldDefinition": (field("A__c", "x"),)}, facts)

    assert (seen.reason, seen.unlocked_by) == (Reason.ROWS_HIDDEN, "View Setup and Configuration")
    assert seen.detail == "FieldDefinition may leave out what the auditor user may not read"
    assert verdict(check, {"FieldDefinition": (field("A__c", ""),)}, facts).broken == 1


def test_an_object_that_only_another_rule_needs_may_be_uncovered() -> None:
    check = Described(("Account",), custom_objects=False)
    facts = {"FieldDefinition": {"uncovered": {"Bike__c": REFUSED, "Asset": REFUSED}}}

    assert verdict(check, {"FieldDefinition": (field("A__c", "x"),)}, facts).broken == 0


def test_fields_that_no_org_can_count_are_noted() -> None:
    never = Unread(Reason.UNSUPPORTED, "a long text")
    facts = {"fill_counts": {"uncovered": {"Account.Long__c": never, "Asset.Long__c": never}}}

    seen = verdict(Used(("Account",)), {"fill_counts": (count("A__c", 3, 80),)}, facts)

    assert seen.notes == (
        "1 custom field was not looked at: the org can neither count nor filter them (long texts, for example)",
    )


def test_a_field_whose_count_was_refused_keeps_no_rule() -> None:
    facts = {"fill_counts": {"uncovered": {"Bike__c.Slow__c": REFUSED}}}
    kept, broken = (count("A__c", 3, 80),), (count("A__c", 0, 80),)

    assert unread(Used(("Account",)), {"fill_counts": kept}, facts) == REFUSED
    assert verdict(Used(("Account",)), {"fill_counts": broken}, facts).unread == REFUSED
    assert verdict(Used(("Account",), custom_objects=False), {"fill_counts": kept}, facts).unread is None


def test_a_field_is_not_called_empty_where_records_are_hidden() -> None:
    org = {"fill_counts": (count("A__c", 0, 80),)}

    assert unread(Used(("Account",)), org, {"fill_counts": HIDDEN_ROWS}).reason is Reason.ROWS_HIDDEN


def test_fields_of_small_and_foreign_objects_are_left_out() -> None:
    org = {"fill_counts": (count("A__c", 0, 49), count("B__c", 0, 50), count("C__c", 0, 99, on="Asset"))}

    assert look(Used(("Account",)), org)[1] == ["Account.B__c"]
