"""Whether an address is one of those that a standard allows: of a person, of a lasting provider, of another company."""

from __future__ import annotations

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
        conditions = [ValidEmail(self.field).holds(key, records, scope)]
        if self.roles:
            roles = records.register_texts(f"roles of {key}", sorted(self.roles))
            conditions.append(
                f"split_part(split_part(lower({value}), '@', 1), '+', 1) NOT IN (SELECT value FROM {roles})"
            )
        if self.domains or self.with_below:
            meant = self.judged(records, scope)
            refused = records.register(f"domains refused of {key}", self._refused(key, records, meant))
            conditions.append(f"{mail_domain_in(value)} NOT IN (SELECT value FROM {refused})")
        return " AND ".join(conditions)

    def allows(self, local: str, domain: str) -> bool:
        """The same of the parts of a single address."""
        labels = domain.lower().split(".")
        tails = {".".join(labels[-number:]) for number in _PARTS}
        is_refused = domain.lower() in self.domains or not self.with_below.isdisjoint(tails)
        return not is_refused and local.lower().partition("+")[0] not in self.roles

    def _refused(self, key: str, records: Records, meant: str) -> pa.Table:
        """The domains of records that are in a list: each is looked up once, and not for each record."""
        domain = mail_domain_in(quote_identifier(self.field))
        domains = f"(SELECT DISTINCT {domain} AS value FROM {records.table} WHERE {meant})"
        exact = records.register_texts(f"domains of {key}", sorted(self.domains))
        below = records.register_texts(f"domains with those below of {key}", sorted(self.with_below))
        tails = (f"array_to_string(string_split(value, '.')[-{number}:], '.')" for number in _PARTS)
        within = " OR ".join(f"{tail} IN (SELECT value FROM {below})" for tail in tails)
        query = f"SELECT value FROM {domains} WHERE value IN (SELECT value FROM {exact}) OR {within}"
        return records.connection.sql(query).to_arrow_table()
