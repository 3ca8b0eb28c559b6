"""The verbs that know what texts mean: which records of a tiny org break them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from sf_audit.checks.email import Email
from sf_audit.checks.fresh import Fresh
from sf_audit.checks.not_placeholder import NotPlaceholder
from sf_audit.checks.phone import Phone
from sf_audit.checks.unique import Unique
from sf_audit.checks.web_address import WebAddress
from sf_audit.errors import UsageProblem
from sf_audit.rulebook.workspace.standards import Standards
from tests.checks.looking import look


def accounts(**fields: Any) -> dict[str, list[dict[str, Any]]]:
    """Accounts 0, 1, 2…, with the values of each field in their order."""
    rows = zip(*fields.values(), strict=True)
    return {"Account": [{"Id": str(place), **dict(zip(fields, row, strict=True))} for place, row in enumerate(rows)]}


def test_names_that_a_reader_takes_for_one_are_not_unique() -> None:
    org = accounts(
        Name=["Straße 1", "STRASSE  1", "O’Brien", "O'BRIEN ", "Coca–Cola", "coca-cola", "Müller", "Muller", "A"]
    )

    assert look(Unique(object="Account", fields=("Name",)), org)[1] == ["0", "1", "2", "3", "4", "5"]


def test_ids_may_differ_by_case_alone() -> None:
    org = accounts(Name=["001A", "001a", "001A", "001A "])

    assert look(Unique(object="Account", fields=("Name",), case_sensitive=True), org)[1] == ["0", "2"]


def test_several_fields_are_folded_together() -> None:
    org = accounts(Name=["ﬁrma", "FIRMA", "firma"], BillingCountry=["Österreich", "O\u0308STERREICH", "Austria"])

    assert look(Unique(object="Account", fields=("Name", "BillingCountry")), org)[1] == ["0", "1"]


def test_the_country_of_the_record_comes_first() -> None:
    org = accounts(
        Phone=["030 901820", "030 901820", "030 901820", "030 901820", "1 415 555 2671", "+49 30 901820"],
        BillingCountryCode=["DE", None, None, "US", None, "US"],
        BillingCountry=["USA", "Deutschland", "Absurdistan", "Germany", None, None],
    )
    countries = ("BillingCountryCode", "BillingCountry")

    assert look(Phone(object="Account", field="Phone", country=countries), org)[1] == ["2", "3"]
    assert look(Phone(object="Account", field="Phone", country=countries, region="DE"), org)[1] == ["3", "4"]


def test_without_the_fields_of_the_country_the_region_is_asked() -> None:
    org = accounts(Phone=["030 901820", "415 555 2671"], BillingCountry=["Germany", "Germany"])
    check = Phone(object="Account", field="Phone", country=("BillingCountry", "BillingCountryCode"))

    assert look(check, org, hidden=["Account.BillingCountry"])[1] == ["0"]


def test_many_numbers_are_judged_alike() -> None:
    numbers = [f"+49 30 {number:07}" if number % 2 else f"000-000-{number:04}" for number in range(1, 12_001)]

    wrong = look(Phone(object="Account", field="Phone"), accounts(Phone=numbers))[1]

    assert sorted(map(int, wrong)) == [place for place in range(12_000) if not (place + 1) % 2]


@pytest.mark.parametrize(
    ("check", "kept", "broken"),
    [
        (Email(object="Account", field="Text"), "ann@acme.com", "ann@acme.local"),
        (WebAddress(object="Account", field="Text"), "https://a.example?x=1", "ann@acme.com"),
        (NotPlaceholder(object="Account", field="Text"), "Test Valley Borough Council", "Ｔｅｓｔ　２"),
        (NotPlaceholder(object="Account", field="Text", words=("acme",)), "Acme Bikes", "ACME 1"),
    ],
)
def test_one_is_kept_and_one_is_broken(check: Any, kept: str, broken: str) -> None:
    assert look(check, accounts(Text=[kept, broken, None, " "]))[1] == ["1"]


DOMAINS = [
    "acme.com",
    "acme.notatld",
    "co.uk",
    "acme.co.uk",
    "ACME.LOCAL",
    "acme.onion",
    "gov.uk",
    "acme.ck",
    "例え.中国",
]
UNKNOWN = ["1", "2", "4", "5", "7"]


@pytest.mark.parametrize(
    "form", ["{}", "HTTPS://{}/about?mail=ann@acme.com", "{}:8080#top", "http://ann:pw@{}.", "www.{}"]
)
def test_a_web_address_is_in_a_domain_that_can_exist(form: str) -> None:
    websites = [form.format(domain) for domain in DOMAINS]
    expected = [place for place in UNKNOWN if not (form == "www.{}" and place in "27")]

    assert look(WebAddress(object="Account", field="Text"), accounts(Text=websites))[1] == expected


def test_a_number_after_a_scheme_needs_no_domain() -> None:
    websites = ["http://192.168.0.1/x", "https://ann@10.0.0.1:8080", "192.168.0.1"]

    assert look(WebAddress(object="Account", field="Text"), accounts(Text=websites))[1] == ["2"]


def test_an_email_address_is_in_a_domain_that_can_exist() -> None:
    addresses = [f"info@{domain}" for domain in DOMAINS]

    assert look(Email(object="Account", field="Text"), accounts(Text=addresses))[1] == UNKNOWN


def test_many_domains_are_judged_alike() -> None:
    websites = [f"www.acme{number}.{'co.uk' if number % 3 else 'notatld'}" for number in range(14_000)]

    wrong = look(WebAddress(object="Account", field="Text"), accounts(Text=websites))[1]

    assert sorted(map(int, wrong)) == list(range(0, 14_000, 3))


def test_what_is_planned_has_not_happened() -> None:
    days = [date(2026, 3, 16), date(2026, 3, 17), date(2025, 3, 16), date(2025, 3, 15), None]

    assert look(Fresh(object="Account", field="LastActivityDate", within=365), accounts(LastActivityDate=days))[1] == [
        "1",
        "3",
    ]


def test_a_workspace_has_a_region_for_rules_that_name_none(tmp_path: Path) -> None:
    (tmp_path / "sf-audit.yaml").write_text("region: de\n")

    rules = {rule.id: rule for rule in Standards.of(tmp_path).rules}

    check = rules["quality/account-phone-callable"].check
    assert isinstance(check, Phone)
    assert check.region == "DE"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("UK", "there is no region “UK”: did you mean GB?"),
        ("Germany", "there is no region “Germany”: did you mean DE?"),
        ("Europe", "there is no region “Europe”: write a code of two letters (ISO 3166-1), for example DE"),
        ("49", "there is no region “49”: write a code of two letters (ISO 3166-1), for example DE"),
    ],
)
def test_a_region_that_is_none_is_told_with_the_right_one(tmp_path: Path, written: str, said: str) -> None:
    (tmp_path / "sf-audit.yaml").write_text(f"holidays: []\nregion: {written}\n")

    with pytest.raises(UsageProblem, match=r"sf-audit\.yaml:2: region") as problem:
        Standards.of(tmp_path)

    assert said in str(problem.value)
