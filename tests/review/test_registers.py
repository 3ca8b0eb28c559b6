"""Clocks of requests, decisions that never came to be, drafts of escalations: from a snapshot, on its day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from sf_audit.model.registers import Carried, Clock, Registers, Running
from sf_audit.registers.appearances import appearances, named_parts
from sf_audit.registers.kinds import Surroundings
from sf_audit.registers.read import read_registers
from sf_audit.report.register_lines import register_lines
from sf_audit.review.registers.section import Judged, refused_banners, registers
from sf_audit.rulebook.workspace.calendar import Calendar
from sf_audit.rulebook.workspace.config import Config, RequestDays
from sf_audit.snapshot.stored_dictionary import StoredDictionary
from tests.registers.declaring import CONFIG, RULES, write
from tests.review.register_scenes import FRIDAY, TODAY, frozen_in, reviewed


def request(folder: Path, *history: str, config: Config = CONFIG, more: str = "") -> Registers:
    """What is said of one request with this history."""
    steps = "".join(f"      - '{step}'\n" for step in history)
    text = (
        f"requests:\n  - id: R\n    title: A tool\n    asked_by: mia\n    business_case: b\n{more}    history:\n{steps}"
    )
    return reviewed(write(folder, "requests.yaml", text), config)


def review_clock(found: Registers) -> Clock:
    return next(clock for clock in found.requests[0].clocks if clock.name == "review")


@pytest.mark.parametrize(
    ("history", "clock"),
    [
        (["proposed 2026-11-20"], Clock("review", 5, 0, Running.RUNNING, date(2026, 11, 27))),
        (["proposed 2026-11-13"], Clock("review", 5, 5, Running.RUNNING, FRIDAY)),
        (["proposed 2026-11-12"], Clock("review", 5, 6, Running.RUNNING, date(2026, 11, 19))),
        (["proposed 2026-11-09", "in review 2026-11-10"], Clock("review", 5, 9, Running.RUNNING, date(2026, 11, 16))),
        # Waiting for who asked: two days were used, and no more are while it waits.
        (
            ["proposed 2026-11-02", "in review 2026-11-03", "concerns 2026-11-04: none"],
            Clock("review", 5, 2, Running.PAUSED),
        ),
        # It goes on when it was answered: three days are left from then on.
        (
            ["proposed 2026-11-02", "in review 2026-11-03", "concerns 2026-11-04: none", "addressed 2026-11-18"],
            Clock("review", 5, 4, Running.RUNNING, date(2026, 11, 23)),
        ),
        (
            ["proposed 2026-11-02", "in review 2026-11-02", "approved 2026-11-06"],
            Clock("review", 5, 4, Running.STOPPED),
        ),
        (["proposed 2026-11-02", "escalated 2026-11-06"], Clock("review", 5, 4, Running.PAUSED)),
        # A weekend has no business day, and a leap day is one like others.
        (
            ["proposed 2026-11-14", "in review 2026-11-15", "approved 2026-11-15"],
            Clock("review", 5, 0, Running.STOPPED),
        ),
        (
            ["proposed 2024-02-28", "in review 2024-02-28", "approved 2024-03-01"],
            Clock("review", 5, 2, Running.STOPPED),
        ),
    ],
)
def test_the_clock_of_a_review_runs_while_it_is_the_turn_of_who_reviews(
    tmp_path: Path, history: list[str], clock: Clock
) -> None:
    assert review_clock(request(tmp_path, *history)) == clock


def test_days_are_those_of_the_org_and_not_of_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    assert review_clock(request(tmp_path, "proposed 2026-11-13")).used == 5


def test_days_agreed_on_and_the_calendar_are_the_workspaces(tmp_path: Path) -> None:
    config = replace(
        CONFIG,
        request_days=RequestDays(review=3, scoping=9),
        holidays=(date(2026, 11, 17),),
        calendar=Calendar(free_days=(date(2026, 11, 18),)),
    )
    found = request(tmp_path, "proposed 2026-11-13", config=config)
    assert review_clock(found) == Clock("review", 3, 3, Running.RUNNING, FRIDAY)
    assert found.notes == ("The scoping of a request may take 9 business days here; the standard is 5.",)
    assert found.calendar == "Monday to Friday, without own free days"


SIGNED = "    signed: [mia 2026-11-04, tom {second}]\n"


@pytest.mark.parametrize(
    ("more", "clock"),
    [
        ("", Clock("scoping", 5, 13, Running.RUNNING, date(2026, 11, 10))),
        ("    signed: [mia 2026-11-04]\n", Clock("scoping", 5, 13, Running.RUNNING, date(2026, 11, 10))),
        (SIGNED.format(second="2026-11-09"), Clock("scoping", 5, 4, Running.STOPPED)),
    ],
)
def test_scoping_ends_when_two_people_have_signed(tmp_path: Path, more: str, clock: Clock) -> None:
    steps = ("proposed 2026-11-02", "in review 2026-11-02", "approved 2026-11-03", "scoping 2026-11-03")
    assert request(tmp_path, *steps, more=more).requests[0].clocks[1] == clock


def test_what_is_built_says_what_was_agreed(tmp_path: Path) -> None:
    steps = ("proposed 2026-11-02", "in review 2026-11-02", "approved 2026-11-03", "scoping 2026-11-03")
    more = "    scope: s\n    timeline: ' '\n    signed: mia 2026-11-04\n"
    line = request(tmp_path, *steps, "deployed 2026-11-10", more=more).requests[0]
    assert line.lacks == ("timeline", "SLA", "1 signature")
    assert line.waits_for == "IT"


@pytest.mark.parametrize(
    ("history", "waits_for"),
    [
        (["proposed 2026-11-19"], "IT"),
        (["proposed 2026-11-19", "in review 2026-11-19", "concerns 2026-11-20: n"], "Mia Fischer"),
        (["proposed 2026-11-19", "escalated 2026-11-20"], "Ines Falk (CRO) and CIO"),
        (["proposed 2026-11-19", "in review 2026-11-19", "approved 2026-11-20"], "Mia Fischer and IT"),
    ],
)
def test_a_request_waits_for_whose_turn_it_is(tmp_path: Path, history: list[str], waits_for: str) -> None:
    assert request(tmp_path, *history).requests[0].waits_for == waits_for


def test_a_request_that_is_over_is_not_shown(tmp_path: Path) -> None:
    assert request(tmp_path, "proposed 2026-11-19", "withdrawn 2026-11-20").requests == ()


BOUNCED = (
    "proposed 2026-11-02",
    "in review 2026-11-02",
    "concerns 2026-11-03: wide scope",
    "addressed 2026-11-10",
    "concerns 2026-11-11: wide still",
)


def test_two_returns_are_drafted_to_the_cro_and_the_cio(tmp_path: Path) -> None:
    (draft,) = request(tmp_path, *BOUNCED).escalations
    assert draft.to == ("Ines Falk (CRO)", "CIO")
    assert draft.subject == "Decision needed on request R: A tool"
    assert "It came back with concerns twice, last on 2026-11-11:\n- 2026-11-03: wide scope\n" in draft.text
    assert "business days so far" not in draft.text


def test_a_review_that_takes_too_long_is_drafted_too(tmp_path: Path) -> None:
    (draft,) = request(tmp_path, "proposed 2026-11-09").escalations
    assert "The review has taken 9 business days so far, where 5 are agreed." in draft.text


def test_what_nobody_agrees_on_is_drafted_as_well(tmp_path: Path) -> None:
    steps = ("proposed 2026-11-02", "in review 2026-11-02", "approved 2026-11-03", "scoping 2026-11-03")
    (draft,) = request(tmp_path, *steps, more="    signed: [mia 2026-11-04]\n").escalations
    says = "The scoping has taken 13 business days so far, where 5 are agreed.\nSigned so far: Mia Fischer.\n"
    assert says in draft.text
    assert request(tmp_path, *steps, more=SIGNED.format(second="2026-11-20")).escalations == ()


@pytest.mark.parametrize(
    "history",
    [
        ("proposed 2026-11-13",),
        (*BOUNCED[:3], "addressed 2026-11-18"),
        (*BOUNCED, "escalated 2026-11-12"),
        ("proposed 2026-11-02", "in review 2026-11-02", "approved 2026-11-20"),
    ],
    ids=["in time", "once", "escalated already", "late, and approved"],
)
def test_nothing_is_drafted_that_nobody_has_to_decide(tmp_path: Path, history: tuple[str, ...]) -> None:
    assert request(tmp_path, *history).escalations == ()


DECISION = """\
decisions:
  - {{id: D, decision: d, decided_on: 2026-10-01, decided_by: cro, owner: tom{more}}}
"""


@pytest.mark.parametrize(
    ("more", "carried", "because"),
    [
        ("", Carried.OPEN, ""),
        (", due: 2026-11-20", Carried.LATE, ""),
        (", due: 2026-11-21", Carried.OPEN, ""),
        (", done_on: 2026-10-02", Carried.DONE, "said to be done on 2026-10-02; nothing of it can be looked for"),
        (", done_on: 2026-10-02, appears_as: Account.Name", Carried.UNKNOWN, "Account.Name was not looked for"),
    ],
)
def test_a_decision_is_late_after_its_day(tmp_path: Path, more: str, carried: Carried, because: str) -> None:
    (line,) = reviewed(write(tmp_path, "decisions.yaml", DECISION.format(more=more))).decisions
    assert (line.carried, line.owner, line.decided_by) == (carried, "Tom Hendriks", ("Ines Falk",))
    assert line.because.startswith(because)


@pytest.mark.parametrize(
    ("more", "carried"),
    [
        (", done_on: 2026-10-02, appears_as: Account.Name", "Due, and cannot be seen"),
        (", due: 2026-11-20, appears_as: Account.Name", "Due, and cannot be seen"),
        (", due: 2026-11-21, appears_as: Account.Name", "Cannot be seen"),
    ],
)
def test_what_is_due_and_nobody_can_see_presses(tmp_path: Path, more: str, carried: str) -> None:
    shown = register_lines(reviewed(write(tmp_path, "decisions.yaml", DECISION.format(more=more))))
    assert shown is not None
    assert [(line.carried, line.is_late) for line in shown.decisions] == [(carried, carried.startswith("Due"))]


def test_activities_are_looked_at_each_quarter(tmp_path: Path) -> None:
    text = "activity,responsible,accountable,reviewed_on\nOld,tom,dana,2026-08-20\nNew,tom,dana,2026-08-21\n"
    assert reviewed(write(tmp_path, "raci.csv", text)).notes == (
        "Who answers for “Old” was last reviewed on 2026-08-20, 93 days ago: look at it each quarter.",
    )


def test_a_refused_register_is_named_and_costs_no_other(tmp_path: Path) -> None:
    write(tmp_path, "raci.csv", "activity,responsible,accountable,reviewed_on\nA,tom,dan,2026-11-01\n")
    write(tmp_path, "decisions.yaml", DECISION.format(more=""))
    with frozen_in(tmp_path) as snapshot:
        found = registers(snapshot, CONFIG, Judged())
        assert refused_banners(snapshot) == (
            "registers/raci.csv was refused, and nothing of it is in this review: "
            "sf-audit register check says what is wrong.",
        )
    assert found is not None
    assert len(found.decisions) == 1
    assert found.declared[0].refused == (
        "registers/raci.csv:2: raci.0.accountable: “dan” is nobody who is declared. Did you mean “dana”?",
    )


def test_nothing_declared_is_no_section(tmp_path: Path) -> None:
    with frozen_in(tmp_path) as snapshot:
        assert registers(snapshot, CONFIG, Judged()) is None


def test_an_org_is_asked_for_what_decisions_name(tmp_path: Path) -> None:
    text = DECISION.format(more=", appears_as: [Account, Account.Name, Account.Nme]")
    write(tmp_path, "decisions.yaml", text)
    found = read_registers(tmp_path, Surroundings(CONFIG, RULES, TODAY))
    assert named_parts(found) == ("Account", "Account.Name", "Account.Nme")
    with frozen_in(tmp_path) as snapshot:
        assert appearances((), StoredDictionary(snapshot)) == ()


def test_files_with_odd_names_are_named_and_break_nothing(tmp_path: Path) -> None:
    write(tmp_path, "decisions.yaml", DECISION.format(more=""))
    odd = ("people.csv", "appearances.yaml", "raci.json", "raci.txt.csv", "a:b.csv", "b\udcff.csv", "c\nd.csv")
    for name in odd:
        write(tmp_path, name, "x")
    found = reviewed(tmp_path)
    assert [each.name for each in found.declared] == [
        "decisions",
        *sorted(("a:b.csv", "appearances.yaml", "b?.csv", "c\nd.csv", "people.csv", "raci.json", "raci.txt.csv")),
    ]
    assert found.decisions[0].owner == "Tom Hendriks"
