"""Who fixes what by when: the broken rules in the order in which people should take them up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import duckdb

from sf_audit.findings import Action, Outcome, Severity, Status
from sf_audit.rulebook.config import OwnerEntry

_ORDER = {severity: place for place, severity in enumerate(Severity)}


def actions(outcomes: Sequence[Outcome], findings: Path) -> tuple[Action, ...]:
    """One line per broken rule, worst first, with the earliest due date of its open findings."""
    with duckdb.connect() as connection:
        rows = connection.execute(
            "SELECT rule, min(due) FROM read_parquet(?) WHERE waived_until IS NULL GROUP BY rule", [str(findings)]
        ).fetchall()
    due = dict(rows)
    broken = [one for one in outcomes if one.status is Status.BROKEN]
    broken.sort(key=lambda one: (_ORDER[one.severity], due.get(one.rule) or date.max, -one.broken, one.rule))
    return tuple(_action(one, due.get(one.rule)) for one in broken)


def named(owner: str, owners: Mapping[str, OwnerEntry]) -> str:
    """The owner as the workspace names them, or the plain word of the rule file as words."""
    entry = owners.get(owner)
    if entry is None:
        return _WORDS.get(owner, owner.replace("_", " ").capitalize())
    return f"{entry.name} <{entry.contact}>" if entry.contact else entry.name


_WORDS = {"sales_ops": "Sales Ops", "it": "IT"}


def _action(outcome: Outcome, due: date | None) -> Action:
    return Action(
        outcome.rule,
        outcome.title,
        outcome.severity,
        outcome.owner,
        outcome.partner,
        due,
        outcome.broken,
        outcome.fix,
    )
