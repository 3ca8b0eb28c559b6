"""Which of the histories that a check can go by the org shows."""

from __future__ import annotations

from sf_audit.rulebook.rules.histories import HistorySource, OfHistory
from sf_audit.snapshot.dictionary import Dictionary, OrgField


def first_shown(check: OfHistory, dictionary: Dictionary) -> str:
    """The name of the first one with all its columns; where there is none, of the first table beside the records.

    That one is then asked for, so that the outcome says what to grant.
    """
    shown = (source.name for source in check.sources if _is_shown(source, dictionary))
    return next(shown, next((source.name for source in check.sources if source.lookup), ""))


def _is_shown(source: HistorySource, dictionary: Dictionary) -> bool:
    if not isinstance(dictionary.object(source.table), str):
        return False
    return all(isinstance(dictionary.field(source.table, column), OrgField) for column in sorted(source.columns))
