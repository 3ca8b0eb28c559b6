"""Scopes that no record meets, because no record has the text that the rule looks for.

That no record is of today, or that all of them are closed, says something of the org. That none of its accounts is in
“Deutchland” says something of the rule: it would be *not applicable* for ever, and nobody would know why.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from sf_audit.expectations.clauses import Clauses
from sf_audit.expectations.days import Calendar
from sf_audit.expectations.records import kinds
from sf_audit.expectations.standard import Standard
from sf_audit.model.review import Reason, Unread
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.settings.field_kinds import is_text
from sf_audit.snapshot.dictionary import MEND_THE_RULE, OrgField
from sf_audit.snapshot.needs import Clause, Comparison
from sf_audit.snapshot.outside_causes import reraise_outside_cause
from sf_audit.snapshot.sql import quote_identifier
from sf_audit.snapshot.stored_dictionary import StoredDictionary
from sf_audit.snapshot.tables import Snapshot


def never_met(rule: Rule, standard: Standard, snapshot: Snapshot) -> Unread | None:
    """Why nothing was in scope, where a text that no record has is the reason; values of picklists are known before."""
    rows = snapshot.tables[standard.object].rows
    unmet = list(_unmet(standard, snapshot)) if rows else []
    if not unmet:
        return None
    clause = unmet[0]
    values = " or ".join(f"“{value}”" for value in clause.values)
    where = rule.place(("check", rule.check.verb, "when", clause.field))
    name = standard.object
    lacking = f"the only {name} record does not have" if rows == 1 else f"none of {rows} {name} records has"
    says = f"{where}: {lacking} {values} in {clause.field}, so nothing was looked at"
    return Unread(Reason.RULE_DOES_NOT_FIT, says, MEND_THE_RULE)


def _unmet(standard: Standard, snapshot: Snapshot) -> Iterator[Clause]:
    dictionary = StoredDictionary(snapshot)
    calendar = Calendar.of(snapshot.org.time_zone, snapshot.today)
    clauses = Clauses(kinds(snapshot.connection, standard.object), calendar)
    for clause in sorted(standard.scope, key=repr):
        field = dictionary.field(standard.object, clause.field)
        if not isinstance(field, OrgField) or not names_a_text(clause, field):
            continue
        sql = f"SELECT 1 FROM {quote_identifier(standard.object)} WHERE {clauses.one(clause)} LIMIT 1"
        try:
            found = snapshot.rows(sql)
        except duckdb.Error as problem:
            reraise_outside_cause(problem)
            continue
        if not found:
            yield clause


def names_a_text(clause: Clause, field: OrgField) -> bool:
    """Whether the clause looks for a text that no description of the org can confirm."""
    return clause.comparison is Comparison.IN and is_text(field.type) and not field.values
