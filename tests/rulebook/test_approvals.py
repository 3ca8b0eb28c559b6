"""What asks for less than the standards needs a reason, a declared approver and an end; what asks for more does not."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from sf_audit.errors import UsageProblem
from sf_audit.model.severity import Severity
from sf_audit.rulebook.workspace.config import due_days
from sf_audit.rulebook.workspace.standards import Standards

#: A medium rule that asks for 98 %, and a critical one that asks for all.
INDUSTRY, ADMINISTRATORS = "quality/account-industry-filled", "access/modify-all-data"
PEOPLE = "people:\n  dana: {name: Dana Ruiz, contact: dana@acme.example}\nowners:\n  it: {name: The IT Desk}\n"
TODAY = datetime.now(UTC).date()
SOON, YESTERDAY = TODAY + timedelta(90), TODAY - timedelta(1)
APPROVED = f"reason: r, approved_by: dana, until: {SOON}"


def standards(folder: Path, config: str = PEOPLE, waivers: str = "") -> Standards:
    (folder / "sf-audit.yaml").write_text(config)
    if waivers:
        (folder / "waivers.yaml").write_text(f"waivers:\n{waivers}")
    return Standards.of(folder)


def refused(folder: Path, config: str = PEOPLE, waivers: str = "") -> UsageProblem:
    with pytest.raises(UsageProblem) as caught:
        standards(folder, config, waivers)
    return caught.value


@pytest.mark.parametrize(
    ("rule", "settings", "says"),
    [
        (INDUSTRY, "at_least: 0%", "asks for less than the rule (at least 0% instead of 98%)"),
        (INDUSTRY, "severity: low", "asks for less than the rule (severity low instead of medium)"),
        (ADMINISTRATORS, "severity: high", "asks for less than the rule (severity high instead of critical)"),
        (INDUSTRY, "off: true", "asks for less than the rule (switched off)"),
        (INDUSTRY, "at_least: 97.5%, severity: high", "(at least 97.5% instead of 98%)"),
        (
            INDUSTRY,
            "at_least: 0%, severity: low",
            "(severity low instead of medium, at least 0% instead of 98%): that needs reason, approved_by and until",
        ),
        (INDUSTRY, f"off: true, approved_by: dana, until: {SOON}", "needs reason"),
        (INDUSTRY, f"off: true, reason: ' ', approved_by: dana, until: {SOON}", "needs reason"),
        (INDUSTRY, f"off: true, reason: r, until: {SOON}", "needs reason"),
        (INDUSTRY, "off: true, reason: r, approved_by: dana", "needs reason"),
    ],
)
def test_an_override_that_asks_for_less_is_refused_without_an_approval(
    tmp_path: Path, rule: str, settings: str, says: str
) -> None:
    problem = refused(tmp_path, f"{PEOPLE}overrides:\n  {rule}: {{{settings}}}\n")

    assert str(problem).startswith(f"{tmp_path / 'sf-audit.yaml'}:6: overrides.{rule}: ")
    assert says in str(problem)
    assert problem.hint == (f"Write for example {{reason: …, approved_by: it, until: {TODAY + timedelta(180)}}}.")


@pytest.mark.parametrize(
    "settings", ["at_least: 99%", "at_least: 98%", "severity: critical", "owner: it", "severity: high, at_least: 100%"]
)
def test_an_override_that_asks_for_more_needs_nothing(tmp_path: Path, settings: str) -> None:
    assert standards(tmp_path, f"overrides:\n  {INDUSTRY}: {{{settings}}}\nowners: {{it: {{name: IT}}}}\n")


@pytest.mark.parametrize(
    "config",
    [
        f"overrides:\n  {INDUSTRY}: {{off: true, reason: r, BY, until: {SOON}}}\n",
        f"overrides:\n  {INDUSTRY}: {{at_least: 1%, reason: r, BY, until: {SOON}}}\n",
        f"blind_spots:\n- {{rule: {INDUSTRY}, reason: r, BY, until: {SOON}}}\n",
        "mass_deletions:\n- {object: Lead, on: 2026-11-02, reason: r, BY}\n",
        f"sla: {{critical: 2}}\nsla_approval: {{reason: r, BY, until: {SOON}}}\n",
    ],
)
@pytest.mark.parametrize("key", ["approved_by", "approver"])
def test_who_approves_is_declared(tmp_path: Path, config: str, key: str) -> None:
    for known in ("dana", "Dana Ruiz", "dana  RUIZ", "it", "The IT Desk"):
        assert standards(tmp_path, PEOPLE + config.replace("BY", f"{key}: {known}"))
    problem = refused(tmp_path, PEOPLE + config.replace("BY", f"{key}: me"))
    near = refused(tmp_path, PEOPLE + config.replace("BY", f"{key}: Dana Riuz"))
    nobody = refused(tmp_path, config.replace("BY", f"{key}: me"))

    assert "“me” is nobody who is declared, and so cannot approve" in str(problem)
    assert str(problem).startswith(f"{tmp_path / 'sf-audit.yaml'}:")
    assert near.hint.startswith("Did you mean “Dana Ruiz”? ")
    assert nobody.hint == "Declare people in sf-audit.yaml, for example `people: {mara: {name: Mara Lindqvist}}`."


@pytest.mark.parametrize("asked_by", ["dana", "Dana Ruiz", "dana ruiz"])
def test_nobody_approves_what_they_ask_for(tmp_path: Path, asked_by: str) -> None:
    override = f"overrides:\n  {INDUSTRY}: {{off: true, asked_by: {asked_by}, {APPROVED}}}\n"
    waiver = f"- {{rule: {INDUSTRY}, id: 001D00000000001, asked_by: {asked_by}, {APPROVED}}}\n"

    assert "“dana” asked for it too" in str(refused(tmp_path, PEOPLE + override))
    assert "“dana” asked for it too" in str(refused(tmp_path, waivers=waiver))
    assert standards(tmp_path, waivers=waiver.replace(f"asked_by: {asked_by}", "asked_by: Jo"))


def test_what_has_ended_may_name_people_who_have_left(tmp_path: Path) -> None:
    ended = f"reason: r, approved_by: gone, until: {YESTERDAY}"
    config = f"overrides:\n  {INDUSTRY}: {{off: true, {ended}}}\nblind_spots:\n- {{rule: {ADMINISTRATORS}, {ended}}}\n"

    assert standards(tmp_path, config, f"- {{rule: {INDUSTRY}, id: 001D00000000001, {ended}}}\n")


def test_an_approver_is_named_by_name(tmp_path: Path) -> None:
    found = standards(
        tmp_path,
        f"{PEOPLE}overrides:\n  {INDUSTRY}: {{off: true, {APPROVED}}}\n",
        f"- {{rule: {INDUSTRY}, id: 001D00000000001, reason: r, approved_by: it, until: {SOON}}}\n",
    )

    assert found.config.overrides[INDUSTRY].approved_by == "Dana Ruiz"
    assert [waiver.approved_by for waiver in found.waivers] == ["The IT Desk"]


@pytest.mark.parametrize(
    ("settings", "says", "hint"),
    [
        (f"{APPROVED}", "without an id it covers all findings of the rule", f"Add `written: {TODAY}`, or the `id:`"),
        (f"part: Name, {APPROVED}", "without an id it covers all findings", f"Add `written: {TODAY}`, or the `id:`"),
        (f"written: {TODAY + timedelta(2)}, {APPROVED}", "written: lies in the future", f"Today is {TODAY}."),
        (
            f"written: {TODAY}, reason: r, approved_by: dana, until: {TODAY + timedelta(181)}",
            f"until: is 181 days after {TODAY}, and waivers hold for at most 180 days",
            f"Write {TODAY + timedelta(180)} or earlier, or `longest_waiver:` in sf-audit.yaml.",
        ),
        (
            "id: 001D00000000001, reason: r, approved_by: dana, until: 9999-12-31",
            f"until: is {(date.max - TODAY).days:,} days after {TODAY}, and waivers hold for at most 180 days",
            f"Write {TODAY + timedelta(180)} or earlier, or `longest_waiver:` in sf-audit.yaml.",
        ),
        (
            f"written: {TODAY - timedelta(100)}, reason: r, approved_by: dana, until: {SOON}",
            f"until: is 190 days after {TODAY - timedelta(100)}",
            f"Write {TODAY + timedelta(80)} or earlier",
        ),
        (f"id: 001D00000000001, reason: r, approved_by: me, until: {SOON}", "approved_by: “me” is nobody", "Declare"),
        (f"id: 001D00000000001, reason: r, until: {SOON}", "approved_by: is missing", ""),
        (f"id: 001D00000000001, reason: ' ', approved_by: dana, until: {SOON}", "reason: is empty", ""),
    ],
)
def test_a_waiver_that_is_not_approved_or_has_no_bounds_is_refused(
    tmp_path: Path, settings: str, says: str, hint: str
) -> None:
    problem = refused(tmp_path, waivers=f"- rule: {INDUSTRY}\n  " + settings.replace(", ", "\n  ") + "\n")

    assert str(problem).startswith(f"{tmp_path / 'waivers.yaml'}:")
    assert says in str(problem)
    assert hint in problem.hint


def test_the_longest_waiver_can_be_longer(tmp_path: Path) -> None:
    long = f"- {{rule: {INDUSTRY}, written: {TODAY}, reason: r, approved_by: dana, until: {TODAY + timedelta(365)}}}\n"

    assert standards(tmp_path, f"{PEOPLE}longest_waiver: 365 days\n", long).waivers
    assert "at most 364 days" in str(refused(tmp_path, f"{PEOPLE}longest_waiver: 364 days\n", long))


OVERRIDE, LESS = f"6: overrides.{INDUSTRY}", "overrides that ask for less"
LONG = f"reason: r, approved_by: dana, until: {TODAY + timedelta(181)}"


@pytest.mark.parametrize(
    ("config", "place", "kind"),
    [
        (f"overrides:\n  {INDUSTRY}: {{off: true, LONG}}\n", OVERRIDE, LESS),
        (f"overrides:\n  {INDUSTRY}: {{at_least: 1%, LONG}}\n", OVERRIDE, LESS),
        (f"overrides:\n  {INDUSTRY}: {{severity: low, LONG}}\n", OVERRIDE, LESS),
        (f"blind_spots:\n- {{rule: {INDUSTRY}, LONG}}\n", "6: blind_spots.0", "blind spots"),
        ("record_count_gaps:\n- {object: Lead, LONG}\n", "6: record_count_gaps.0", "record count gaps"),
        ("sla: {critical: 2}\nsla_approval: {LONG}\n", "6: sla_approval", "approvals of later due dates"),
    ],
)  # fmt: skip
def test_what_takes_off_the_standards_holds_as_long_as_a_waiver_may(
    tmp_path: Path, config: str, place: str, kind: str
) -> None:
    problem = refused(tmp_path, PEOPLE + config.replace("LONG", LONG))

    assert str(problem) == (
        f"{tmp_path / 'sf-audit.yaml'}:{place}.until: is 181 days after {TODAY}, and {kind} hold for at most 180 days"
    )
    assert problem.hint == f"Write {TODAY + timedelta(180)} or earlier, or `longest_waiver:` in sf-audit.yaml."
    assert standards(tmp_path, PEOPLE + "longest_waiver: 181 days\n" + config.replace("LONG", LONG))
    assert standards(tmp_path, PEOPLE + config.replace("LONG", LONG.replace(str(TODAY + timedelta(181)), str(SOON))))


def test_what_asks_for_more_may_hold_as_long_as_people_like(tmp_path: Path) -> None:
    assert standards(
        tmp_path, f"{PEOPLE}overrides:\n  {INDUSTRY}: {{at_least: 99%, until: {TODAY + timedelta(999)}}}\n"
    )


def test_later_due_dates_need_an_approval_and_earlier_ones_do_not(tmp_path: Path) -> None:
    problem = refused(tmp_path, f"{PEOPLE}sla:\n  high: 5\n  critical: 2\n")
    approved = standards(tmp_path, f"{PEOPLE}sla: {{critical: 2, high: 1}}\nsla_approval: {{{APPROVED}}}\n").config

    assert str(problem) == (
        f"{tmp_path / 'sf-audit.yaml'}:7: sla.critical: 2 business days are more than the 1 of the standard: "
        "that needs sla_approval"
    )
    assert problem.hint.startswith("Write for example sla_approval: {reason: …, approved_by: it, until: ")
    assert standards(tmp_path, "sla: {critical: 0, high: 5}\n")
    assert (due_days(approved, SOON)[Severity.CRITICAL], due_days(approved, SOON)[Severity.HIGH]) == (2, 1)
    assert due_days(approved, SOON + timedelta(1))[Severity.CRITICAL] == 1
    assert due_days(approved, SOON + timedelta(1))[Severity.HIGH] == 1


def test_a_burn_down_needs_a_declared_approver_and_an_end_within_two_years(tmp_path: Path) -> None:
    far, near = TODAY + timedelta(731), TODAY + timedelta(700)
    plan = "burn_down: {{reason: old stock, approved_by: {}, until: {}}}\n"
    slow = refused(tmp_path, PEOPLE + plan.format("it", far))
    nobody = refused(tmp_path, PEOPLE + plan.format("nobody", near))
    found = standards(tmp_path, PEOPLE + plan.format("it", near)).config.burn_down

    assert "burn_down.until: is more than 730 days away" in str(slow)
    assert slow.hint == f"Write {TODAY + timedelta(730)} or earlier."
    assert "burn_down.approved_by: “nobody” is nobody who is declared" in str(nobody)
    assert found is not None
    assert (found.until, found.approved_by) == (near, "The IT Desk")


def test_what_asks_for_less_ends_and_what_asks_for_more_stays(tmp_path: Path) -> None:
    found = standards(
        tmp_path, f"{PEOPLE}overrides:\n  {INDUSTRY}: {{severity: high, at_least: 10%, partner: it, {APPROVED}}}\n"
    )

    (now,) = (rule for rule in found.on(SOON) if rule.id == INDUSTRY)
    (then,) = (rule for rule in found.on(SOON + timedelta(1)) if rule.id == INDUSTRY)

    assert (now.severity, now.at_least) == (Severity.HIGH, 0.1)
    assert (then.severity, then.at_least) == (Severity.HIGH, 0.98)


RENAMED = """\
title: t
why: w
fix: f
severity: high
owner: it
check: {filled: {object: Account, field: Name}}
was: [own/quality/first, own/quality/second]
"""


def test_an_override_and_a_blind_spot_go_on_by_the_old_id_of_a_rule(tmp_path: Path) -> None:
    (tmp_path / "rules" / "quality").mkdir(parents=True)
    (tmp_path / "rules" / "quality" / "third.yaml").write_text(RENAMED)
    off = f"{{off: true, {APPROVED}}}"
    spots = f"blind_spots:\n- {{rule: own/quality/second, {APPROVED}}}\n"

    found = standards(tmp_path, f"{PEOPLE}overrides:\n  own/quality/first: {off}\n{spots}")
    twice = refused(tmp_path, f"{PEOPLE}overrides:\n  own/quality/first: {off}\n  own/quality/second: {off}\n")
    unapproved = refused(tmp_path, f"{PEOPLE}overrides:\n  own/quality/first: {{severity: low}}\n")

    assert "own/quality/third" not in {rule.id for rule in found.running(TODAY)}
    assert [spot.rule for spot in found.config.blind_spots] == ["own/quality/third"]
    assert ":7: overrides.own/quality/second: is the same rule as own/quality/third" in str(twice)
    assert "overrides.own/quality/first: asks for less than the rule (severity low instead of high)" in str(unapproved)
