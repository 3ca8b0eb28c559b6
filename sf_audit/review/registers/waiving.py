"""A waiver that somebody asks for: whether it may be written, and who has to have approved it.

Where a RACI register speaks of the rule, only who is accountable approves; a register that is wrong settles nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sf_audit.errors import UsageProblem
from sf_audit.model.counts import count
from sf_audit.registers.people import everybody, key_of
from sf_audit.registers.raci import Activity, activity_of
from sf_audit.registers.read import Register
from sf_audit.review.waived import whole_id
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.workspace import people
from sf_audit.rulebook.workspace.config import LONGEST_WAIVER, Config, Waiver
from sf_audit.rulebook.workspace.references import meant
from sf_audit.rulebook.workspace.standards import Standards
from sf_audit.snapshot.ids import eighteen

#: An id, or one that lost or won some characters on its way.
_LIKE_A_RECORD = re.compile(r"0[0-9A-Za-z]{11,19}")


@dataclass(frozen=True, slots=True)
class _Asking:
    """What a waiver is held against."""

    standards: Standards
    registers: Sequence[Register]
    today: date

    @property
    def config(self) -> Config:
        return self.standards.config


def allowed(waiver: Waiver, standards: Standards, registers: Sequence[Register], today: date) -> Waiver:
    """The waiver under today's id of its rule. UsageProblem says why it may not be written, and what may."""
    asking = _Asking(standards, registers, today)
    rule = _rule(waiver, standards.rules)
    found = replace(waiver, rule=rule.id, written=today)
    _refuse_empty(found)
    _refuse_dates(found, asking)
    _refuse_subject(found, asking)
    _refuse_approver(found, asking)
    return found


def accountable_for(rule: str, registers: Sequence[Register]) -> Activity | None:
    """The activity that answers for a rule. UsageProblem where the register that would say so is wrong."""
    raci = next((register for register in registers if register.name == "raci"), None)
    if raci is None:
        return None
    if raci.problems:
        hint = "Mend it first (sf-audit register check): it says who may approve."
        raise UsageProblem(f"{raci.file} is wrong: {raci.problems[0]}", hint=hint)
    return activity_of(rule, [entry for entry in raci.entries if isinstance(entry, Activity)])


def _rule(waiver: Waiver, rules: Sequence[Rule]) -> Rule:
    found = next((rule for rule in rules if waiver.rule in rule.names), None)
    if found is None:
        raise UsageProblem(f"there is no rule “{waiver.rule}”", hint=meant(waiver.rule, rules))
    return found


def _refuse_empty(waiver: Waiver) -> None:
    said = {
        "--reason": waiver.reason,
        "--approved-by": waiver.approved_by,
        "--ticket": waiver.ticket,
        "--compensating-control": waiver.compensating_control,
    }
    for option, text in said.items():
        if not text.strip():
            raise UsageProblem(f"{option} is empty", hint="Say it in words that somebody understands in half a year.")


def _refuse_dates(waiver: Waiver, asking: _Asking) -> None:
    longest = min(LONGEST_WAIVER, asking.config.longest_waiver)
    days = (waiver.until - asking.today).days
    last = f"Write a day until {asking.today + timedelta(longest)}."
    if days <= 0:
        raise UsageProblem(f"{waiver.until} has passed, or is today, {asking.today}", hint=last)
    if days > longest:
        says = f"until {waiver.until} is {count(days, 'day')}, and a waiver holds for at most {longest}"
        raise UsageProblem(says, hint=last)


def _refuse_subject(waiver: Waiver, asking: _Asking) -> None:
    if waiver.id and not _can_be(waiver.id):
        hint = "Copy the whole id again: 15 or 18 characters, in capitals as they are."
        raise UsageProblem(f"“{waiver.id}” is no id of a record", hint=hint)
    for known in asking.standards.waivers:
        same = (known.rule, whole_id(known.id), known.part) == (waiver.rule, whole_id(waiver.id), waiver.part)
        if same and known.until >= asking.today:
            says = f"the same is waived until {known.until}, approved by {known.approved_by}"
            raise UsageProblem(says, hint="Wait until it ends, or change it in waivers.yaml.")


def _can_be(subject: str) -> bool:
    """Whether a finding can be about it: a record, or what has a name: a field, a limit, a value of a picklist."""
    if not _LIKE_A_RECORD.fullmatch(subject):
        return subject.isprintable()
    try:
        return eighteen(subject) != ""
    except ValueError:
        return False


def _refuse_approver(waiver: Waiver, asking: _Asking) -> None:
    config, by = asking.config, waiver.approved_by
    if people.find(config, by) is None:
        says = f"“{by}” is nobody who is declared, and so cannot approve"
        raise UsageProblem(says, hint=people.meant(config, by))
    if waiver.asked_by and people.same(config, by, waiver.asked_by):
        raise UsageProblem(f"“{by}” asked for it too", hint="Somebody else approves it.")
    activity = accountable_for(waiver.rule, asking.registers)
    if activity and key_of(config, by) != activity.accountable:
        name = next((person.name for person in everybody(config) if person.key == activity.accountable), "")
        says = f"“{by}” is not accountable for “{activity.activity}”, which answers for {waiver.rule}"
        raise UsageProblem(
            says, hint=f"{name or activity.accountable} approves it: --approved-by {activity.accountable}."
        )
