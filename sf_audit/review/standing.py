"""What stands beside the score: how many standards are kept, which records are clean, and the pipeline money on them.

The counts come from the pass that judges (`sf_audit.expectations.judged_together`), so each record counts once, however
many rules it breaks, and waivers change nothing. Where rows may be missing, nothing is said: a share of what is left to
see is no share of the whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sf_audit.model.judged_together import JudgedTogether
from sf_audit.model.review import Outcome, Reason, Status, Unread, Verdict
from sf_audit.model.standing import CleanRecords, Standing
from sf_audit.review.judge import SWITCHED_OFF
from sf_audit.review.open_pipeline import open_pipeline
from sf_audit.review.score import is_not_kept
from sf_audit.rulebook.judging.examine import Seen, hidden_rows
from sf_audit.rulebook.rules.records import OfRecords
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.salesforce.pipeline import OPPORTUNITY
from sf_audit.snapshot.tables import Snapshot


def standing(
    outcomes: Sequence[Outcome],
    seen: Mapping[str, Seen],
    rules: Sequence[Rule],
    snapshot: Snapshot,
    doubted: Mapping[str, Unread],
) -> Standing:
    """Where the org stands. `doubted` says of tables that were read whole why rows of them may be missing."""
    evaluated = [outcome for outcome in outcomes if outcome.is_judged]
    not_kept = [outcome for outcome in evaluated if is_not_kept(outcome)]
    missing = {**hidden_rows(snapshot), **doubted}
    answers = {name: _Answers.of(name, some, outcomes, seen, missing) for name, some in _by_object(rules).items()}
    records = (found.clean_records() for found in answers.values() if found.applying)
    of_deals = answers.get(OPPORTUNITY) or _Answers(OPPORTUNITY)
    pipeline = open_pipeline(of_deals.together, of_deals.mask, of_deals.why_unknown, snapshot)
    return Standing(
        kept=len(evaluated) - len(not_kept),
        evaluated=len(evaluated),
        excepted=sum(outcome.status is Status.KEPT for outcome in not_kept),
        records=tuple(records),
        pipeline=replace(pipeline, rules=of_deals.checked, unchecked=of_deals.unchecked),
    )


def _by_object(rules: Iterable[Rule]) -> dict[str, list[Rule]]:
    """The rules that a clean record breaks none of, by the object of the records."""
    found: dict[str, list[Rule]] = {}
    for rule in rules:
        if rule.is_grave and isinstance(rule.check, OfRecords):
            found.setdefault(rule.check.object, []).append(rule)
    return dict(sorted(found.items()))


@dataclass(frozen=True, slots=True)
class _Answers:
    """What such rules say of the records of an object: bits of those that were checked are set in `mask`.

    `applying` are the outcomes of rules that apply to this org, and `why_unknown` says why nothing is known.
    """

    object: str
    applying: tuple[Outcome, ...] = ()
    together: JudgedTogether | None = None
    mask: int = 0
    why_unknown: Unread | None = None

    @classmethod
    def of(
        cls,
        name: str,
        rules: Sequence[Rule],
        outcomes: Sequence[Outcome],
        seen: Mapping[str, Seen],
        missing: Mapping[str, Unread],
    ) -> _Answers:
        """Of the records of this object."""
        about = {rule.id for rule in rules}
        applying = tuple(
            outcome for outcome in outcomes if outcome.rule in about and outcome.status is not Status.NOT_APPLICABLE
        )
        judged = {
            outcome.rule: verdict for outcome in applying if isinstance(verdict := seen.get(outcome.rule), Verdict)
        }
        if name in missing or not judged:
            return cls(name, applying, why_unknown=missing.get(name) or _why_not_checked(applying))
        together = next(iter(judged.values())).together
        if together is None or not judged.keys() <= set(together.rules):
            return cls(name, applying, why_unknown=_NOT_COUNTED)
        mask = sum(1 << together.rules.index(rule) for rule in judged)
        return cls(name, applying, together, mask)

    @property
    def checked(self) -> int:
        """How many of the rules were checked whole."""
        return sum(outcome.is_judged and not outcome.reason for outcome in self.applying)

    @property
    def unchecked(self) -> int:
        """How many of them were not, or not whole."""
        return len(self.applying) - self.checked

    def clean_records(self) -> CleanRecords:
        """How many records these rules judged, and how many of them break none."""
        if self.together is None:
            why = self.why_unknown or _NOT_COUNTED
            return CleanRecords(self.object, None, None, self.checked, self.unchecked, 0, why.detail, why.unlocked_by)
        judged = [row for row in self.together.rows if row.judged & self.mask]
        records = sum(row.records for row in judged)
        clean = sum(row.records for row in judged if not row.broken & self.mask)
        others = sum(row.records for row in self.together.rows) - records
        return CleanRecords(self.object, records, clean, self.checked, self.unchecked, others)


_NOT_COUNTED = Unread(Reason.CHECK_FAILED, "its rules could not be judged together, so their records were not counted")


def _why_not_checked(outcomes: Sequence[Outcome]) -> Unread | None:
    """What is said of the first of these rules, none of which was checked; None where none applies."""
    for outcome in outcomes:
        off = outcome.reason == SWITCHED_OFF
        return Unread(
            Reason.INCOMPLETE, f"{outcome.rule} is switched off" if off else outcome.detail, outcome.unlocked_by
        )
    return None
