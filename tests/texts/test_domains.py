"""Which domains can exist, value by value, and that SQL accepts no more than that."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sf_audit.expectations.texts.domains import as_domain, is_registrable, surely_registrable
from tests.texts.asked_texts import Holding

DOMAINS = [
    "acme.com",
    "ACME.COM",
    "acme.com.",
    "www.acme.co.uk",
    "acme.co.uk",
    "acme.uk",
    "acme.de",
    "acme.museum",
    "github.io",
    "acme.github.io",
    "blogspot.com",
    "例え.中国",
    "例え。中国",
    "ａｃｍｅ．ｃｏｍ",
    "acme.xn--fiqs8s",
    "मराठी.भारत",
    "www.ck",
    "city.kobe.jp",
    "acme.city.kobe.jp",
    "gov.uk",
    "gov.bm",
    "nhs.uk",
    "gob.mx",
    "acme.example",
    "example.com",
]
NO_DOMAINS = [
    "",
    ".",
    "com",
    "uk",
    "acme",
    "acme.notatld",
    "acme.com.notatld",
    "acme.local",
    "acme.internal",
    "acme.corp",
    "acme.test",
    "acme.invalid",
    "acme.onion",
    "例え.テスト",
    "co.uk",
    "CO.UK",
    "co.uk.",
    "com.au",
    "co.jp",
    "com.br",
    "k12.ca.us",
    "acme.ck",
    "acme.kobe.jp",
    "acme..com",
    ".com",
    "1.2.3.4",
    "acme.c",
]


@pytest.mark.parametrize("domain", DOMAINS)
def test_can_be_registered(domain: str) -> None:
    assert is_registrable(domain)


@pytest.mark.parametrize("domain", NO_DOMAINS)
def test_can_not_be_registered(domain: str) -> None:
    assert not is_registrable(domain)


def test_no_library_is_asked_for_usual_domains(holding: Holding) -> None:
    usual = ["acme.com", "www.acme.com", "acme.de", "acme.fr", "acme.co.uk", "a.b.acme.com.au", "acme.it", "acme.jp"]

    assert holding(surely_registrable("value"), [*usual, *NO_DOMAINS]) == set(usual)


LABEL = st.sampled_from(
    ["acme", "co", "com", "uk", "jp", "kobe", "city", "ck", "www", "k12", "ca", "us", "notatld", ""]
)


@given(st.lists(st.lists(LABEL, max_size=5).map(".".join), min_size=60, max_size=90))
def test_the_library_accepts_what_sql_accepts(holding: Holding, domains: list[str]) -> None:
    assert all(is_registrable(domain) for domain in holding(surely_registrable(as_domain("value")), domains))
