"""The values that fields should hold, where the verb of a rule knows them: from the snapshot, which alone has the whole
texts. Nothing is written to the org; people load the files, or type what they read.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TypeAlias

from sf_audit.model.review import Unread
from sf_audit.model.worklist import Correction
from sf_audit.rulebook.fitting.fitting import fit
from sf_audit.rulebook.rules.records import OfField
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.snapshot.sql import quote_identifier
from sf_audit.snapshot.stored_dictionary import StoredDictionary
from sf_audit.snapshot.tables import Snapshot

#: By rule and record.
Corrections: TypeAlias = Mapping[tuple[str, str], Correction]

_BATCH = 10_000


def knowing(rules: Sequence[Rule], snapshot: Snapshot) -> tuple[Rule, ...]:
    """Those of the rules that may know a right value, in the words of the snapshot's org.

    A value that nobody may see is not told, and a formula cannot be loaded.
    """
    fitted, unfit = fit(rules, snapshot)
    return tuple(rule for rule in fitted if rule.id not in unfit and _may_know(rule, snapshot))


def corrections(rule: Rule, ids: Collection[str], snapshot: Snapshot) -> Iterator[Correction]:
    """Of these records, those of which the rule knows the right value."""
    check = rule.check
    if not isinstance(check, OfField):
        return
    column, table = quote_identifier(check.field), quote_identifier(check.object)
    answer = snapshot.connection.execute(
        f"""SELECT "Id", CAST({column} AS VARCHAR) FROM {table}
        WHERE "Id" IN (SELECT unnest($ids)) AND {column} IS NOT NULL ORDER BY "Id" """,
        {"ids": list(ids)},
    )
    while rows := answer.fetchmany(_BATCH):
        for record, value in rows:
            if right := check.suggested(value):
                yield Correction(check.object, check.field, record, right)


def agreed(found: Corrections) -> dict[tuple[str, str], tuple[Correction, ...]]:
    """By object and field, the corrections in the order of the ids; without those that two rules do not agree on."""
    by_place: dict[tuple[str, str, str], set[str]] = {}
    for each in found.values():
        by_place.setdefault((each.object, each.field, each.id), set()).add(each.value)
    sure: dict[tuple[str, str], list[Correction]] = {}
    for (name, field, record), values in sorted(by_place.items()):
        if len(values) == 1:
            sure.setdefault((name, field), []).append(Correction(name, field, record, *values))
    return {place: tuple(some) for place, some in sure.items()}


def _may_know(rule: Rule, snapshot: Snapshot) -> bool:
    check = rule.check
    if not isinstance(check, OfField) or type(check).suggested is OfField.suggested:
        return False
    if not rule.show_value or getattr(check, "never_shown", False):
        return False
    field = StoredDictionary(snapshot).field(check.object, check.field)
    return not isinstance(field, Unread) and not field.calculated and snapshot.has(check.object, "Id", check.field)
