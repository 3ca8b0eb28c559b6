"""The life of findings as a review says it: what returned, how long those of a month stay, how old stock shrinks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from sf_audit.model.lifecycle import Lifecycle
from sf_audit.model.review import Outcome, Unread
from sf_audit.review.asked_again import no_longer_asked
from sf_audit.review.findings_table import FINDINGS
from sf_audit.review.lifecycle.burn_down import burn_down
from sf_audit.review.lifecycle.changes import evaluations
from sf_audit.review.lifecycle.cohorts import Remaining, cohorts
from sf_audit.review.lifecycle.ledger import Ledger, Movement
from sf_audit.review.lifecycle.stages import Stage
from sf_audit.review.lifecycle.unasked import write_unasked
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.workspace.standards import Standards
from sf_audit.snapshot.tables import Snapshot


def lifecycle(
    ledger: Ledger, movements: Sequence[Movement], standards: Standards, today: date, findings: Path
) -> Lifecycle | None:
    """Of the findings of all rules, a findings.parquet; None where only some are judged."""
    if not standards.whole:
        return None
    rules, plan = standards.on(today), standards.config.burn_down
    return Lifecycle(
        returned=sum(movement.findings for movement in movements if movement.stage is Stage.RETURNED),
        cohorts=cohorts((*ledger.columns, _left_today(movements, f"{today:%Y-%m}"))),
        burn_down=burn_down(movements, rules, ledger.first_looked, plan, today),
        age=ledger.age(findings, today),
    )


def became(
    ledger: Ledger,
    rules: Sequence[Rule],
    outcomes: Sequence[Outcome],
    folder: Path,
    snapshot: Snapshot,
    doubted: Mapping[str, Unread],
) -> tuple[Movement, ...]:
    """What became of every finding. Writes into the folder which of those that are gone no rule looks for any more."""
    unasked = no_longer_asked(ledger, rules, folder / FINDINGS, snapshot, doubted)
    write_unasked(unasked, folder)
    return ledger.movements(folder / FINDINGS, unasked, evaluations(outcomes))


def _left_today(movements: Iterable[Movement], period: str) -> Remaining:
    here, unseen, stock = Counter[str](), Counter[str](), Counter[str]()
    for movement in movements:
        since = movement.since or period
        if movement.stage in (Stage.NEW, Stage.RETURNED, Stage.STILL_OPEN):
            here[since] += movement.findings
        elif movement.stage is Stage.NOT_EVALUATED:
            unseen[since] += movement.findings
        else:
            continue
        if movement.in_baseline:
            stock[since] += movement.findings
    return Remaining(period, here, unseen, stock)
