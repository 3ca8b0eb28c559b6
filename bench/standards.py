"""Forty standards for made-up Accounts, the same as conditions written by hand, and those that need a library."""

from __future__ import annotations

from sf_audit.expectations.asks import (
    Ask,
    Between,
    DaysFromToday,
    Filled,
    InOrder,
    LengthBetween,
    Matches,
    NoPlaceholder,
    OneOf,
    RefersTo,
    Unique,
    ValidEmail,
    ValidPhone,
    WebAddress,
)
from sf_audit.expectations.filled import or_null
from sf_audit.expectations.standard import Standard
from sf_audit.snapshot.needs import ALL_ROWS, Clause, Comparison, Filter, rows_of

_PHONE = r"^\+1 \([0-9]{3}\) [0-9]{3}-[0-9]{4}$"
_STATES = frozenset(["CA", "NY", "TX", "FL", "WA", "IL", "MA", "CO", "GA", "NC"])
_COUNTRIES = frozenset(["US", "GB", "DE", "FR", "CA", "AU", "IN", "JP", "BR", "MX"])
_NUMBERS = {"AnnualRevenue", "NumberOfEmployees"}


def _among(field: str, *values: str) -> Filter:
    return frozenset({Clause(field, Comparison.IN, values)})


_US = _among("BillingCountry", "US")

_ASKS: list[tuple[Ask, Filter]] = [
    *(
        (Filled(name), ALL_ROWS)
        for name in [
            "Name",
            "Industry",
            "Type",
            "Phone",
            "Website",
            "BillingCity",
            "BillingCountry",
            "BillingStreet",
            "OwnerId",
            "AnnualRevenue",
        ]
    ),
    (Filled("BillingState"), _US),
    (Filled("TickerSymbol"), _among("Ownership", "Public")),
    (Filled("NumberOfEmployees"), _among("Type", "Customer")),
    (Filled("BillingPostalCode"), _among("BillingCountry", "US", "CA", "GB")),
    (Filled("Email__c"), _among("Type", "Customer", "Partner")),
    (Matches("Id", "^001[A-Za-z0-9]{15}$"), ALL_ROWS),
    (Matches("OwnerId", "^005[A-Za-z0-9]{15}$"), ALL_ROWS),
    (Matches("AccountNumber", "^ACC-[0-9]{8}$"), ALL_ROWS),
    (Matches("Phone", _PHONE), ALL_ROWS),
    (Matches("Fax", _PHONE), ALL_ROWS),
    (Matches("Website", r"^https?://[A-Za-z0-9.-]+\.[a-z]{2,}(/\S*)?$"), ALL_ROWS),
    (Matches("Email__c", r"^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$"), ALL_ROWS),
    (Matches("TickerSymbol", "^[A-Z]{1,5}$"), ALL_ROWS),
    (Matches("BillingPostalCode", "^[0-9]{5}(-[0-9]{4})?$"), _US),
    (Matches("Name", r"(?i)^(test|dummy|unknown|n/?a|tbd)\b", forbidden=True), ALL_ROWS),
    (OneOf("Type", frozenset(["Customer", "Prospect", "Partner", "Competitor", "Other"])), ALL_ROWS),
    (
        OneOf(
            "Industry",
            frozenset(["Agriculture", "Apparel", "Banking", "Biotechnology", "Chemicals", "Energy", "Retail"]),
        ),
        ALL_ROWS,
    ),
    (OneOf("Rating", frozenset({"Hot", "Warm", "Cold"})), ALL_ROWS),
    (OneOf("Ownership", frozenset({"Public", "Private", "Subsidiary", "Other"})), ALL_ROWS),
    (OneOf("BillingCountry", _COUNTRIES), ALL_ROWS),
    (OneOf("BillingState", _STATES), _US),
    (Between("AnnualRevenue", 0, 1e12), ALL_ROWS),
    (Between("NumberOfEmployees", 1, 5_000_000), ALL_ROWS),
    (DaysFromToday("LastActivityDate", low=-365), _among("Type", "Customer")),
    (Between("AnnualRevenue", 1e6), _among("Rating", "Hot")),
    (LengthBetween("Name", 2, 255), ALL_ROWS),
    (Unique(("AccountNumber",), folded=False), ALL_ROWS),
    (Unique(("Name", "BillingPostalCode", "BillingCountry"), folded=False), ALL_ROWS),
    (InOrder("CreatedDate", "LastModifiedDate"), ALL_ROWS),
    (RefersTo("ParentId", "Account"), ALL_ROWS),
]

#: What nobody writes by hand: it takes a library, or looks at a text letter by letter.
_BY_LIBRARY: list[tuple[Ask, Filter]] = [
    (ValidEmail("Email__c"), ALL_ROWS),
    (ValidPhone("Phone", "US", ("BillingCountry",)), ALL_ROWS),
    (ValidPhone("Fax", "US", ("BillingCountry",)), ALL_ROWS),
    (NoPlaceholder("Name"), ALL_ROWS),
    (Unique(("Name", "BillingPostalCode", "BillingCountry")), ALL_ROWS),
    (WebAddress("Website"), ALL_ROWS),
]


def _numbered(kind: str, asks: list[tuple[Ask, Filter]]) -> dict[str, Standard]:
    return {
        f"{kind}/{number:02}": Standard("Account", ask, "it does not keep the standard", scope)
        for number, (ask, scope) in enumerate(asks, 1)
    }


BY_HAND = _numbered("quality", _ASKS)
BY_LIBRARY = _numbered("library", _BY_LIBRARY)
ALL = {**BY_HAND, **BY_LIBRARY}


def by_hand() -> dict[str, str]:
    """For each standard, the condition under which a record fails it."""
    return {key: _scoped(standard.scope, _fails(standard.ask)) for key, standard in BY_HAND.items()}


def _fails(ask: Ask) -> str:
    match ask:
        case Filled(name):
            return f"{_value(name)} IS NULL"
        case Matches(name, pattern, forbidden):
            return f"{'' if forbidden else 'NOT '}regexp_matches({_value(name)}, '{pattern}')"
        case OneOf(name, values):
            return f"{_value(name)} NOT IN ({', '.join(repr(value) for value in sorted(map(str, values)))})"
        case Unique(names):
            return _shared(names)
    return _out_of_bounds(ask)


def _out_of_bounds(ask: Ask) -> str:
    match ask:
        case Between(name, low, high):
            return f'"{name}" < {low}' + (f' OR "{name}" > {high}' if high is not None else "")
        case LengthBetween(name, low, high):
            return f"length({_value(name)}) NOT BETWEEN {low} AND {high}"
        case DaysFromToday(name):
            return f"\"{name}\" < DATE '2025-11-22'"
        case InOrder(first, then):
            return f'"{first}" > "{then}"'
        case RefersTo(name, table):
            return f'{_value(name)} NOT IN (SELECT "Id" FROM "{table}")'
    raise ValueError("no standard of this kind is measured")


def _shared(names: tuple[str, ...]) -> str:
    parts = ", ".join(f'"{name}"' for name in names)
    key = f"row({parts})" if len(names) > 1 else parts
    filled = " AND ".join(f"{_value(name)} IS NOT NULL" for name in names)
    groups = f'SELECT {key} FROM "Account" WHERE {filled} GROUP BY {parts} HAVING count(*) > 1'
    return f"{filled} AND {key} IN ({groups})"


def _value(name: str) -> str:
    return f'"{name}"' if name in _NUMBERS else or_null(f'"{name}"')


def _scoped(scope: Filter, fails: str) -> str:
    """Texts of a scope are equal without regard to case, as in SOQL."""
    among = [
        f'lower("{clause.field}") IN ({", ".join(repr(str(value).lower()) for value in clause.values)})'
        for clause in rows_of(scope)
    ]
    return " AND ".join([*among, f"({fails})"])
