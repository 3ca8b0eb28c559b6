# ruff: noqa: E501 - tables of rules and what is said of them

"""Which records a rule means: any and all of several lines, periods, and fields of the records that lookups name."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sf_audit.errors import UsageProblem
from sf_audit.model.review import Reason, Unread
from sf_audit.rulebook.judging.examine import Seen, examine
from sf_audit.rulebook.judging.examples import breaching_ids, example_snapshot
from sf_audit.rulebook.rules.load import load_rule
from sf_audit.rulebook.rules.needs import needs_of
from sf_audit.rulebook.rules.rule import OrgExample

RULE = """\
title: t
why: w
fix: f
severity: low
owner: it
check:
  filled:
    object: {object}
    field: {field}
    when:
{when}
"""

#: Deals without a next step, but for the last.
DEALS = tuple(
    {"NextStep": "Call" if key == "006E" else None}
    | {"Id": key, "AccountId": account, "IsClosed": is_closed, "Amount": amount, "CloseDate": closes}
    for key, account, is_closed, amount, closes in (
        ("006A", "001C", False, 50, date(2026, 3, 1)),
        ("006B", "001P", False, 500, date(2026, 3, 9)),
        ("006C", None, True, 5, date(2026, 4, 30)),
        ("006D", "001X", True, 5, date(2025, 12, 31)),
        ("006E", "001E", False, 9, None),
    )
)
ACCOUNTS = (
    {"Id": "001C", "Type": "Customer", "BillingCountry": "Germany"},
    {"Id": "001P", "Type": "prospect", "BillingCountry": "France"},
    {"Id": "001E", "Type": None, "BillingCountry": None},
)
TODAY = date(2026, 3, 9)


def judged(folder: Path, when: str, **changes: Any) -> Seen:
    settings = {"object": "Opportunity", "field": "NextStep", "Opportunity": DEALS, "Account": ACCOUNTS, **changes}
    indented = "\n".join(f"      {line}" for line in when.splitlines())
    text = RULE.format(object=settings.pop("object"), field=settings.pop("field"), when=indented)
    (folder / "x.yaml").write_text(text)
    rule = load_rule(folder / "x.yaml", "own/quality/x")
    needs = needs_of(rule)
    assert not isinstance(needs, Unread)
    doubted = settings.pop("doubted", {})
    unseen = {name: settings.pop(name, ()) for name in ("hidden", "hidden_rows")}
    with example_snapshot(OrgExample(org=settings, today=TODAY, **unseen), needs) as snapshot:
        seen = examine([rule], snapshot, doubted)["own/quality/x"]
        if not isinstance(seen, Unread):
            found.extend(breaching_ids(seen))
    return seen


found: list[str] = []


@pytest.fixture(autouse=True)
def nothing_found_yet() -> None:
    found.clear()


@pytest.mark.parametrize(
    ("when", "ids"),
    [
        ("any:\n- Amount: {at_least: 100}\n- IsClosed: true", ["006B", "006C", "006D"]),
        ("IsClosed: false\nany:\n- {Amount: 50}\n- {Amount: 500, AccountId: 001C}", ["006A"]),
        ("any:\n- all:\n  - {Amount: {at_least: 40}}\n  - {Amount: {at_most: 60}}\n- CloseDate: {is: empty}", ["006A"]),
        ("all:\n- any: [{Amount: 5}, {Amount: 50}]\n- any: [{IsClosed: false}, {AccountId: 001X}]", ["006A", "006D"]),
        ("CloseDate: {in: this month}", ["006A", "006B"]),
        ("CloseDate: {in: Next  Month}", ["006C"]),
        ("CloseDate: {in: this quarter}", ["006A", "006B"]),
        ("CloseDate: {in: next quarter}", ["006C"]),
        ("CloseDate: {in: last quarter}", ["006D"]),
        ("CloseDate: {in: last year}", ["006D"]),
        ("CloseDate: {in: today}", ["006B"]),
        ("CloseDate: {in: last 8 days}", ["006A", "006B"]),
        ("CloseDate: {in: last 7 days}", ["006B"]),
        ("CloseDate: {in: next 60 days}", ["006C"]),
    ],
)
def test_any_and_all_lines_and_periods_choose_records(tmp_path: Path, when: str, ids: list[str]) -> None:
    judged(tmp_path, when)

    assert sorted(found) == ids


@pytest.mark.parametrize(
    ("when", "ids"),
    [
        ("Account.Type: Customer", ["006A"]),
        ("Account.Type: [Customer, Prospect]", ["006A", "006B"]),
        ("Account.Type: {not: Customer}", ["006B", "006C", "006D"]),
        ("Account.Type: {is: filled}", ["006A", "006B"]),
        ("Account.Type: {is: empty}", ["006C", "006D"]),
        ("any:\n- Account.Type: Customer\n- IsClosed: true", ["006A", "006C", "006D"]),
        ("Account.Type: Customer\nAccount.BillingCountry: France", []),
        ("Account.BillingCountry: [Germany, France]\nIsClosed: false", ["006A", "006B"]),
    ],
)
def test_fields_of_the_record_that_a_lookup_names_choose_records(tmp_path: Path, when: str, ids: list[str]) -> None:
    judged(tmp_path, when)

    assert sorted(found) == ids


def test_an_own_lookup_is_known_by_its_description(tmp_path: Path) -> None:
    described = (
        {"object": "Opportunity", "field": "Buyer__c", "type": "reference", "reference_to": "Firm__c"},
        {"object": "Firm__c", "field": "Tier__c", "type": "string", "reference_to": None},
    )
    deals = (
        {"Id": "006A", "NextStep": None, "Buyer__c": "a01A"},
        {"Id": "006B", "NextStep": None, "Buyer__c": "a01B"},
        {"Id": "006C", "NextStep": None, "Buyer__c": None},
    )
    firms = ({"Id": "a01A", "Tier__c": "Gold"}, {"Id": "a01B", "Tier__c": "Tin"})

    judged(tmp_path, "Buyer__r.Tier__c: gold", Opportunity=deals, Firm__c=firms, describe_fields=described)

    assert found == ["006A"]


@pytest.mark.parametrize(
    ("when", "ids"),
    [
        ("Owner.Type: Queue", ["00QB"]),
        ("Owner.Type: User", ["00QA", "00QC"]),
        ("Owner.Type: {not: Queue}", ["00QA", "00QC"]),
        ("Owner.Type: [User, Queue]", ["00QA", "00QB", "00QC"]),
        ("Owner.Username: {not: loader@acme.com}", ["00QA", "00QB"]),
        ("Owner.IsActive: true", ["00QA"]),
    ],
)
def test_owners_choose_records(tmp_path: Path, when: str, ids: list[str]) -> None:
    described = ({"object": "Lead", "field": "OwnerId", "type": "reference", "reference_to": "Group;User"},)
    owners = {"00QA": "005A", "00QB": "00GQ", "00QC": "005L"}
    leads = tuple({"Id": lead, "OwnerId": owner, "Phone": None} for lead, owner in owners.items())
    users = (
        {"Id": "005A", "Username": "ana@acme.com", "IsActive": True},
        {"Id": "005L", "Username": "Loader@acme.com", "IsActive": False},
    )
    queues = ({"Id": "00GQ", "Type": "Queue"},)

    judged(
        tmp_path, when, object="Lead", field="Phone", Lead=leads, User=users, Group=queues, describe_fields=described
    )

    assert sorted(found) == ids


def test_a_record_type_is_meant_by_its_developer_name(tmp_path: Path) -> None:
    described = ({"object": "Opportunity", "field": "RecordTypeId", "type": "reference", "reference_to": "RecordType"},)
    record_types = (
        {"object": "Opportunity", "id": "012A", "name": "Renewal"},
        {"object": "Opportunity", "id": "012B", "name": "New_Business"},
    )
    deals = (
        {"Id": "006A", "NextStep": None, "RecordTypeId": "012A"},
        {"Id": "006B", "NextStep": None, "RecordTypeId": "012B"},
    )
    org = {"Opportunity": deals, "describe_fields": described, "describe_record_types": record_types}

    judged(tmp_path, "RecordType.DeveloperName: renewal", **org)
    assert found == ["006A"]

    unknown = judged(tmp_path, "RecordType.DeveloperName: Renewals", **org)
    assert isinstance(unknown, Unread)
    assert unknown.detail.endswith(
        "x.yaml:11: check.filled.when.RecordType.DeveloperName: Opportunity has no record type “Renewals”; "
        "did you mean Renewal?"
    )


def test_parents_that_sharing_hides_could_be_the_ones(tmp_path: Path) -> None:
    seen = judged(tmp_path, "Account.Type: Customer", hidden_rows=("Account",))

    assert isinstance(seen, Unread) or seen.unread is not None
    unread = seen if isinstance(seen, Unread) else seen.unread
    assert unread is not None
    assert unread.reason is Reason.ROWS_HIDDEN


@pytest.mark.parametrize(
    ("when", "hidden"),
    [
        ("Account.Type: Customer", "Account.Type"),
        ("Account.Type: {not: Customer}", "Account.Type"),
        ("Account.Type: {is: empty}", "Opportunity.AccountId"),
        ("any: [{Account.Type: Customer}, {IsClosed: true}]", "Account.Type"),
        ("any: [{Account.Type: Customer}, {IsClosed: true}]", "Opportunity.AccountId"),
        ("any: [{Account.Type: Customer}, {IsClosed: true}]", "Opportunity.IsClosed"),
        ("CloseDate: {in: this month}", "Opportunity.CloseDate"),
    ],
)
def test_what_is_hidden_is_never_a_pass(tmp_path: Path, when: str, hidden: str) -> None:
    seen = judged(tmp_path, when, hidden=(hidden,))

    assert isinstance(seen, Unread)
    assert seen.reason is Reason.FIELD_NOT_VISIBLE
    assert seen.detail == f"{hidden} is not visible to the auditor user"


@pytest.mark.parametrize("when", ["Account.Type: Customer", "Account.Type: {not: Customer}"])
def test_parents_that_may_be_missing_put_nobody_in_scope(tmp_path: Path, when: str) -> None:
    doubt = Unread(Reason.FEWER_ROWS, "Account has far fewer records than before")

    assert judged(tmp_path, when, doubted={"Account": doubt}) == doubt


def test_a_text_that_no_parent_has_proves_nothing(tmp_path: Path) -> None:
    described = ({"object": "Account", "field": "BillingCountry", "type": "string"},)

    seen = judged(tmp_path, "Account.BillingCountry: Deutchland", describe_fields=described)

    assert isinstance(seen, Unread)
    assert seen.detail.endswith(
        "x.yaml:11: check.filled.when.Account.BillingCountry: none of 5 Opportunity records has “Deutchland” in "
        "Account.BillingCountry, so nothing was looked at"
    )


@pytest.mark.parametrize(
    ("when", "says"),
    [
        ("any: {Amount: 5}", "11: check.filled.when.any: write a list of fields with their values, for example - IsClosed: false"),
        ("any: []", "11: check.filled.when.any: write a list of fields with their values"),
        ("any:\n- Amount: 5\n- {}", "13: check.filled.when.any.1: is empty: write a field and its value"),
        ("any:\n- Amount: 5\n- Amount: {above: 3}", "13: check.filled.when.any.1.Amount: “above” is none of is, not, at_least, at_most, older_than, newer_than, in: write at_least with the next value of the field, for example at_least: 50000.01 for 50,000"),
        ("any:\n- 5", "12: check.filled.when.any.0: write fields and their values, for example IsClosed: false"),
        ("or:\n- Amount: 5", "11: check.filled.when.or: write any:"),
        ("Account.Owner.Name: Ana", "11: check.filled.when.Account.Owner.Name: “Account.Owner.Name” goes over two lookups: a line of `when:` goes over one, as in Account.Type or Owner.UserRoleId"),
        ("CloseDate: {in: this week}", "11: check.filled.when.CloseDate: “this week” is no period: write yesterday, today, tomorrow, last month, this quarter or next year, or days such as last 30 days"),
        ("CloseDate: {in: [2026, 2027]}", "11: check.filled.when.CloseDate: in: takes one period of days; for a list of values write the list alone, [a, b]"),
        ("CloseDate: {in: 7}", "11: check.filled.when.CloseDate: in: write a period of days, for example today, this month, last quarter, next 30 days"),
    ],
)  # fmt: skip
def test_a_wrong_line_is_told_with_its_place(tmp_path: Path, when: str, says: str) -> None:
    with pytest.raises(UsageProblem) as refused:
        judged(tmp_path, when)

    assert f"x.yaml:{says}" in str(refused.value)
