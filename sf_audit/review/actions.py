"""Who fixes what by when: the broken rules in the order in which people should take them up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import duckdb

from sf_audit.model.review import Action, Outcome, Severity, Status
from sf_audit.rulebook.workspace.config import OwnerEntry

_ORDER = {severity: place for place, severity in enumerate(Severity)}


def actions(outcomes: Sequence[Outcome], findings: Path, owners: Mapping[str, OwnerEntry]) -> tuple[Action, ...]:
    """One line per broken rule, worst first, with the earliest due date of its open findings.

    Owner and partner are as the workspace names them; where it does not, as rules do.
    """
    with duckdb.connect() as connection:
        rows = connection.execute(
            "SELECT rule, min(due) FROM read_parquet(?) WHERE waived_until IS NULL GROUP BY rule", [str(findings)]
        ).fetchall()
    due = dict(rows)
    broken = [outcome for outcome in outcomes if outcome.status is Status.BROKEN]
    broken.sort(
        key=lambda outcome: (_ORDER[outcome.severity], due.get(outcome.rule) or date.max, -outcome.broken, outcome.rule)
    )
    return tuple(_action(outcome, due.get(outcome.rule), owners) for outcome in broken)


def _action(outcome: Outcome, due: date | None, owners: Mapping[str, OwnerEntry]) -> Action:
    return Action(
        outcome.rule,
        outcome.heading,
        outcome.severity,
        _named(outcome.owner, owners),
        _named(outcome.partner, owners),
        due,
        outcome.broken,
        outcome.fix,
    )


def _named(party: str, owners: Mapping[str, OwnerEntry]) -> str:
    entry = owners.get(party)
    if entry is None:
        return party
    return f"{entry.name} <{entry.contact}>" if entry.contact else entry.name
