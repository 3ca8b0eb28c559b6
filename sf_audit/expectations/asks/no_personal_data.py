"""Whether a text holds no number that says who somebody is or how they pay."""

from __future__ import annotations

from dataclasses import dataclass

from sf_audit.expectations.asks.ask import AskInSql, OfOneField
from sf_audit.expectations.records import Records
from sf_audit.expectations.texts.distinct import distinct
from sf_audit.expectations.texts.judges import refused
from sf_audit.expectations.texts.personal_data import may_hold
from sf_audit.snapshot.needs import Filter
from sf_audit.snapshot.sql import quote_identifier, quote_literal


@dataclass(frozen=True, slots=True)
class NoPersonalData(OfOneField, AskInSql):
    """Where filled, the text holds no number of the kinds, as `holds_none` says; each distinct is asked for once."""

    field: str
    kinds: tuple[str, ...]

    def holds(self, key: str, records: Records, scope: Filter) -> str:
        """That the text is not among those in which a number was found."""
        value = quote_identifier(self.field)
        meant = self.judged(records, scope)
        asked = (quote_literal(" ".join(self.kinds)), value)
        doubtful = distinct(records.connection, asked, records.table, f"{meant} AND {may_hold(self.kinds, value)}")
        found = records.register(f"personal data of {key}", refused("personal_data", ("kinds", "value"), doubtful))
        return f"{value} NOT IN (SELECT value FROM {found})"
