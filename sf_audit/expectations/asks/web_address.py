"""Whether a text is a web address."""

from __future__ import annotations

from dataclasses import dataclass

from sf_audit.expectations.asks.ask import AskInSql, OfOneField
from sf_audit.expectations.asks.known_domain import in_known_domain
from sf_audit.expectations.records import Records
from sf_audit.expectations.texts.web_address import has_form, host_in
from sf_audit.snapshot.needs import Filter
from sf_audit.snapshot.sql import quote_identifier


@dataclass(frozen=True, slots=True)
class WebAddress(OfOneField, AskInSql):
    """Where filled, the text has the form of a web address, and its host is in a domain that `is_registrable`."""

    field: str

    def holds(self, key: str, records: Records, scope: Filter) -> str:
        value = quote_identifier(self.field)
        meant = self.judged(records, scope)
        return f"{has_form(value)} AND {in_known_domain(host_in(value), key, records, meant)}"
