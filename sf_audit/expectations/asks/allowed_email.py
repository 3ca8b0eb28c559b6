"""Whether an address is one of those that a standard allows: of a person, of a lasting provider, of another company."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pyarrow as pa

from sf_audit.expectations.asks.ask import AskInSql, OfOneField
from sf_audit.expectations.asks.valid_email import ValidEmail
from sf_audit.expectations.records import Records
from sf_audit.expectations.texts.email import mail_domain_in
from sf_audit.snapshot.needs import Filter
from sf_audit.snapshot.sql import quote_identifier

#: A domain is in a list with its last two, three or four parts: that of a provider has others below it.
_PARTS = (2, 3, 4)


@dataclass(frozen=True, slots=True)
class AllowedEmail(OfOneField, AskInSql):
    """Where filled, the text is an e-mail address, and none of these.

    `roles` stand before the @, or before a plus there. `domains` are not allowed as they are, and those of `with_below`
    with all domains below them.
    """

    field: str
    roles: frozenset[str] = frozenset()
    domains: frozenset[str] = frozenset()
    with_below: frozenset[str] = frozenset()

    def holds(self, key: str, records: Records, scope: Filter) -> str:
        """That it is an address, and neither its domain nor what is before the @ is in a list."""
        value = quote_identifier(self.field)
        domain = mail_domain_in(value)
        mailbox = f"split_part(lower(regexp_replace({value}, '@[^@]*$', '')), '+', 1)"
        conditions = [ValidEmail(self.field).holds(key, records, scope)]
        conditions += _not_in(self.roles, mailbox, f"roles of {key}", records)
        conditions += _not_in(self.domains, domain, f"domains of {key}", records)
        name = f"domains and those below of {key}"
        for number in _PARTS:
            tail = f"array_to_string(list_slice(string_split({domain}, '.'), -{number}, -1), '.')"
            conditions += _not_in(self.with_below, tail, f"{name}, {number}", records)
        return " AND ".join(conditions)


def _not_in(listed: Collection[str], value: str, name: str, records: Records) -> list[str]:
    if not listed:
        return []
    table = records.register(name, pa.table({"value": pa.array(sorted(listed), pa.string())}))
    return [f"{value} NOT IN (SELECT value FROM {table})"]
