"""What a standard rules out of addresses: which records of a tiny org break `email` with a setting."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from sf_audit.checks.email import Email
from sf_audit.errors import UsageProblem
from sf_audit.model.review import Reason, Verdict
from sf_audit.rulebook.settings.when import when
from sf_audit.rulebook.workspace.standards import Standards
from tests.checks.looking import look, unread, verdict

ADDRESSES = [
    "ann@acme.com",
    "Info@acme.com",
    "info+de@acme.com",
    "ann@mailinator.com",
    "ann@x.mailinator.com",
    "ann@GMAIL.com",
    "ann@gmial.com",
    "ann@our.example",
    "ann@de.our.example",
    "ann@notour.example",
    "no address",
    None,
    " ",
    "informant@acme.com",
    '"info"@acme.com',
]
HEAD = "title: t\nwhy: w\nfix: f\nseverity: low\nowner: it\ncheck:\n"
RULE = HEAD + "  email:\n    object: Contact\n    field: Email\n    {}\n"


def contacts(*addresses: str | None) -> dict[str, list[dict[str, Any]]]:
    return {"Contact": [{"Id": f"{place:02}", "Email": address} for place, address in enumerate(addresses)]}


@pytest.mark.parametrize(
    ("settings", "broken", "says"),
    [
        ({}, [], ""),
        ({"role": False}, ["01", "02"], ", or one of a role"),
        ({"role": False, "roles": ("Informant",)}, ["01", "02", "13"], ", or one of a role"),
        ({"disposable": False}, ["03", "04", "06"], ", or one of a disposable provider"),
        ({"free_mail": False}, ["03", "05"], ", or one of a free provider"),
        ({"mistyped": False}, ["06"], ", or one in a mistyped domain"),
        ({"own_domains": ("Our.example",)}, ["07", "08"], ", or one in a domain of our own"),
        ({"refused_domains": ("@acme.com",)}, ["00", "01", "02", "13", "14"], ", or one in a domain that is refused"),
        (
            {"role": False, "free_mail": False, "own_domains": ("our.example",)},
            ["01", "02", "03", "05", "07", "08"],
            ", or one of a role or of a free provider or in a domain of our own",
        ),
    ],
)  # fmt: skip
def test_each_setting_rules_out_its_own(settings: dict[str, Any], broken: list[str], says: str) -> None:
    seen, found = look(Email(object="Contact", field="Email", **settings), contacts(*ADDRESSES))

    assert isinstance(seen, Verdict)
    assert (seen.checked, found) == (13, sorted([*broken, "10"]))
    assert getattr(seen.breaches, "because", "") == f"Email is not an e-mail address{says}"


def test_no_rows_none_filled_and_a_hidden_field() -> None:
    check = Email(object="Contact", field="Email", role=False, disposable=False)

    assert verdict(check, contacts()).checked == 0
    assert verdict(check, contacts(None, "")).checked == 0
    seen, _ = look(check, contacts("info@acme.com"), hidden=["Contact.Email"])
    assert getattr(seen, "reason", None) is Reason.FIELD_NOT_VISIBLE


def test_only_records_in_scope_are_judged() -> None:
    rows = [("0", "Web", "info@acme.com"), ("1", "Fair", "sales@acme.com"), ("2", "Web", "ann@acme.com")]
    org = {"Contact": [{"Id": name, "Source__c": source, "Email": address} for name, source, address in rows]}
    check = Email(object="Contact", field="Email", role=False, when=when({"Source__c": "Web"}))

    assert (verdict(check, org).checked, look(check, org)[1]) == (2, ["0"])


def test_a_date_is_no_address() -> None:
    org: dict[str, Any] = {
        "Contact": [{"Id": "0", "Email": "x"}],
        "describe_fields": [{"object": "Contact", "field": "Email", "type": "date"}],
    }

    assert unread(Email(object="Contact", field="Email", role=False), org).reason is Reason.RULE_DOES_NOT_FIT


def rule_of(workspace: Path, settings: str) -> Email:
    path = workspace / "rules" / "quality" / "address.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(RULE.format(settings))
    check = next(rule for rule in Standards.of(workspace).rules if rule.id == "own/quality/address").check
    assert isinstance(check, Email)
    return check


def test_lists_come_from_files_of_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "domains.txt").write_text("our.example\nmailinator.com\n")
    (tmp_path / "roles.csv").write_text("Role;Note\nann;x\n")

    check = rule_of(tmp_path, "own_domains_from: domains.txt\n    role: false\n    roles_from: roles.csv")

    assert check.own_domains == ("our.example", "mailinator.com")
    assert look(check, contacts("bob@de.our.example", "ann@acme.com", "bob@acme.com"))[1] == ["00", "01"]


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ("own_domains: [acme]", "“acme” is no domain: write one, for example acme.com"),
        ("own_domains: [ann@acme.com]", "“ann@acme.com” is no domain"),
        ("own_domains_from: bad.txt", "check.email.own_domains_from: bad.txt: “acme” is no domain"),
        ("own_domains: [a.com]\n    own_domains_from: bad.txt", "write own_domains or own_domains_from, not both"),
        ("roles: [boss]", "roles go with role: false"),
        ("role: false\n    roles: [boss@acme.com]", "“boss@acme.com” has an @: write what stands before it"),
        ("role: 7", "write true or false"),
        ("disposible: false", "there is no such key"),
    ],
)
def test_settings_that_are_wrong_are_told_with_their_file(tmp_path: Path, settings: str, says: str) -> None:
    (tmp_path / "bad.txt").write_text("acme\n")

    with pytest.raises(UsageProblem) as caught:
        rule_of(tmp_path, settings)

    assert str(caught.value).startswith(f"{tmp_path}/rules/quality/address.yaml:")
    assert says in str(caught.value)
