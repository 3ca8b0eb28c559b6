"""Whether a text is a web address."""

from __future__ import annotations

from dataclasses import dataclass

from sf_audit.expectations.asks.ask import AskInSql, OfOneField
from sf_audit.expectations.records import Records
from sf_audit.expectations.texts.web_address import is_web_address
from sf_audit.snapshot.needs import Filter
from sf_audit.snapshot.sql import quote_identifier


@dataclass(frozen=True, slots=True)
class WebAddress(OfOneField, AskInSql):
    """Where filled, the text is a web address, as `is_web_address` says."""

    field: str

    def holds(self, key: str, records: Records, scope: Filter) -> str:
        return is_web_address(quote_identifier(self.field))
