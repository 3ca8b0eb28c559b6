"""Waivers, overrides, blind spots, rules that are off, own rules: counted and shown, and hiding nothing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from tests.cli.demo_town import Ran, Town, findings, outcomes, run, said

pytestmark = pytest.mark.demo

INDUSTRY = "quality/account-industry-filled"
PHONE = "quality/account-phone-callable"
NAME = "quality/account-name-real"
OWN = "own/quality/account-city-filled"

#: Well within the longest time for which a waiver holds.
UNTIL = datetime.now(UTC).date() + timedelta(days=100)
JO = "people: {jo: {name: Jo}}\n"

RULE = """\
title: Accounts have a city
why: The van drives there.
fix: The account owner asks for it.
severity: low
owner: sales_ops
partner: it
check:
  filled: {object: Account, field: BillingCity}
examples:
  - org: {Account: [{Id: 001A, BillingCity: Oslo}]}
  - org: {Account: [{Id: 001A, BillingCity: null}]}
    breaks: [001A]
"""


def review(of: Town, workspace: Path, *arguments: str, rules: tuple[str, ...] = (INDUSTRY, PHONE, NAME)) -> Ran:
    chosen = [part for name in rules for part in ("--rule", name)]
    return run("review", *of.trust, "--workspace", str(workspace), *chosen, *arguments, env=of.variables)


def judged(reviewed: tuple[Path, Ran], workspace: Path, *arguments: str) -> Ran:
    """The stored snapshot, judged by what the workspace says."""
    (snapshot,) = (reviewed[0] / "snapshots").glob("*/0*")
    chosen = ("--rule", INDUSTRY, "--rule", NAME)
    return run("review", "--snapshot", str(snapshot), "--workspace", str(workspace), *chosen, *arguments)


def test_a_waiver_hides_nothing_and_is_counted(reviewed: tuple[Path, Ran], tmp_path: Path) -> None:
    before = [finding for finding in findings(reviewed[1].folder) if finding["rule"] in (INDUSTRY, NAME)]
    waived = next(one["id"] for one in before if one["rule"] == INDUSTRY)
    (tmp_path / "sf-audit.yaml").write_text(JO)
    (tmp_path / "waivers.yaml").write_text(
        f"waivers:\n- {{rule: {INDUSTRY}, id: {waived}, reason: closing down, approved_by: jo, until: {UNTIL}}}\n"
    )

    ran = judged(reviewed, tmp_path)

    assert ran.code == 0, ran.err
    rows = findings(ran.folder)
    assert {row["key"] for row in rows} == {one["key"] for one in before}
    assert [(row["id"], str(row["waived_until"])) for row in rows if row["waived_until"]] == [(waived, str(UNTIL))]
    one, was = outcomes(ran.folder)[INDUSTRY], outcomes(reviewed[1].folder)[INDUSTRY]
    assert (one["broken"], one["waived"]) == (was["broken"] - 1, 1)
    page = (ran.folder / "review.html").read_text(encoding="utf-8")
    assert waived in page
    (line,) = said(ran.folder)["weakened"]
    assert (line["kind"], line["rule"], line["ids"], line["reason"], line["approver"], line["until"], line["days"]) == (
        *("waiver", INDUSTRY, 1, "closing down", "Jo", str(UNTIL)),
        (UNTIL - date.fromisoformat(said(ran.folder)["started"][:10])).days,
    )
    assert all(f"<td>{words}</td>" in page for words in ("1 finding waived", "Jo", "closing down"))
    assert "Weakened: 1\n" in ran.out


def test_a_waiver_that_has_ended_counts_no_more(reviewed: tuple[Path, Ran], tmp_path: Path) -> None:
    (tmp_path / "waivers.yaml").write_text(
        f"waivers:\n- {{rule: {INDUSTRY}, written: 2020-01-01, reason: later, approved_by: Jo, until: 2020-01-31}}\n"
    )

    ran = judged(reviewed, tmp_path)

    assert outcomes(ran.folder)[INDUSTRY]["waived"] == 0
    assert not any(finding["waived_until"] for finding in findings(ran.folder))


def test_overrides_change_severity_tolerance_and_owner(reviewed: tuple[Path, Ran], tmp_path: Path) -> None:
    (tmp_path / "sf-audit.yaml").write_text(
        "owners: {it: {name: The IT Desk}}\n"
        f"overrides:\n  {INDUSTRY}: {{severity: critical, at_least: 10%, owner: it, partner: sales_ops, "
        f"reason: no segments yet, approver: it, until: {UNTIL}}}\n"
    )

    ran = judged(reviewed, tmp_path)

    assert ran.code == 0, ran.err
    one = outcomes(ran.folder)[INDUSTRY]
    assert (one["severity"], one["at_least"], one["owner"]) == ("critical", 0.1, "it")
    assert (one["status"], one["broken"]) == ("kept", outcomes(reviewed[1].folder)[INDUSTRY]["broken"])
    assert {row["severity"] for row in findings(ran.folder) if row["rule"] == INDUSTRY} == {"critical"}


def test_whoever_acts_is_named_as_the_workspace_names_them(reviewed: tuple[Path, Ran], tmp_path: Path) -> None:
    (tmp_path / "sf-audit.yaml").write_text(
        "owners: {sales_ops: {name: Mara Lindqvist, contact: mara@acme.example}, it: {name: The IT Desk}}\n"
    )

    ran = judged(reviewed, tmp_path)

    review, page = said(ran.folder), (ran.folder / "review.html").read_text(encoding="utf-8")
    (line,) = [one for one in review["actions"] if one["rule"] == INDUSTRY]
    assert (line["owner"], line["partner"]) == ("Mara Lindqvist <mara@acme.example>", "The IT Desk")
    assert outcomes(ran.folder)[INDUSTRY]["owner"] == "sales_ops"
    assert "<dt>Who acts</dt><dd>Mara Lindqvist &lt;mara@acme.example&gt;, with The IT Desk</dd>" in page
    assert '<td role="cell">Mara\u00a0Lindqvist</td>' in page, "a short name stays in one line"
    assert "mara@acme.example" not in ran.out


def test_a_rule_that_is_off_is_shown_and_lowers_the_coverage(reviewed: tuple[Path, Ran], tmp_path: Path) -> None:
    (tmp_path / "sf-audit.yaml").write_text(
        f"{JO}overrides:\n  {INDUSTRY}: {{off: true, reason: no segments yet, approved_by: Jo, until: {UNTIL}}}\n"
    )

    ran = judged(reviewed, tmp_path)

    assert ran.code == 0, ran.err
    one, total = outcomes(ran.folder)[INDUSTRY], len(outcomes(ran.folder))
    assert total == 2
    assert (one["status"], one["reason"]) == ("not_checked", "switched_off")
    assert "no segments yet" in one["detail"]
    assert said(ran.folder)["coverage"] == {"checked": total - 1, "total": total}
    assert not any(row["rule"] == INDUSTRY for row in findings(ran.folder))
    assert "no segments yet" in (ran.folder / "review.html").read_text(encoding="utf-8")


def test_an_accepted_blind_spot_is_shown_and_the_review_is_whole(quiet_town: Town, tmp_path: Path) -> None:
    (tmp_path / "sf-audit.yaml").write_text(
        f"{JO}blind_spots:\n- {{rule: {PHONE}, reason: the field is encrypted, approved_by: Jo, until: {UNTIL}}}\n"
    )
    quiet_town.server.org.hidden_fields.add("Account.Phone")
    try:
        ran = review(quiet_town, tmp_path)
    finally:
        quiet_town.server.org.hidden_fields.discard("Account.Phone")

    assert ran.code == 0, ran.err
    one = outcomes(ran.folder)[PHONE]
    assert (one["status"], one["accepted_until"]) == ("not_checked", str(UNTIL))
    assert "the field is encrypted" in one["detail"]
    assert said(ran.folder)["coverage"] == {"checked": 2, "total": 3}
    assert said(ran.folder)["status"] == "complete"


def test_own_rules_are_checked_beside_the_shipped_ones(quiet_town: Town, tmp_path: Path) -> None:
    (tmp_path / "rules" / "quality").mkdir(parents=True)
    (tmp_path / "rules" / "quality" / "account-city-filled.yaml").write_text(RULE)
    listed = run("rules", "list", "--workspace", str(tmp_path)).out
    own = next(word for word in listed.split() if word.endswith("account-city-filled"))

    ran = review(quiet_town, tmp_path, rules=(own, NAME))

    assert ran.code == 0, ran.err
    empty = quiet_town.company.org.rows.execute("SELECT count(*) FROM Account WHERE BillingCity IS NULL").fetchall()
    assert own.startswith("own/")
    assert set(outcomes(ran.folder)) == {own, NAME}
    assert outcomes(ran.folder)[own]["broken"] == empty[0][0]
    assert run("rules", "test", own, "--workspace", str(tmp_path)).code == 0


def test_a_narrower_rule_has_fixed_nothing(reviewed: tuple[Path, Ran], tmp_path: Path) -> None:
    rule = tmp_path / "rules" / "quality" / "account-city-filled.yaml"
    rule.parent.mkdir(parents=True)
    wide = RULE.replace("BillingCity", "Industry")
    rule.write_text(wide)
    before = judged(reviewed, tmp_path, "--rule", OWN)
    rule.write_text(wide.replace("field: Industry}", "field: Industry, when: {Industry: {is: filled}}}"))

    after = judged(reviewed, tmp_path, "--rule", OWN)

    found = outcomes(before.folder)[OWN]["broken"]
    (change,) = [one for one in said(after.folder)["changes"] if one["rule"] == OWN]
    assert found > 0
    assert (change["fixed"], change["no_longer_asked"]) == (0, found)
    assert f"{found:,} no longer asked" in after.out


def test_four_waivers_of_whole_rules_are_refused_and_say_what_is_missing(tmp_path: Path) -> None:
    (tmp_path / "waivers.yaml").write_text(
        "waivers:\n"
        + "".join(f"- {{rule: {rule}, reason: r, approved_by: me, until: 9999-12-31}}\n" for rule in (INDUSTRY, NAME))
    )

    ran = run("review", "--workspace", str(tmp_path))

    assert ran.code == 2
    assert "waivers.yaml:2: waivers.0: without an id it covers all findings of the rule" in ran.err
    assert "Add `written: " in ran.err


@pytest.mark.parametrize(("least", "code"), [("none", 0), ("critical", 0), ("high", 0), ("medium", 1), ("low", 1)])
def test_fail_on_looks_at_the_severity(reviewed: tuple[Path, Ran], tmp_path: Path, least: str, code: int) -> None:
    ran = judged(reviewed, tmp_path, "--fail-on", least)

    assert outcomes(ran.folder)[INDUSTRY]["severity"] == "medium"
    assert ran.code == code
