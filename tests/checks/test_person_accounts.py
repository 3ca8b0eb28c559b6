"""Rules about companies in orgs with person accounts, and in those that do not know the field."""

from __future__ import annotations

import pytest
from looking import look, verdict

from sf_audit.checks.filled import Filled
from sf_audit.rulebook.settings import when

COMPANY = {"Id": "001A", "Industry": None, "IsPersonAccount": False}
PERSON = {"Id": "001B", "Industry": None, "IsPersonAccount": True}
ELSEWHERE = {"Id": "001C", "Industry": None}


@pytest.mark.parametrize(
    ("said", "with_persons", "without"),
    [
        (False, ["001A"], ["001C"]),
        ({"not": True}, ["001A"], ["001C"]),
        ({"is": "filled"}, ["001A", "001B"], ["001C"]),
        ([True, False], ["001A", "001B"], ["001C"]),
        (True, ["001B"], []),
        ({"not": False}, ["001B"], []),
        ({"is": "empty"}, [], []),
    ],
)
def test_without_person_accounts_every_account_is_a_company(
    said: object, with_persons: list[str], without: list[str]
) -> None:
    check = Filled(object="Account", field="Industry", when=when({"IsPersonAccount": said}))

    assert look(check, {"Account": (COMPANY, PERSON)})[1] == with_persons
    assert look(check, {"Account": (ELSEWHERE,)})[1] == without


def test_a_rule_about_persons_does_not_apply_where_there_can_be_none() -> None:
    check = Filled(object="Account", field="Industry", when=when({"IsPersonAccount": True}))

    seen = verdict(check, {"Account": (ELSEWHERE,)})

    assert (seen.checked, seen.proof) == (0, "Account was read whole: 1 rows, none in scope")


def test_the_field_is_read_where_it_is_and_filters_nothing_at_the_org() -> None:
    check = Filled(object="Account", field="Industry", when=when({"IsPersonAccount": False, "Type": "Customer"}))

    (need,) = check.needs()

    assert {row.field for row in need.rows} == {"Type"}
    assert "IsPersonAccount" in need.optional
