"""Rules about companies in orgs with person accounts, and in those that do not know the field."""

from __future__ import annotations

import pytest

from sf_audit.checks.filled import Filled
from sf_audit.checks.has_related import HasRelated
from sf_audit.model.review import Reason, Verdict
from sf_audit.rulebook.settings.when import when
from tests.checks.looking import look, unread, verdict

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

    assert (seen.checked, seen.proof) == (0, "Account was read whole: 1 row, none in scope")


def test_the_field_is_read_where_it_is_and_filters_nothing_at_the_org() -> None:
    check = Filled(object="Account", field="Industry", when=when({"IsPersonAccount": False, "Type": "Customer"}))

    (need,) = check.needs()

    assert {row.field for row in need.rows} == {"Type"}
    assert "IsPersonAccount" in need.optional


ROLES = HasRelated(object="Opportunity", child="OpportunityContactRole", by="OpportunityId", company_by="AccountId")
DEALS = (
    {"Id": "006A", "AccountId": "001A"},
    {"Id": "006B", "AccountId": "001B"},
    {"Id": "006C", "AccountId": None},
)


def test_a_deal_of_a_person_needs_no_contact_role() -> None:
    rows = {"Opportunity": DEALS, "Account": (COMPANY, PERSON), "OpportunityContactRole": ()}

    seen, blamed = look(ROLES, rows)

    assert blamed == ["006A", "006C"]
    assert isinstance(seen, Verdict)
    assert seen.checked == 2


def test_without_person_accounts_every_deal_needs_one() -> None:
    rows = {"Opportunity": DEALS, "Account": ({"Id": "001A"}, {"Id": "001B"}), "OpportunityContactRole": ()}

    assert look(ROLES, rows)[1] == ["006A", "006B", "006C"]


def test_whose_account_is_hidden_may_be_a_persons() -> None:
    rows = {"Opportunity": DEALS, "Account": (COMPANY, PERSON), "OpportunityContactRole": ()}

    seen = unread(ROLES, rows, {"Account": {"rows_hidden": True}})

    assert (seen.reason, seen.unlocked_by) == (Reason.ROWS_HIDDEN, "View All Records on Account, or View All Data")
