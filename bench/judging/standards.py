"""Sixty standards for made-up Accounts, of every verb for records that a shipped rule has and that Accounts can keep.

Forty look at a row or at all rows of Account, as other tools can; ten look at other tables too or in a way that takes
a query of its own; ten need a library, or look at a text letter by letter.
"""

from __future__ import annotations

from sf_audit.expectations.asks import (
    Ask,
    Between,
    DaysFromToday,
    Filled,
    FilledCount,
    InOrder,
    IsCountry,
    IsPostalCode,
    LengthBetween,
    Matches,
    NoCycle,
    NoPersonalData,
    NoPlaceholder,
    NotElsewhere,
    OneOf,
    RefersTo,
    Related,
    Unique,
    ValidEmail,
    ValidPhone,
    WebAddress,
)
from sf_audit.expectations.standard import Standard
from sf_audit.snapshot.needs import ALL_ROWS, Clause, Comparison, Filter

_PHONE = r"^\+1 \([0-9]{3}\) [0-9]{3}-[0-9]{4}$"
_STATES = frozenset(["CA", "NY", "TX", "FL", "WA", "IL", "MA", "CO", "GA", "NC"])
_COUNTRIES = frozenset(["US", "GB", "DE", "FR", "CA", "AU", "IN", "JP", "BR", "MX"])


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

_CUSTOMER = _among("Type", "Customer")
_INACTIVE: Filter = frozenset({Clause("IsActive", Comparison.IN, (False,))})
_OPEN: Filter = frozenset({Clause("IsClosed", Comparison.IN, (False,))})
_KEY = ("Id", "AccountId")

_WIDER_ASKS: list[tuple[Ask, Filter]] = [
    (FilledCount(("Phone", "Website", "Email__c"), low=1), ALL_ROWS),
    (OneOf("Industry", frozenset({"Misc", "N/A"}), forbidden=True), ALL_ROWS),
    (DaysFromToday("CreatedDate", high=0), ALL_ROWS),
    (DaysFromToday("LastModifiedDate", low=-3650), ALL_ROWS),
    (LengthBetween("BillingStreet", 20, 255), ALL_ROWS),
    (LengthBetween("Site", 3, 80), ALL_ROWS),
    (RefersTo("OwnerId", "User", _INACTIVE, forbidden=True), ALL_ROWS),
    (Related("Contact", (_KEY,)), _CUSTOMER),
    (Related("Opportunity", (_KEY,), _OPEN, low=0, high=0), _among("Type", "Competitor")),
    (NoCycle("ParentId"), ALL_ROWS),
]

#: What nobody writes by hand: it takes a library, or looks at a text letter by letter.
_BY_LIBRARY: list[tuple[Ask, Filter]] = [
    (ValidEmail("Email__c"), ALL_ROWS),
    (ValidPhone("Phone", "US", ("BillingCountry",)), ALL_ROWS),
    (ValidPhone("Fax", "US", ("BillingCountry",)), ALL_ROWS),
    (NoPlaceholder("Name"), ALL_ROWS),
    (Unique(("Name", "BillingPostalCode", "BillingCountry")), ALL_ROWS),
    (WebAddress("Website"), ALL_ROWS),
    (IsCountry("BillingCountry"), ALL_ROWS),
    (IsPostalCode("ShippingPostalCode", ("ShippingCountry",)), ALL_ROWS),
    (NoPersonalData("BillingStreet", ("card", "iban")), ALL_ROWS),
    (NotElsewhere("Email__c", "Lead", "Email"), ALL_ROWS),
]


def _numbered(kind: str, asks: list[tuple[Ask, Filter]]) -> dict[str, Standard]:
    return {
        f"{kind}/{number:02}": Standard("Account", ask, "it does not keep the standard", scope)
        for number, (ask, scope) in enumerate(asks, 1)
    }


OF_ACCOUNTS = _numbered("quality", _ASKS)
BY_HAND = {**OF_ACCOUNTS, **_numbered("wider", _WIDER_ASKS)}
BY_LIBRARY = _numbered("library", _BY_LIBRARY)
ALL = {**BY_HAND, **BY_LIBRARY}
