"""What is broken goes to who answers for it, and a waiver that somebody else approved is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from sf_audit.model.registers import Routed
from sf_audit.model.review import Action, Outcome, Pillar, Severity, Status
from sf_audit.review.registers.section import Judged
from sf_audit.rulebook.workspace.config import Waiver
from tests.registers.declaring import write
from tests.review.register_scenes import FRIDAY, TODAY, reviewed

RACI = """\
activity,responsible,accountable,consulted,informed,rules,reviewed_on
Clean-up,"tom, mia",dana,it,"cro, mia",quality,2026-11-01
Mail,mia,cro,,,quality/contact-email-filled,2026-11-01
Access,tom,cro,,,access,2026-11-01
"""
UNIQUE, MAIL = "quality/account-unique", "quality/contact-email-filled"


def judged(*waivers: Waiver) -> Judged:
    """Two rules of quality are broken, and one of access is kept with something waived."""
    outcome = Outcome(UNIQUE, "u", Pillar.DATA_QUALITY, Status.BROKEN, Severity.HIGH, "sales_ops", "it", "", "")
    kept = replace(outcome, rule="access/modify-all-data", status=Status.KEPT, waived=3)
    outcomes = (replace(outcome, waived=2), replace(outcome, rule=MAIL), kept)
    due = date(2026, 11, 27)
    actions = (
        Action(UNIQUE, "Accounts are there once", Severity.HIGH, "sales_ops", "it", due, 7, ""),
        Action(MAIL, "Mail", Severity.LOW, "sales_ops", "it", None, 1, ""),
    )
    return Judged(outcomes, actions, waivers)


def test_what_is_broken_goes_to_who_answers_for_it(tmp_path: Path) -> None:
    assert reviewed(write(tmp_path, "raci.csv", RACI), judged=judged()).routed == (
        Routed(
            "Clean-up",
            ("Tom Hendriks", "Mia Fischer"),
            "Dana Ruiz",
            ("IT",),
            ("Ines Falk", "Mia Fischer"),
            (UNIQUE,),
            7,
            2,
            date(2026, 11, 27),
            "- High: Accounts are there once (7 findings, due 2026-11-27)",
        ),
        Routed("Mail", ("Mia Fischer",), "Ines Falk", (), (), (MAIL,), 1, 0, None, "- Low: Mail (1 finding)"),
    )


def test_a_waiver_that_somebody_else_approved_is_named(tmp_path: Path) -> None:
    waivers = (
        Waiver(UNIQUE, "r", "Dana Ruiz", TODAY),
        Waiver(UNIQUE, "r", "Tom Hendriks", TODAY, id="001A"),
        Waiver(MAIL, "r", "Tom Hendriks", FRIDAY),
        Waiver("own/sales/next-step", "r", "Tom Hendriks", TODAY),
    )
    assert reviewed(write(tmp_path, "raci.csv", RACI), judged=judged(*waivers)).notes == (
        "The waiver of quality/account-unique for 001A until 2026-11-21 was approved by Tom Hendriks, and accountable "
        "is Dana Ruiz.",
    )
