"""The tables that the org counts instead of answering rows: of which objects, by which queries."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from sf_audit.connector.api.describe import Describes
from sf_audit.connector.plan.fill_counts import fill_queries, uncountable
from sf_audit.connector.plan.guest_shares import GROUPS, GUESTS, share_queries
from sf_audit.connector.plan.scope import Objects, described, objects_of
from sf_audit.model.counts import count
from sf_audit.model.review import Reason, Unread
from sf_audit.snapshot.needs import GUEST_SHARES, RECENT_DAYS, RECENT_FILL_COUNTS, Need


@dataclass(frozen=True, slots=True)
class Counts:
    """What is counted of these objects, and what a reader must know of those that were left out."""

    objects: Objects
    statements: tuple[str, ...]
    notes: tuple[str, ...] = ()


def counts_of(need: Need, describes: Describes, names: Iterable[str], empty: Collection[str]) -> Counts:
    """What a need of counts asks for; custom objects in `empty` have no record to be counted."""
    objects = objects_of(names, describes, without=empty)
    found = _shares(objects, describes) if need.table == GUEST_SHARES else _filled(need, objects, describes)
    skipped = count(len(empty), "custom object without a record was", "custom objects without a record were")
    return replace(found, notes=(f"{skipped} not counted",)) if empty else found


def created_in_days(need: Need) -> int | None:
    """Of which records the filled fields are counted: of those that are so young, or of all."""
    return RECENT_DAYS if need.table == RECENT_FILL_COUNTS else None


def _filled(need: Need, objects: Objects, describes: Describes) -> Counts:
    known, young = described(objects, describes), created_in_days(need)
    asked = [query.soql for name in known.names for query in fill_queries(name, describes.fields(name), young)]
    blind = {
        f"{name}.{field}": Unread(Reason.UNSUPPORTED, f"{name}.{field} can neither be counted nor filtered by the org")
        for name in known.names
        for field in uncountable(describes.fields(name))
    }
    return Counts(replace(known, uncovered={**known.uncovered, **blind}), tuple(asked))


def _shares(objects: Objects, describes: Describes) -> Counts:
    asked = [query for name in objects.names for query in share_queries(name, describes)]
    return Counts(objects, (GUESTS, GROUPS, *asked))
