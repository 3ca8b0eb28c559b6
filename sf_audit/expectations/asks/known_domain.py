"""Whether somebody can have registered the domain in a text; each distinct one is asked for once."""

from __future__ import annotations

from sf_audit.expectations.records import Records
from sf_audit.expectations.texts.distinct import distinct
from sf_audit.expectations.texts.domains import surely_registrable
from sf_audit.expectations.texts.judges import refused


def in_known_domain(domain: str, key: str, records: Records, meant: str) -> str:
    """The condition for it; numbers alone are no domain. `domain` is SQL, `meant` the condition for the records."""
    domains = f"(SELECT {domain} AS domain FROM {records.table} WHERE {meant})"
    doubtful = f"regexp_matches(domain, '[^0-9.]') AND NOT ({surely_registrable('domain')})"
    refusals = refused("domain", ("value",), distinct(records.connection, ("domain",), domains, doubtful))
    if not refusals.num_rows:
        return "true"
    return f"{domain} NOT IN (SELECT value FROM {records.register(f'domains refused by {key}', refusals)})"
