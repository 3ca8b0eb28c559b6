"""Which column of a loaded table is which field: `billing_country` is BillingCountry, `my_field_c` is My_Field__c.

Loaders write names in small letters, with one underscore where a word begins or where the org has two. So names are
compared without case and without underscores; where two fields or two columns are then the same, nobody guesses.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sf_audit.nearness import nearest
from sf_audit.warehouse.source import RecordSource, SourceRefused


@dataclass(frozen=True, slots=True)
class Matched:
    """By field, its column; and by field, why none can be told."""

    columns: Mapping[str, str]
    ambiguous: Mapping[str, str] = field(default_factory=dict)


def match(source: RecordSource, fields: Iterable[str], columns: Iterable[str]) -> Matched:
    """The columns of these fields of the object; `fields` are all that it has.

    Raises SourceRefused where a column that the settings name is not there.
    """
    known = list(columns)
    written = {name.lower(): find(source, column, known) for name, column in source.columns.items()}
    taken = {*written.values(), *_markers(source, known)}
    free = [column for column in known if column not in taken]
    by_form, alike = _by_form(free), _by_form(fields)
    found: dict[str, str] = {}
    ambiguous: dict[str, str] = {}
    for name in (name for names in alike.values() for name in names):
        if name.lower() in written:
            found[name] = written[name.lower()]
            continue
        candidates = by_form[_form(name)]
        exact = [column for column in candidates if column.lower() == name.lower()]
        possible = exact or candidates
        rivals = [other for other in alike[_form(name)] if other.lower() not in written] if not exact else [name]
        if len(possible) == 1 and len(rivals) == 1:
            found[name] = possible[0]
        elif possible:
            ambiguous[name] = f"{', '.join(possible)} may be {', '.join(rivals)}"
    return Matched(found, ambiguous)


def find(source: RecordSource, column: str, columns: Iterable[str]) -> str:
    """The column of this name, whatever its letters. Raises SourceRefused where there is none."""
    known = list(columns)
    same = [name for name in known if name == column] or [name for name in known if name.lower() == column.lower()]
    if len(same) != 1:
        why = f"{source} has no column {column}" if not same else f"{source} has {len(same)} columns {column}"
        near = nearest(column, known)
        meant = f"Did you mean {near}? " if near and not same else ""
        raise SourceRefused(why, f"{meant}Name a column that is there in {source.setting}")
    return same[0]


def marker(source: RecordSource, column: str, columns: Iterable[str]) -> str:
    """The column of a marker; empty where there is none, and only what is known of the loader speaks of it."""
    known = list(columns)
    if not column or (column not in source.expected and column.lower() not in {name.lower() for name in known}):
        return ""
    return find(source, column, known)


def _markers(source: RecordSource, columns: Iterable[str]) -> set[str]:
    known = list(columns)
    return {marker(source, column, known) for column in source.markers.columns}


def _by_form(names: Iterable[str]) -> defaultdict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name in names:
        found[_form(name)].append(name)
    return found


def _form(name: str) -> str:
    return name.replace("_", "").lower()
