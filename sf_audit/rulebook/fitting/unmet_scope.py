"""Scopes that no record meets, because no record has the text that the rule looks for.

That no record is of today, or that all of them are closed, says something of the org. That none of its accounts is in
“Deutchland” says something of the rule: it would be *not applicable* for ever, and nobody would know why.
"""

from __future__ import annotations

from collections.abc import Iterator

import duckdb

from sf_audit.expectations.records import Records
from sf_audit.expectations.standard import Standard
from sf_audit.model.review import Reason, Unread
from sf_audit.rulebook.rules.org_scope import in_this_org
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.rules.settings_of import meanings
from sf_audit.rulebook.settings.field_kinds import is_text
from sf_audit.rulebook.settings.org_names import ChoosesRecords
from sf_audit.snapshot.dictionary import MEND_THE_RULE, OrgField
from sf_audit.snapshot.needs import AnyOf, Clause, Comparison, Filter, OfParent
from sf_audit.snapshot.outside_causes import reraise_outside_cause
from sf_audit.snapshot.sql import quote_identifier
from sf_audit.snapshot.stored_dictionary import StoredDictionary
from sf_audit.snapshot.tables import Snapshot


def never_met(rule: Rule, standard: Standard, snapshot: Snapshot) -> Unread | None:
    """Why nothing was in scope, where a text that no record has is the reason; values of picklists are known before."""
    return _unmet(rule, "when", standard.object, standard.scope, snapshot)


def never_met_elsewhere(rule: Rule, snapshot: Snapshot) -> Unread | None:
    """The same of the records of other objects that the judged ones are compared with: all of them would be blamed for
    what nobody can have, or none.
    """
    for name, meaning in meanings(type(rule.check)).items():
        if isinstance(meaning, ChoosesRecords) and meaning.of != "object":
            table, rows = getattr(rule.check, meaning.of), getattr(rule.check, name)
            if rows and (unread := _unmet(rule, name, table, in_this_org(rows, table, snapshot), snapshot)):
                return unread
    return None


def _unmet(rule: Rule, setting: str, table: str, wanted: Filter, snapshot: Snapshot) -> Unread | None:
    rows, hidden = snapshot.tables[table].rows, snapshot.tables[table].rows_hidden
    # A record that sharing hides may have the text.
    clause = next(_unmet_clauses(table, wanted, snapshot), None) if rows and not hidden else None
    if clause is None:
        return None
    written, named = (clause.written, clause.clause) if isinstance(clause, OfParent) else (clause.field, clause)
    values = " or ".join(f"“{value}”" for value in named.values)
    where = rule.place(("check", rule.check.verb, setting, written))
    lacking = f"the only {table} record does not have" if rows == 1 else f"none of {rows} {table} records has"
    says = f"{where}: {lacking} {values} in {written}, so nothing was looked at"
    return Unread(Reason.RULE_DOES_NOT_FIT, says, MEND_THE_RULE)


def _unmet_clauses(table: str, wanted: Filter, snapshot: Snapshot) -> Iterator[Clause | OfParent]:
    dictionary = StoredDictionary(snapshot)
    clauses = Records.at(snapshot, table).clauses
    for clause in sorted(wanted, key=repr):
        if isinstance(clause, AnyOf):
            continue  # any other of its entries may be the one that records meet
        owner, named = (clause.table, clause.clause) if isinstance(clause, OfParent) else (table, clause)
        field = dictionary.field(owner, named.field)
        if not isinstance(field, OrgField) or not names_a_text(named, field):
            continue
        sql = f"SELECT 1 FROM {quote_identifier(table)} WHERE {clauses.one(clause)} LIMIT 1"
        try:
            found = snapshot.rows(sql)
        except duckdb.Error as problem:
            reraise_outside_cause(problem)
            continue
        if not found:
            yield clause


def names_a_text(clause: Clause, field: OrgField) -> bool:
    """Whether the clause looks for a text, or for the record of an id, that no description of the org can confirm."""
    return clause.comparison is Comparison.IN and (is_text(field.type) or field.type == "id") and not field.values
