"""What the command line says before it needs an org."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sf_audit import __version__
from sf_audit.cli.entry import COMMANDS
from tests.cli.demo_town import ROOT, run

OWN = """\
title: Accounts have a city
why: The van drives there.
fix: The account owner asks for it.
severity: {severity}
owner: sales_ops
partner: it
check:
  filled: {{object: Account, field: BillingCity}}
examples:
  - org: {{Account: [{{Id: 001A, BillingCity: Oslo}}]}}
  - org: {{Account: [{{Id: 001A, BillingCity: {city}}}]}}
    breaks: [001A]
"""


def test_help_lists_every_command() -> None:
    ran = run("--help")

    assert ran.code == 0
    assert [
        line.split()[0] for line in ran.out.splitlines() if line.startswith("  ") and line.split()[0] in COMMANDS
    ] == [*COMMANDS]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str) -> None:
    ran = run(command, "--help")

    assert ran.code == 0, ran.err
    assert ran.out.startswith(f"Usage: sf-audit {command}")


def test_it_says_its_version() -> None:
    assert run("--version").out.split()[-1] == __version__


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("review", "--nonsense"),
        ("review", "--fail-on", "urgent"),
        ("review", "--api-share", "2"),
        ("review", "--snapshot", "nowhere"),
        ("review", "--rule", "quality/account-industry-fill"),
        ("rules", "show", "quality/nonsense"),
        ("login", "NAME", "--way", "magic"),
        ("verify",),
        ("report", "."),
    ],
    ids=" ".join,
)
def test_wrong_usage_is_2_and_says_what_is_wrong(
    arguments: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    ran = run(*arguments)

    assert ran.code == 2
    assert ran.out == ""
    assert "Error: " in ran.err
    assert "Traceback" not in ran.err


def test_a_mistyped_rule_is_guessed() -> None:
    ran = run("rules", "show", "quality/account-industry-fill")

    assert "quality/account-industry-filled" in ran.err


def test_without_an_org_it_says_how_to_name_one(tmp_path: Path) -> None:
    for command in ("review", "plan"):
        ran = run(command, "--workspace", str(tmp_path))

        assert ran.code == 2
        assert "no org is named" in ran.err
        assert "sf-audit demo" in ran.err


@pytest.mark.parametrize("half", ["SF_AUDIT_INSTANCE_URL", "SF_AUDIT_ACCESS_TOKEN"])
def test_half_of_a_sign_in_is_said_to_be_half(half: str, tmp_path: Path) -> None:
    ran = run("review", "--workspace", str(tmp_path), env={half: "https://acme.my.salesforce.com"})

    assert ran.code == 2
    assert "SF_AUDIT_ACCESS_TOKEN" in ran.err


def test_a_host_outside_salesforce_needs_trust(tmp_path: Path) -> None:
    variables = {
        "SF_AUDIT_INSTANCE_URL": "https://127.0.0.1:8443",
        "SF_AUDIT_ACCESS_TOKEN": "00D000000000001!canary12345",
    }

    ran = run("review", "--workspace", str(tmp_path), env=variables)

    assert ran.code == 2
    assert "--trust-host" in ran.err
    assert "canary" not in ran.err


def test_rules_list_knows_every_rule_file() -> None:
    listed = json.loads(run("rules", "list", "--json").out)

    files = {
        str(path.relative_to(ROOT / "rules").with_suffix(""))
        for path in (ROOT / "rules").rglob("*.yaml")
        if path.stem != "example-orgs"
    }
    assert {one["id"] for one in listed} == files
    assert {line.split()[0] for line in run("rules", "list").out.splitlines()} == files


def test_rules_show_says_why_and_what_it_looks_at() -> None:
    said = run("rules", "show", "quality/account-industry-filled").out

    assert "Why: " in said
    assert "SELECT Id,Industry FROM Account" in said


@pytest.mark.parametrize(
    ("rule", "shown"),
    [
        (
            "adoption/customer-contacted",
            (
                "Broken:   {n} customers created more than a year ago have never been talked to",
                "At least: 90%",
                "Poor:     70% or less has no points\n",
                "File:     rules/adoption/customer-contacted.yaml",
                "      CreatedDate: {older_than: 365 days}",
                "It means records of Account where CreatedDate is more than 365 days ago, and Type is “Customer”, "
                "“Customer - Channel” or “Customer - Direct”.",
                " AND Type IN ('Customer','Customer - Channel','Customer - Direct')",
                "2 examples; run them with: sf-audit rules test adoption/customer-contacted",
            ),
        ),
        (
            "adoption/opportunity-next-step-filled",
            (
                "At stake: Amount",
                "It means records of Opportunity where IsClosed is false, and Probability is at least 75.",
                "  SELECT Id,NextStep FROM Opportunity WHERE IsClosed = false AND Probability >= 75",
                "    and, where the org has them: Amount, CreatedDate, CurrencyIsoCode, Name, OwnerId",
            ),
        ),
        ("performance/storage", ("    share: 85%", "  GET /limits, of which DataStorageMB, FileStorageMB")),
        (
            "metadata/fields-used",
            (
                "It means the org, not single records.",
                "of the custom fields of Account, Case, Contact, Lead, Opportunity, every custom object",
            ),
        ),
    ],
)
def test_rules_show_prints_the_check_its_scope_and_its_query(rule: str, shown: tuple[str, ...]) -> None:
    said = run("rules", "show", rule).out

    assert [line for line in shown if line not in said] == []


def test_a_rule_without_examples_does_not_pass_its_test(tmp_path: Path) -> None:
    path = tmp_path / "rules" / "quality" / "bare.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(OWN.split("examples:")[0].format(severity="low"))

    ran = run("rules", "test", "own/quality/bare", "--workspace", str(tmp_path))

    assert ran.code == 1
    assert "own/quality/bare: has no examples" in ran.out


def test_rules_schema_is_json() -> None:
    schema = json.loads(run("rules", "schema").out)

    assert schema["type"] == "object"
    assert schema["properties"]["poor"]["anyOf"][0] == {"type": "string", "pattern": r"^\d{1,3}(\.\d+)?\s*%$"}


def test_rules_test_is_1_when_an_example_does_not_come_out(tmp_path: Path) -> None:
    path = tmp_path / "rules" / "quality" / "account-city-filled.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(OWN.format(severity="low", city="Bergen"))

    ran = run("rules", "test", "own/quality/account-city-filled", "--workspace", str(tmp_path))

    assert ran.code == 1
    assert "example 2: expected" in ran.out


def test_a_wrong_rule_file_is_2_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "rules" / "quality" / "account-city-filled.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(OWN.format(severity="hihg", city="null"))

    ran = run("review", "--workspace", str(tmp_path))

    assert ran.code == 2
    assert "account-city-filled.yaml:4" in ran.err
    assert "high" in ran.err


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("sf-audit.yaml", "overides: {}\n", "overrides"),
        ("sf-audit.yaml", "overrides: {quality/account-industry-filled: {off: true}}\n", "reason"),
        ("sf-audit.yaml", "overrides: {quality/nonsense: {severity: low}}\n", "quality/nonsense"),
        ("sf-audit.yaml", "owners: [\n", "sf-audit.yaml"),
        ("waivers.yaml", "waivers:\n- {rule: quality/account-unique, reason: x, approved_by: y}\n", "until"),
    ],
)
def test_a_wrong_configuration_is_2_and_named(tmp_path: Path, name: str, text: str, says: str) -> None:
    (tmp_path / name).write_text(text)

    ran = run("review", "--workspace", str(tmp_path))

    assert ran.code == 2
    assert name in ran.err
    assert says in ran.err + ran.out


def test_init_makes_a_workspace_that_is_valid_and_keeps_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "waivers.yaml").write_text("waivers: []  # ours\n")

    first, second = run("init", str(tmp_path)), run("init", str(tmp_path))

    assert (first.code, second.code) == (0, 0)
    assert (tmp_path / "waivers.yaml").read_text() == "waivers: []  # ours\n"
    assert {path.name for path in tmp_path.iterdir()} == {"sf-audit.yaml", "waivers.yaml", ".gitignore", "rules"}
    assert "made" not in second.out
    assert run("rules", "list", "--workspace", str(tmp_path)).code == 0


def test_doctor_works_before_anything_is_configured(tmp_path: Path) -> None:
    ran = run("doctor", "--workspace", str(tmp_path), env={"HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)})

    assert ran.code == 0, ran.err
    assert "rules are readable" in ran.out
    assert "sf-audit login" in ran.out
    assert list(tmp_path.iterdir()) == []
