"""Whether a text has the form that goes with what another field says."""

from __future__ import annotations

from dataclasses import dataclass

from sf_audit.expectations.asks.ask import AskInSql, OfOneField
from sf_audit.expectations.records import Records
from sf_audit.snapshot.needs import Filter
from sf_audit.snapshot.sql import quote_identifier, quote_literal


@dataclass(frozen=True, slots=True)
class MatchesBy(OfOneField, AskInSql):
    """Where filled, the field matches the RE2 pattern of the value in the field `by`, without regard to its case.

    For other values, and where `by` is empty, `otherwise` is the pattern; without one nothing is said.
    """

    field: str
    by: str
    patterns: tuple[tuple[str, str], ...]
    otherwise: str = ""

    def holds(self, key: str, records: Records, scope: Filter) -> str:
        cases = (f"WHEN lower({quote_literal(value)}) THEN {self._match(form)}" for value, form in self.patterns)
        other = self._match(self.otherwise) if self.otherwise else "NULL"
        return f"CASE lower({quote_identifier(self.by)}) {' '.join(cases)} ELSE {other} END"

    def _match(self, pattern: str) -> str:
        return f"regexp_matches({quote_identifier(self.field)}, {quote_literal(pattern)})"
