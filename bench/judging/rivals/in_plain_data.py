"""The standards of Accounts as data for other tools."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from bench.judging import by_hand, standards
from bench.judging.rivals.asked import Asked
from sf_audit.expectations.asks import (
    Ask,
    Between,
    DaysFromToday,
    Filled,
    InOrder,
    LengthBetween,
    Matches,
    OneOf,
    RefersTo,
    Unique,
)
from sf_audit.snapshot.needs import Filter, rows_of


def asked() -> Iterator[Asked]:
    """Each of them."""
    for key, standard in standards.OF_ACCOUNTS.items():
        yield _asked(key, standard.ask, _scope(standard.scope))


def _scope(scope: Filter) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((clause.field, tuple(str(value).lower() for value in clause.values)) for clause in rows_of(scope))


def _asked(key: str, ask: Ask, scope: tuple[tuple[str, tuple[str, ...]], ...]) -> Asked:
    match ask:
        case Filled(name):
            return Asked(key, "filled", (name,), scope)
        case Matches(name, pattern, forbidden):
            return Asked(key, "matches", (name,), scope, pattern=pattern, forbidden=forbidden)
        case OneOf(name, values):
            return Asked(key, "one of", (name,), scope, values=tuple(sorted(map(str, values))))
        case Unique(names):
            return Asked(key, "unique", names, scope)
    return _of_order(key, ask, scope)


def _of_order(key: str, ask: Ask, scope: tuple[tuple[str, tuple[str, ...]], ...]) -> Asked:
    match ask:
        case InOrder(first, then):
            return Asked(key, "in order", (first, then), scope)
        case RefersTo(name):
            return Asked(key, "refers to", (name,), scope)
        case Between(name, low, high):
            return Asked(key, "between", (name,), scope, low=low, high=high)
        case LengthBetween(name, low, high):
            return Asked(key, "length", (name,), scope, low=low, high=high)
        case DaysFromToday(name, low) if low is not None:
            return Asked(key, "since", (name,), scope, low=(by_hand.TODAY + timedelta(days=low)).isoformat())
    raise ValueError("no standard of this kind is measured")
