"""What is compared of each object: which fields hold a name, an address, a number, and which of them must be seen."""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace

from sf_audit.duplicates.companies import COMPANIES
from sf_audit.duplicates.model import Model
from sf_audit.duplicates.people import PEOPLE
from sf_audit.salesforce.features import CREATED_BY, PERSON_ACCOUNT

ACCOUNT, CONTACT, LEAD = "Account", "Contact", "Lead"

#: Columns of the prepared table that a comparison looks at, or a level of it; others have the name of the comparison.
_LOOKED_AT: Mapping[str, tuple[str, ...]] = {
    "address": ("street", "postal", "city"),
    "address town": ("city", "postal"),
    "company": ("employer", "company"),
    "household": ("given",),
    "name": ("company",),
    "numbers": ("company",),
    "phone mobile": ("mobile",),
    "hierarchy": ("parent",),
}

#: Compared with what stands in any part of a name, and so called by the compound field of the whole.
_OF_WHOLE_NAME = "suffix"


@dataclass(frozen=True, slots=True)
class Subject:
    """An object whose records are compared. By column of the prepared table, the fields that fill it.

    Of several fields the first that is filled counts, but for `phone`: there all do. What is not in `required` is
    looked at where it can be seen. `company_of` is the lookup whose record has the name of the company. The fields
    `beside` say nothing of who is the same: only how records that are can become one, and how they came about.
    """

    object: str
    model: Model
    fields: Mapping[str, tuple[str, ...]]
    required: frozenset[str]
    company_of: str = ""
    beside: frozenset[str] = frozenset()

    @property
    def every_field(self) -> frozenset[str]:
        """All fields of the object that are looked at."""
        return frozenset(name for names in self.fields.values() for name in names)

    @property
    def optional(self) -> frozenset[str]:
        """Those without which records are compared all the same."""
        return self.every_field - self.required

    @property
    def missed(self) -> tuple[str, ...]:
        """The optional fields that every org has, and that add much."""
        return tuple(sorted({names[0] for part, names in self.fields.items() if part != "suffix"} - self.required))

    def seen_in(self, columns: Container[str]) -> Subject:
        """The subject as these columns show it."""
        seen = {part: tuple(name for name in names if name in columns) for part, names in self.fields.items()}
        return replace(self, fields=seen)

    def by_company_name(self) -> Subject:
        """The subject where its company is not told by a lookup, but by the name of the record that this leads to."""
        if not self.company_of:
            return self
        return replace(self, fields={**self.fields, "employer": (), "company": (f"{ACCOUNT}.Name",)})

    def field_of(self, comparison: str, level: str) -> str:
        """The API name that stands for a level of a comparison in what people read: of several the first."""
        if comparison == _OF_WHOLE_NAME:
            return "Name"
        parts = _LOOKED_AT.get(f"{comparison} {level}") or _LOOKED_AT.get(comparison, (comparison,))
        return next(name for part in parts for name in self.fields.get(part, ()))


#: Not all orgs have several currencies.
_OF_EVERY_RECORD = frozenset({CREATED_BY, "LastModifiedDate", "CurrencyIsoCode"})

_CONTACT = Subject(
    CONTACT,
    PEOPLE,
    {
        "given": ("FirstName",),
        "family": ("LastName",),
        "suffix": ("Suffix",),
        "email": ("Email",),
        "phone": ("Phone", "MobilePhone", "HomePhone", "OtherPhone"),
        "mobile": ("MobilePhone",),
        "employer": ("AccountId",),
        "street": ("MailingStreet", "OtherStreet"),
        "postal": ("MailingPostalCode", "OtherPostalCode"),
        "city": ("MailingCity", "OtherCity"),
        "born": ("Birthdate",),
    },
    required=frozenset({"FirstName", "LastName", "Email", "Phone", "AccountId"}),
    beside=_OF_EVERY_RECORD | {"EmailBouncedDate", PERSON_ACCOUNT},
    company_of="AccountId",
)

_LEAD = Subject(
    LEAD,
    PEOPLE,
    {
        "given": ("FirstName",),
        "family": ("LastName",),
        "suffix": ("Suffix",),
        "email": ("Email",),
        "phone": ("Phone", "MobilePhone"),
        "mobile": ("MobilePhone",),
        "company": ("Company",),
        "street": ("Street",),
        "postal": ("PostalCode",),
        "city": ("City",),
    },
    required=frozenset({"FirstName", "LastName", "Email", "Phone", "Company"}),
    beside=_OF_EVERY_RECORD | {"EmailBouncedDate", "IsConverted", "LeadSource"},
)

_ACCOUNT = Subject(
    ACCOUNT,
    COMPANIES,
    {
        "company": ("Name",),
        "site": ("Website",),
        "phone": ("Phone",),
        "street": ("BillingStreet", "ShippingStreet"),
        "postal": ("BillingPostalCode", "ShippingPostalCode"),
        "city": ("BillingCity", "ShippingCity"),
        "parent": ("ParentId",),
    },
    required=frozenset({"Name", "Website", "Phone", "BillingStreet", "BillingPostalCode", "BillingCity"}),
    beside=_OF_EVERY_RECORD | {PERSON_ACCOUNT},
)

#: By API name in lower case.
SUBJECTS: Mapping[str, Subject] = {subject.object.lower(): subject for subject in (_ACCOUNT, _CONTACT, _LEAD)}
