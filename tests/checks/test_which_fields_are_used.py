"""used: which fields of an org are its own to delete."""

from __future__ import annotations

import pytest
from looking import look

from sf_audit.checks.used import Used


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
