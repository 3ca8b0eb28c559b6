"""What stands beside the score, as every output for people says it: no share without what it is a share of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sf_audit.model.review import Review
from sf_audit.model.standing import CleanRecords, OpenPipeline, PipelineMoney, Standing
from sf_audit.report import words

NOT_KNOWN = "not known"
PIPELINE = "Open pipeline on clean records"

#: What is counted, said once.
EXPLAINED = (
    "Clean records break nothing high or critical, waived or not. Those that no rule of these severities looked at are "
    "in neither number."
)


@dataclass(frozen=True, slots=True)
class StandingLine:
    """One share: of what, how much, the numbers behind it, and what a reader has to know; `note` may be empty.

    `part` is the share as a number, 0 to 1, for charts; None where there is none.
    """

    name: str
    share: str
    numbers: str
    note: str = ""
    part: float | None = None


def standing_lines(review: Review) -> tuple[StandingLine, ...]:
    """All of them; none in documents from before they were written."""
    return tuple(_lines(review.standing)) if review.standing else ()


def _lines(standing: Standing) -> Iterator[StandingLine]:
    kept = f"{standing.kept:,} of {standing.evaluated:,} that were checked"
    part = standing.kept / standing.evaluated if standing.evaluated else None
    share = NOT_KNOWN if part is None else words.percent(part)
    more = "more only because findings are waived or less is asked than their files ask"
    note = f"{standing.excepted:,} {more}" if standing.excepted else ""
    yield StandingLine("Standards kept", share, kept, note, part)
    for found in standing.records:
        yield _of_records(found)
    yield from _of_pipeline(standing.pipeline)


def _of_records(found: CleanRecords) -> StandingLine:
    name = f"Clean {found.object} records"
    if found.records is None or found.clean is None:
        return StandingLine(name, NOT_KNOWN, "", _why(found.missing, found.unlocked_by))
    share = "–" if found.share is None else words.percent(found.share)
    counted = f"{found.clean:,} of {words.count(found.records, 'record')}"
    others = f"{words.count(found.others, 'other was', 'others were')} not looked at" if found.others else ""
    note = "; ".join(part for part in (_checked(found), others) if part)
    return StandingLine(name, share, counted, note, found.share)


def _checked(found: CleanRecords | OpenPipeline) -> str:
    """Of how many of the rules the share speaks; empty where it is all of them."""
    rules = found.rules + found.unchecked
    return f"{found.rules:,} of {words.count(rules, 'such rule')} checked" if found.unchecked else ""


def _of_pipeline(found: OpenPipeline) -> Iterator[StandingLine]:
    name = PIPELINE
    if found.missing:
        yield StandingLine(name, NOT_KNOWN, "", _why(found.missing, found.unlocked_by))
        return
    notes = (
        (found.without_amount, "has no amount", "have no amount"),
        (found.not_judged, "is looked at by none of these rules", "are looked at by none of these rules"),
    )
    parts = (
        f"{words.count(number, 'open opportunity', 'open opportunities')} {singular if number == 1 else plural}"
        for number, singular, plural in notes
        if number
    )
    note = "; ".join(part for part in (_checked(found), *parts) if part)
    if not found.money:
        yield StandingLine(name, "–", note)
    for place, money in enumerate(found.money):
        yield StandingLine(name, _share(money), _amounts(money), "" if place else note, money.share)


def _share(money: PipelineMoney) -> str:
    return "–" if money.share is None else words.percent(money.share)


def _amounts(money: PipelineMoney) -> str:
    amounts = f"{money.clean:,.0f} of {money.amount:,.0f}"
    return f"{money.currency} {amounts}" if money.currency else f"{amounts} in the org's currency"


def _why(missing: str, unlocked_by: str) -> str:
    return f"{missing}. Would help: {unlocked_by}" if unlocked_by else missing
