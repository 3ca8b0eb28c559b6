"""Countries, their parts and their postal codes: which records of a tiny org break the verbs of places."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from sf_audit.checks.country import Country
from sf_audit.checks.postal_code import PostalCode
from sf_audit.checks.state import State
from sf_audit.errors import UsageProblem
from sf_audit.model.review import Reason, Verdict
from sf_audit.rulebook.rules.load import load_rule
from tests.checks.looking import look, unread, verdict

BY_COUNTRY = ("BillingCountryCode", "BillingCountry")
HEAD = "title: t\nwhy: w\nfix: f\nseverity: low\nowner: it\ncheck:\n"


def accounts(*values: str | None, country: list[str | None] | None = None, field: str = "Place__c") -> dict[str, Any]:
    named: list[str | None] = country or [None] * len(values)
    rows = zip(values, named, strict=True)
    return {
        "Account": [
            {"Id": f"{place:02}", field: value, "BillingCountry": name} for place, (value, name) in enumerate(rows)
        ]
    }


def broken(check: Any, org: dict[str, Any]) -> list[str]:
    return look(check, org)[1]


def test_a_country_is_a_code_or_a_name() -> None:
    names = ("DE", "de", "DEU", "Germany", "Deutschland", "UK", "AQ", "Antarctica", "Türkiye", "日本", None, " ")
    wrong = ("Germny", "XX", "Europe", "D", "49", "N/A", "California")
    seen, found = look(Country(object="Account", field="Place__c"), accounts(*names, *wrong))

    assert isinstance(seen, Verdict)
    assert (seen.checked, found) == (17, ["12", "13", "14", "15", "16", "17", "18"])
    assert getattr(seen.breaches, "because", "") == "Place__c is not a country"


def test_the_form_of_a_country_may_be_asked_for() -> None:
    org = accounts("DE", "de", "DEU", "Germany", "UK", "GB", "USA", "Deutschland")

    assert broken(Country(object="Account", field="Place__c", form="code"), org) == ["01", "02", "03", "04", "06", "07"]
    assert broken(Country(object="Account", field="Place__c", form="name"), org) == ["00", "01", "02", "04", "05", "06"]


STATES = [
    ("CA", "US"), ("US-CA", "USA"), ("california", "United States"), ("Bayern", "DE"), ("Bavaria", "Germany"),
    ("BY", "Deutschland"), ("Île-de-France", "FR"), ("Ile de France", "France"), ("Ontario", "CA"), ("AE", "US"),
    ("County Cork", "IE"), ("Co. Cork", "Ireland"), ("Milano", "IT"), ("Lombardia", "IT"), ("Lombardy", "IT"),
    ("England", "GB"), ("Tokyo", "JP"), ("東京都", "JP"), ("Wien", "AT"), ("Vienna", "AT"), ("Zürich", "CH"),
    ("PR", "US"), ("NA", "IT"), ("Napoli", "IT"), ("North Rhine-Westphalia", "DE"), ("NSW", "AU"), ("Victoria", "AU"),
]  # fmt: skip
NO_STATES = [
    ("Bayern", "AT"),
    ("CA", "DE"),
    ("Californa", "US"),
    ("XX", "US"),
    ("N/A", "DE"),
    ("US-CA", "CA"),
    ("N/A", "IT"),
]


def test_a_state_is_one_of_the_records_country() -> None:
    pairs = [*STATES, *NO_STATES]
    org = accounts(*(state for state, _ in pairs), country=[name for _, name in pairs])

    found = broken(State(object="Account", field="Place__c", country=BY_COUNTRY), org)

    assert [pairs[int(place)] for place in found] == NO_STATES


def test_without_a_country_nothing_is_said_unless_there_is_a_region() -> None:
    org = accounts("Bayern", "Nowhere", "Nowhere", None, country=[None, None, "Absurdistan", "DE"])

    assert verdict(State(object="Account", field="Place__c", country=BY_COUNTRY), org).checked == 0
    assert broken(State(object="Account", field="Place__c", country=BY_COUNTRY, region="DE"), org) == ["01", "02"]
    assert broken(State(object="Account", field="Place__c", region="DE"), org) == ["01", "02"]


CODES = [
    ("02134", "US"), ("02134-1000", "US"), ("80331", "DE"), ("SW1A 1AA", "GB"), ("sw1a1aa", "UK"), ("H3Z 2Y7", "CA"),
    ("h3z2y7", "Canada"), ("1010", "AT"), ("8001", "CH"), ("1234 AB", "NL"), ("75001", "FR"), ("D02 AF30", "IE"),
    ("154-0023", "JP"), ("anything", "HK"), ("anything", None),
]  # fmt: skip
NO_CODES = [
    ("2134", "US"), ("8033", "DE"), ("80331", "AT"), ("D-80331", "DE"), ("803311", "DE"), ("SW1A", "GB"), ("123", "CH"),
    ("N/A", "DE"), ("02134 ", "US"), ("H3Z-2Y7-", "CA"), ("٠٢١٣٤", "US"),
]  # fmt: skip


def test_a_postal_code_is_one_of_the_records_country() -> None:
    pairs = [*CODES, *NO_CODES]
    org = accounts(*(code for code, _ in pairs), country=[name for _, name in pairs])
    seen, found = look(PostalCode(object="Account", field="Place__c", country=BY_COUNTRY), org)

    assert [pairs[int(place)] for place in found] == NO_CODES
    assert isinstance(seen, Verdict)
    assert seen.checked == len(pairs) - 2
    assert getattr(seen.breaches, "because", "").startswith("Place__c is not a postal code of the record's country; ")


def test_a_country_code_comes_before_the_name() -> None:
    org = accounts("80331", "1010", country=["Austria", "Austria"])
    for row, code in zip(org["Account"], ("DE", None), strict=True):
        row["BillingCountryCode"] = code

    assert broken(PostalCode(object="Account", field="Place__c", country=BY_COUNTRY), org) == []


@pytest.mark.parametrize("kind", [State, PostalCode])
def test_hidden_fields_are_not_checked(kind: Any) -> None:
    org = accounts("80331", country=["DE"])
    check = kind(object="Account", field="Place__c", country=("BillingCountry",))

    for hidden in ("Account.Place__c", "Account.BillingCountry"):
        seen, found = look(check, org, hidden=[hidden])
        assert (getattr(seen, "reason", None), found) == (Reason.FIELD_NOT_VISIBLE, [])
    assert "Read on Account.BillingCountry" in getattr(
        look(check, org, hidden=["Account.BillingCountry"])[0], "unlocked_by", ""
    )


@pytest.mark.parametrize(
    "check",
    [
        Country(object="Account", field="Place__c"),
        State(object="Account", field="Place__c", region="US"),
        PostalCode(object="Account", field="Place__c", region="US"),
    ],
)
def test_no_rows_and_empty_ones_are_not_applicable(check: Any) -> None:
    assert verdict(check, accounts()).checked == 0
    assert verdict(check, accounts(None, "", "\u3000")).checked == 0


def test_state_and_country_picklists_are_judged_and_numbers_are_not() -> None:
    org = accounts("CA", "ZZ", country=["US", "US"], field="BillingStateCode")
    fields = [{"object": "Account", "field": "BillingStateCode", "type": "picklist"}]

    check = State(object="Account", field="BillingStateCode", country=BY_COUNTRY)
    assert broken(check, {**org, "describe_fields": fields}) == ["01"]
    fields[0]["type"] = "double"
    seen = unread(check, {**org, "describe_fields": fields})
    assert seen.reason is Reason.RULE_DOES_NOT_FIT
    assert "is of type double, and state is for texts and single picklists" in seen.detail


@pytest.mark.parametrize(
    ("check", "says"),
    [
        ("state: {object: Account, field: A}", "write country: [BillingCountryCode, BillingCountry], or a region"),
        (
            "postal_code: {object: Account, field: A}",
            "write country: [BillingCountryCode, BillingCountry], or a region",
        ),
        ("state: {object: Account, field: A, region: Europe}", "there is no region “Europe”"),
        ("country: {object: Account, field: A, form: iso}", "write 'code' or 'name'"),
    ],
)
def test_settings_that_are_wrong_are_told(tmp_path: Path, check: str, says: str) -> None:
    path = tmp_path / "x.yaml"
    path.write_text(f"{HEAD}  {check}\n")

    with pytest.raises(UsageProblem) as caught:
        load_rule(path, "own/quality/x")

    assert str(caught.value).startswith(f"{path}:7: check.")
    assert says in str(caught.value)


def test_many_codes_are_judged_as_by_python() -> None:
    codes = [f"{number:05}"[: 5 - number % 3 // 2] for number in range(400)]
    expected = [f"{place:02}" for place, code in enumerate(codes) if not re.fullmatch(r"\d{5}", code)]

    assert broken(PostalCode(object="Account", field="Place__c", region="DE"), accounts(*codes)) == sorted(expected)
