"""Whether a text is an e-mail address."""

from __future__ import annotations

from dataclasses import dataclass

from sf_audit.expectations.asks.ask import AskInSql, OfOneField
from sf_audit.expectations.asks.known_domain import in_known_domain
from sf_audit.expectations.records import Records
from sf_audit.expectations.texts.distinct import distinct
from sf_audit.expectations.texts.email import mail_domain_in, surely_email
from sf_audit.expectations.texts.judges import refused
from sf_audit.snapshot.needs import Filter
from sf_audit.snapshot.sql import quote_identifier


@dataclass(frozen=True, slots=True)
class ValidEmail(OfOneField, AskInSql):
    """Where filled, the text is an e-mail address, as `is_email` says, in a domain that `is_registrable`; each distinct
    one is asked for once."""

    field: str

    def holds(self, key: str, records: Records, scope: Filter) -> str:
        """That neither the text nor its domain is among those that a library refused."""
        value = quote_identifier(self.field)
        meant = self.judged(records, scope)
        doubtful = distinct(records.connection, (value,), records.table, f"{meant} AND NOT ({surely_email(value)})")
        wrong = records.register(f"refused by {key}", refused("email", ("value",), doubtful))
        known = in_known_domain(mail_domain_in(value), key, records, meant)
        return f"{value} NOT IN (SELECT value FROM {wrong}) AND {known}"
