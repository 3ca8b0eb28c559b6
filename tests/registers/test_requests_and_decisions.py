"""Requests and decisions as people write them: histories that can have happened, and what should be in the org."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sf_audit.registers.decisions import Decision
from sf_audit.registers.requests import Request, Signature, Step
from sf_audit.registers.states import FOLLOWS, State
from tests.registers.declaring import declared, refused

REQUEST = """\
requests:
  - id: REQ-1
    title: A survey tool
    asked_by: mia
    business_case: Answers are copied by hand.
    history:
"""
DECISION = """\
decisions:
  - id: 7
    decision: Say why it was lost
    decided_on: 2026-10-01
    decided_by: [cro]
    owner: tom
"""


def test_a_request_in_a_cell_is_what_it_is_in_yaml(tmp_path: Path) -> None:
    listed = (
        REQUEST
        + "      - {state: proposed, on: 2026-11-02, by: mia}\n      - in review 2026-11-03\n"
        + "      - 'concerns 2026-11-05 by it: no rate limit'\n    signed: [mia 2026-11-06]\n"
    )
    cell = (
        "id;title;asked_by;business_case;history;signed\n"
        'REQ-1;A survey tool;mia;Answers are copied by hand.;"proposed 2026-11-02 by mia\nIn_Review 2026-11-03; '
        'concerns 2026-11-05 by IT: no rate limit";Mia Fischer 2026-11-06\n'
    )
    expected = Request(
        id="REQ-1",
        title="A survey tool",
        asked_by="mia",
        business_case="Answers are copied by hand.",
        history=(
            Step(State.PROPOSED, date(2026, 11, 2), "mia"),
            Step(State.IN_REVIEW, date(2026, 11, 3)),
            Step(State.CONCERNS, date(2026, 11, 5), "it", "no rate limit"),
        ),
        signed=(Signature("mia", date(2026, 11, 6)),),
    )
    (tmp_path / "other").mkdir()
    assert declared(tmp_path / "other", "requests.yaml", listed).entries == (expected,)
    assert declared(tmp_path, "requests.csv", cell).entries == (expected,)


@pytest.mark.parametrize(
    ("history", "says"),
    [
        (["in review 2026-11-02"], "history.0: begins with “in review”: a request is proposed first"),
        (
            ["proposed 2026-11-02", "live 2026-11-03"],
            "history.1: “live” does not follow “proposed”: write one of in review, escalated, withdrawn",
        ),
        (
            ["proposed 2026-11-02", "in review 2026-11-01"],
            "history.1.on: 2026-11-01 is before 2026-11-02, the day of “proposed”",
        ),
        (
            ["proposed 2026-11-02", "in revew 2026-11-03"],
            "history.1.state: there is no state “in revew”: did you mean “in review”?",
        ),
        (["proposed 2026-12-02"], "history.0.on: 2026-12-02 lies in the future"),
        (["proposed"], "history.0: “proposed”: write a state and its day, for example in review 2026-11-03 by dana"),
        (["proposed 3.11.2026"], "history.0.on: “3.11.2026” is no date here: write 2026-11-03"),
        (["proposed 2026-11-02 by miaa"], "history.0.by: “miaa” is nobody who is declared"),
        (
            ["proposed 2026-11-02", "in review 2026-11-02", "concerns 2026-11-03"],
            "history.2: concerns are written down: add a note",
        ),
        (
            ["proposed 2026-11-02", "withdrawn 2026-11-02", "live 2026-11-02"],
            "“live” does not follow “withdrawn”: nothing does",
        ),
    ],
)
def test_a_history_that_cannot_have_happened_is_refused(tmp_path: Path, history: list[str], says: str) -> None:
    content = REQUEST + "".join(f"      - {line}\n" for line in history)
    problems = refused(tmp_path, "requests.yaml", content)
    assert any(says in problem for problem, _ in problems), problems


def test_every_state_can_be_reached_and_what_follows_is_a_state() -> None:
    reached = {State.PROPOSED}
    for _ in State:
        reached |= {after for state in reached for after in FOLLOWS[state]}
    assert reached == set(State) == set(FOLLOWS)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("    signed: [mia 2026-11-03, Mia Fischer 2026-11-04]\n", "signed.1: “mia” signs twice: two people sign"),
        ("    signed: mia 2026-11-03; tom 2026-11-03; dana 2026-11-04\n", "signed.2: two people sign"),
        ("    signed: mia\n", "signed.0: “mia”: write who signed and the day"),
        ("    business_case: ' '\n", "requests.0.business_case: is empty"),
    ],
)
def test_what_two_people_agree_on_needs_two_people(tmp_path: Path, line: str, says: str) -> None:
    content = REQUEST + "      - proposed 2026-11-02\n" + line
    if "business_case" in line:
        content = content.replace("    business_case: Answers are copied by hand.\n", "", 1)
    problems = refused(tmp_path, "requests.yaml", content)
    assert any(says in problem for problem, _ in problems), problems


def test_a_decision_names_what_should_be_in_the_org(tmp_path: Path) -> None:
    content = DECISION + "    appears_as: Opportunity.Loss_Reason__c, Renewal__c\n    due: 2027-01-15\n"
    expected = Decision(
        "7",
        "Say why it was lost",
        date(2026, 10, 1),
        ("cro",),
        "tom",
        due=date(2027, 1, 15),
        appears_as=("Opportunity.Loss_Reason__c", "Renewal__c"),
    )
    assert declared(tmp_path, "decisions.yaml", content).entries == (expected,)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (
            "    appears_as: [Loss Reason]\n",
            "decisions.0.appears_as.0: “Loss Reason”: write an object or a field of it",
        ),
        ("    follow_up: 7\n", "decisions.0.follow_up: write text; a number or a date goes in quotes"),
        ("    due: 2026-09-30\n", "decisions.0.due: 2026-09-30 is before 2026-10-01, the day of the decision"),
        ("    done_on: 2026-12-01\n", "decisions.0.done_on: 2026-12-01 lies in the future"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(tmp_path: Path, line: str, says: str) -> None:
    problems = refused(tmp_path, "decisions.yaml", DECISION + line)
    assert any(says in problem for problem, _ in problems), problems


@pytest.mark.parametrize("number", ["007", "0x1F"])
def test_an_id_that_yaml_reads_as_another_number_goes_in_quotes(tmp_path: Path, number: str) -> None:
    ((says, _),) = refused(tmp_path, "decisions.yaml", DECISION.replace("id: 7", f"id: {number}"))
    assert says.startswith("decisions.yaml:2: decisions.0.id: ")
    assert "in quotes" in says
    assert len(declared(tmp_path, "decisions.yaml", DECISION.replace("id: 7", f"id: '{number}'")).entries) == 1
