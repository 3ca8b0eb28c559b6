"""Lists of mailboxes and domains: what is on them, what is not, and what a mistyped domain most likely is."""

from __future__ import annotations

import pytest

from sf_audit.expectations.texts.mailboxes import (
    disposable_domains,
    free_domains,
    mistyped_domains,
    plain_domain,
    role_names,
    suggested_domain,
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("gmial.com", "gmail.com"),
        ("GMIAL.COM", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("gmail.cmo", "gmail.com"),
        ("gmail.co", "gmail.com"),
        ("gmaill.com", "gmail.com"),
        ("gamil.com", "gmail.com"),
        ("mgail.com", "gmail.com"),
        ("hotmial.com", "hotmail.com"),
        ("hotmai.com", "hotmail.com"),
        ("yaho.com", "yahoo.com"),
        ("yahoo.co.ku", "yahoo.co.uk"),
        ("outlok.com", "outlook.com"),
        ("iclod.com", "icloud.com"),
        ("t-onlin.de", "t-online.de"),
        ("gmailcom", "gmail.com"),
    ],
)
def test_a_mistyped_domain_has_a_suggestion(written: str, meant: str) -> None:
    assert suggested_domain(written) == meant


@pytest.mark.parametrize(
    "domain",
    ["gmail.com", "googlemail.com", "ymail.com", "mail.com", "email.com", "hotmail.co.uk", "hotmail.fr", "yahoo.de",
     "yahoo.ca", "cloud.com", "outlook.fr", "acme.com", "gail.com", "protonmail.com", "proton.me", "live.com", ""],
)  # fmt: skip
def test_domains_of_others_have_none(domain: str) -> None:
    assert suggested_domain(domain) == ""


def test_no_provider_is_a_mistyped_one() -> None:
    assert not set(mistyped_domains()) & set(mistyped_domains().values())


def test_the_lists_know_the_large_ones() -> None:
    assert {"mailinator.com", "guerrillamail.com", "yopmail.com"} <= set(disposable_domains())
    assert {"gmail.com", "gmx.de", "web.de", "yahoo.com", "hotmail.com", "outlook.com"} <= set(free_domains())
    assert {"info", "sales", "postmaster", "kontakt", "vertrieb"} <= set(role_names())
    assert not {"salesforce.com", "ibm.com", "siemens.com", "example.com"} & {*disposable_domains(), *free_domains()}
    assert not {"ann", "max", "jordan", "sandy", "art"} & set(role_names())


def test_every_list_is_in_lower_case() -> None:
    names = [*role_names(), *disposable_domains(), *free_domains(), *mistyped_domains()]

    assert [name for name in names if name != name.lower().strip()] == []


@pytest.mark.parametrize(
    ("written", "domain"), [("Acme.COM", "acme.com"), ("@acme.com", "acme.com"), ("müller.de.", "müller.de")]
)
def test_a_domain_is_written_in_any_case(written: str, domain: str) -> None:
    assert plain_domain(written) == domain


@pytest.mark.parametrize(
    "written", ["acme", "ann@acme.com", "https://acme.com", "*.acme.com", "", "a..b", ".com", "a b.com"]
)
def test_what_is_no_domain_is_told(written: str) -> None:
    with pytest.raises(ValueError, match=r"is no domain: write one, for example acme\.com"):
        plain_domain(written)
