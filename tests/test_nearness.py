"""What is proposed for a name that nothing has, and what is too far from it."""

from __future__ import annotations

import pytest

from sf_audit.nearness import nearest

PEOPLE = ["ben@acme.test", "joanna@acme.test", "mara.lindqvist@acme.test", "dana.ruiz@acme.test"]


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [
        ("severty", ["severity", "share"], "severity"),
        ("feild", ["file", "field"], "field"),
        ("ModifyAllDta", ["ModifyAllData", "ViewAllData"], "ModifyAllData"),
        ("sales ops", ["it", "sales_ops"], "sales_ops"),
        ("IT", ["it", "sales_ops"], "it"),
        ("Dana Riuz", ["dana", "Dana Ruiz"], "Dana Ruiz"),
        ("dana", ["Dana Ruiz", "Ben Ode"], "Dana Ruiz"),
        ("Indstry", ["Industry", "Name"], "Industry"),
        ("Account.Industri", ["Account.Industry", "Contact.Industry"], "Account.Industry"),
        (
            "contact-email-valid",
            ["quality/contact-email-valid", "quality/lead-email-valid"],
            "quality/contact-email-valid",
        ),
        ("access/modify-al-data", ["access/modify-all-data", "access/view-all-data"], "access/modify-all-data"),
        ("mara.lindquist@acme.test", PEOPLE, "mara.lindqvist@acme.test"),
        ("ben@acme.tset", PEOPLE, "ben@acme.test"),
        ("dana.ruizacme.test", PEOPLE, "dana.ruiz@acme.test"),
        ("Müler", ["Müller", "Maier"], "Müller"),
    ],
)
def test_what_is_near_is_proposed(word: str, known: list[str], meant: str) -> None:
    assert nearest(word, known) == meant


@pytest.mark.parametrize(
    ("word", "known"),
    [
        ("anna", ["dana", "hanno"]),
        ("ann@acme.test", PEOPLE),
        ("auditor@acme.test", PEOPLE),
        ("marketing", ["it", "sales_ops"]),
        ("me", ["it", "mo"]),
        ("email-valid", ["quality/contact-email-valid", "quality/lead-email-valid"]),
        ("owner", ["power", "tower"]),
        ("cat", ["dog"]),
        ("", ["it"]),
        ("x", []),
    ],
)
def test_what_is_far_is_not(word: str, known: list[str]) -> None:
    assert nearest(word, known) == ""


def test_the_nearest_of_several_is_proposed() -> None:
    assert nearest("Acount", ["Amount", "Account", "Accounts"]) == "Account"


def test_a_name_is_looked_for_among_very_many() -> None:
    users = [f"user{number:06}@acme.test" for number in range(50_000)]

    assert nearest("somebody.else@other.test", users) == ""
