"""`plan` reads no record, `doctor` says what a missing permission blinds; neither leaves anything behind."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote_plus

import pytest

from tests.cli.demo_town import Town, run, that_may_write

pytestmark = pytest.mark.demo


def test_plan_asks_for_descriptions_and_counts_only(quiet_town: Town, tmp_path: Path) -> None:
    before = len(quiet_town.asked)

    ran = run("plan", *quiet_town.trust, "--workspace", str(tmp_path), env=quiet_town.variables)

    assert ran.code == 0, ran.err
    harmless = re.compile(
        r"/services/data(/v[\d.]+(/tooling)?/(composite|sobjects(/\w+/describe)?|limits|limits/recordCount\?sObjects=[\w%,]+))?/?"
    )
    others = [unquote_plus(path) for _, path in quiet_town.asked[before:] if not harmless.fullmatch(path)]
    assert [path.partition("?q=")[2] for path in others] == [
        "SELECT Id,Name,IsSandbox,TimeZoneSidKey,OrganizationType FROM Organization"
    ]
    assert that_may_write(quiet_town.asked[before:]) == []
    assert list(tmp_path.iterdir()) == []


def test_plan_prints_every_query_with_its_cost(quiet_town: Town, tmp_path: Path) -> None:
    accounts = quiet_town.company.org.rows.execute("SELECT count(*) FROM Account").fetchall()[0][0]

    ran = run(
        *("plan", *quiet_town.trust, "--workspace", str(tmp_path), "--rule", "quality/account-industry-filled"),
        env=quiet_town.variables,
    )

    assert ran.code == 0, ran.err
    first, query, *_, total = ran.out.splitlines()
    assert first.startswith("Account (")
    assert f"{accounts:,} rows" in first
    assert query.strip() == "SELECT Id,CreatedDate,Industry,Name,OwnerId FROM Account"
    assert re.fullmatch(r"Together: \d+ API calls of 100,000 a day, [\d.]+ [kM]?B, about \d+ s", total)


def test_plan_says_what_cannot_be_read(quiet_town: Town, tmp_path: Path) -> None:
    quiet_town.server.org.hidden_objects.add("Case")
    try:
        ran = run("plan", *quiet_town.trust, "--workspace", str(tmp_path), env=quiet_town.variables)
    finally:
        quiet_town.server.org.hidden_objects.discard("Case")

    assert ran.code == 0
    assert "Case: cannot be read" in ran.out


def test_doctor_finds_the_demo_org_in_order(quiet_town: Town, tmp_path: Path) -> None:
    ran = run("doctor", *quiet_town.trust, "--workspace", str(tmp_path), env=quiet_town.variables)

    assert ran.code == 0, ran.out + ran.err
    assert "Northlight Bikes, Enterprise Edition, production" in ran.out
    assert f"Auditor user: {quiet_town.company.org.username}" in ran.out
    assert "✓ ViewAllUsers: held" in ran.out
    assert "every rule can be checked" in ran.out
    assert quiet_town.server.access_token not in ran.out + ran.err
    assert list(tmp_path.iterdir()) == []


def test_doctor_names_the_rules_that_a_hidden_field_blinds(quiet_town: Town, tmp_path: Path) -> None:
    quiet_town.server.org.hidden_fields.add("Contact.Email")
    try:
        ran = run("doctor", *quiet_town.trust, "--workspace", str(tmp_path), env=quiet_town.variables)
    finally:
        quiet_town.server.org.hidden_fields.discard("Contact.Email")

    assert ran.code == 3
    (blinded,) = [line for line in ran.out.splitlines() if "blinds" in line]
    assert "Contact.Email" in blinded
    for rule in ("quality/contact-email-filled", "quality/contact-email-unique", "quality/contact-email-valid"):
        assert rule in blinded


def test_doctor_is_4_when_the_token_is_not_accepted(quiet_town: Town, tmp_path: Path) -> None:
    variables = {**quiet_town.variables, "SF_AUDIT_ACCESS_TOKEN": "00D5e0000027oiU!canary0123456789"}

    ran = run("doctor", *quiet_town.trust, "--workspace", str(tmp_path), env=variables)

    assert ran.code == 4
    assert "rules are readable" in ran.out
    assert "canary" not in ran.out + ran.err


def test_plan_says_about_as_many_calls_as_a_review_makes(quiet_town: Town, tmp_path: Path) -> None:
    planned = run("plan", *quiet_town.trust, "--workspace", str(tmp_path), env=quiet_town.variables)
    before = len(quiet_town.asked)
    run("review", *quiet_town.trust, "--workspace", str(tmp_path), "--quiet", env=quiet_town.variables)
    made = sum(path.startswith("/services/data/v") for _, path in quiet_town.asked[before:])

    (said,) = re.findall(r"Together: (\d+) API calls", planned.out)

    assert abs(int(said) - made) <= 0.05 * made, (said, made)


def test_the_shares_of_the_day_come_from_the_workspace_and_from_options(quiet_town: Town, tmp_path: Path) -> None:
    (tmp_path / "sf-audit.yaml").write_text("api: {own_share: 1%, org_share: 60%}\n", encoding="utf-8")
    asked = ("doctor", *quiet_town.trust, "--workspace", str(tmp_path))

    configured = run(*asked, env=quiet_town.variables)
    chosen = run(*asked, "--api-share", "0.02", env=quiet_town.variables)

    assert [int(left) // 100 for left in re.findall(r"API calls: (\d+)", configured.out.replace(",", ""))] == [9]
    assert [int(left) // 100 for left in re.findall(r"API calls: (\d+)", chosen.out.replace(",", ""))] == [19]


def test_an_org_past_the_share_of_everybody_is_read_only_where_that_is_allowed(
    quiet_town: Town, tmp_path: Path
) -> None:
    asked = ("plan", *quiet_town.trust, "--workspace", str(tmp_path), "--rule", "quality/account-industry-filled")

    refused = run(*asked, "--org-share", "0.01", env=quiet_town.variables)
    allowed = run(*asked, "--org-share", "0.9", env=quiet_town.variables)

    assert (refused.code, allowed.code) == (5, 0)
    assert "--org-share" in refused.err
