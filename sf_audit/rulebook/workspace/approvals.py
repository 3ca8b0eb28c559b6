"""What asks for less than the standards is somebody's decision: with a reason, a declared approver, and an end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path

from sf_audit.errors import UsageProblem
from sf_audit.model.counts import count
from sf_audit.rulebook.files.refusals import Refusals
from sf_audit.rulebook.files.yaml_file import read_yaml
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.settings.day import latest_day
from sf_audit.rulebook.workspace import people
from sf_audit.rulebook.workspace.config import (
    CONFIG_FILE,
    WAIVERS_FILE,
    Config,
    Override,
    Waiver,
    later,
)
from sf_audit.rulebook.workspace.due_later import LONGEST_BURN_DOWN
from sf_audit.rulebook.workspace.overrides import asks_less

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class _Approval:
    """Who approved what stands at a place of a file. `kind` is what it is one of, in the plural."""

    place: Place
    approved_by: str
    asked_by: str
    until: date | None = None
    kind: str = ""


def refuse_unapproved(config: Config, rules: Sequence[Rule], workspace: Path) -> None:
    """Raise UsageProblem where the configuration asks for less and lacks a reason, a declared approver or an end."""
    today = datetime.now(UTC).date()
    path, refusals = workspace / CONFIG_FILE, Refusals()
    refusals.check(partial(_refuse_overrides, config, rules, path, today))
    refusals.check(partial(_refuse_later, config, path, today))
    refusals.check(partial(_refuse_slow, config, path, today))
    # Without a reason, an approver or an end there is nobody to look up.
    refusals.refuse()
    for approval in _of_config(config, rules):
        if problem := _too_long(config, approval, today, path):
            refusals.add(problem)
        refusals.check(partial(_refuse_approver, config, approval, path, today))
    refusals.refuse()


def refuse_unapproved_waivers(config: Config, waivers: Sequence[Waiver], workspace: Path) -> None:
    """Raise UsageProblem for a waiver that holds too long, or that nobody who is declared has approved."""
    today, refusals = datetime.now(UTC).date(), Refusals()
    for number, waiver in enumerate(waivers):
        place = ("waivers", number)
        refusals.check(partial(_refuse_waiver, config, waiver, place, workspace / WAIVERS_FILE, today))
    refusals.refuse()


def _refuse_overrides(config: Config, rules: Sequence[Rule], path: Path, today: date) -> None:
    refusals = Refusals()
    for name, (rule, override) in _by_rule(config, rules).items():
        less = asks_less(rule, override)
        if less and not (override.reason.strip() and override.approved_by.strip() and override.until):
            says = f"asks for less than the rule ({', '.join(less.values())}): that needs reason, approved_by and until"
            refusals.add(read_yaml(path).problem(("overrides", name), says, hint=_write(config, today)))
    refusals.refuse()


def _refuse_later(config: Config, path: Path, today: date) -> None:
    if config.sla_approval is None and (longer := later(config)):
        severity, days = next(iter(longer.items()))
        says = (
            f"{count(days, 'business day is', 'business days are')} more than the {Config().sla[severity]} of the "
            "standard: that needs sla_approval"
        )
        hint = _write(config, today, "sla_approval: ")
        raise read_yaml(path).problem(("sla", severity.value), says, hint=hint)


def _refuse_slow(config: Config, path: Path, today: date) -> None:
    last = today + timedelta(LONGEST_BURN_DOWN)
    if config.burn_down and config.burn_down.until > last:
        says = f"is more than {count(LONGEST_BURN_DOWN, 'day')} away, and old stock is to be gone within these"
        raise read_yaml(path).problem(("burn_down", "until"), says, hint=f"Write {last} or earlier.")


def _by_rule(config: Config, rules: Sequence[Rule]) -> dict[str, tuple[Rule, Override]]:
    known = {name: rule for rule in rules for name in rule.names}
    return {name: (known[name], override) for name, override in config.overrides.items()}


def _of_config(config: Config, rules: Sequence[Rule]) -> Iterator[_Approval]:
    for name, (rule, override) in _by_rule(config, rules).items():
        if asks_less(rule, override):
            kind = "overrides that ask for less"
            yield _Approval(("overrides", name), override.approved_by, override.asked_by, override.until, kind)
    for number, spot in enumerate(config.blind_spots):
        yield _Approval(("blind_spots", number), spot.approved_by, spot.asked_by, spot.until, "blind spots")
    for number, deletion in enumerate(config.mass_deletions):
        yield _Approval(("mass_deletions", number), deletion.approved_by, deletion.asked_by)
    for number, gap in enumerate(config.record_count_gaps):
        place: Place = ("record_count_gaps", number)
        yield _Approval(place, gap.approved_by, gap.asked_by, gap.until, "record count gaps")
    for name, exemption in config.exemptions.items():
        yield _Approval(("exemptions", name), exemption.approved_by, exemption.asked_by)
    yield from _of_due_dates(config)


def _of_due_dates(config: Config) -> Iterator[_Approval]:
    if config.sla_approval:
        approval, kind = config.sla_approval, "approvals of later due dates"
        yield _Approval(("sla_approval",), approval.approved_by, approval.asked_by, approval.until, kind)
    if config.burn_down:
        yield _Approval(("burn_down",), config.burn_down.approved_by, config.burn_down.asked_by)


def _refuse_approver(config: Config, approval: _Approval, path: Path, today: date) -> None:
    """What has ended may name people who have left."""
    if approval.until is not None and approval.until < today:
        return
    by, place = approval.approved_by, (*approval.place, "approved_by")
    if people.find(config, by) is None:
        says = f"“{by}” is nobody who is declared, and so cannot approve"
        raise read_yaml(path).problem(place, says, hint=people.meant(config, by))
    if approval.asked_by and people.same(config, by, approval.asked_by):
        raise read_yaml(path).problem(place, f"“{by}” asked for it too", hint="Somebody else approves it.")


def _refuse_waiver(config: Config, waiver: Waiver, place: Place, path: Path, today: date) -> None:
    refusals = Refusals()
    if problem := _dates(config, waiver, place, path, today):
        refusals.add(problem)
    approval = _Approval(place, waiver.approved_by, waiver.asked_by, waiver.until)
    refusals.check(partial(_refuse_approver, config, approval, path, today))
    refusals.refuse()


def _dates(config: Config, waiver: Waiver, place: Place, path: Path, today: date) -> UsageProblem | None:
    """What is wrong with the days of a waiver."""
    if waiver.written is None and not waiver.id:
        says = "without an id it covers all findings of the rule that exist when it is written, and does not say when"
        hint = f"Add `written: {today}`, or the `id:` of one record."
        return read_yaml(path).problem(place, says, hint=hint)
    if waiver.written is not None and waiver.written > latest_day():
        return read_yaml(path).problem((*place, "written"), "lies in the future", hint=f"Today is {today}.")
    approval = _Approval(place, waiver.approved_by, waiver.asked_by, waiver.until, "waivers")
    return _too_long(config, approval, waiver.written or today, path)


def _too_long(config: Config, approval: _Approval, begins: date, path: Path) -> UsageProblem | None:
    """That it holds for longer than anything may that takes off the standards."""
    if approval.until is None or (approval.until - begins).days <= config.longest_waiver:
        return None
    lasts, longest = count((approval.until - begins).days, "day"), count(config.longest_waiver, "day")
    says = f"is {lasts} after {begins}, and {approval.kind} hold for at most {longest}"
    hint = f"Write {begins + timedelta(config.longest_waiver)} or earlier, or `longest_waiver:` in {CONFIG_FILE}."
    return read_yaml(path).problem((*approval.place, "until"), says, hint=hint)


def _write(config: Config, today: date, key: str = "") -> str:
    """How it is written, with somebody who may approve."""
    approver = next(iter(people.declared(config)), "…")
    until = today + timedelta(config.longest_waiver)
    form = f"{key}{{reason: …, approved_by: {approver}, until: {until}}}"
    return f"Write for example {form}." if config.owners or config.people else f"Write {form}. {people.DECLARE}"
