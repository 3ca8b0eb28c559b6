"""used: which fields of an org are its own to delete."""

from __future__ import annotations

import pytest

from sf_audit.checks.used import Used
from sf_audit.model.review import Reason, Unread
from tests.checks.looking import look, verdict


@pytest.mark.parametrize(
    ("field", "broken"),
    [
        ("Fax_2__c", ["Account.Fax_2__c"]),
        ("acme__Score__c", []),
        ("Region__pc", []),
        ("acme__Region__pc", []),
        ("Depot__Latitude__s", ["Account.Depot__c"]),
        ("Depot__Longitude__s", []),
        ("acme__Depot__Latitude__s", []),
    ],
)
def test_an_empty_field_is_named_once_and_only_if_it_can_be_deleted_here(field: str, broken: list[str]) -> None:
    counts = ({"object": "Account", "field": field, "filled": 0, "total": 400},)

    _, found = look(Used(("Account",)), {"fill_counts": counts})

    assert found == broken


def test_where_the_org_counts_no_field_nothing_is_said_of_every_field() -> None:
    never = {"Account.Story__c": Unread(Reason.UNSUPPORTED, "Account.Story__c can neither be counted nor filtered")}

    seen = verdict(Used(("Account",)), {"fill_counts": ()}, {"fill_counts": {"uncovered": never}})

    assert (seen.checked, seen.proof) == (
        0,
        "no custom field that the org can count, on an object with enough records; 1 custom field was not "
        "looked at: the org can neither count nor filter them (long texts, for example)",
    )
