"""What is compared of each object: which fields hold a name, an address, a number, and which of them must be seen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sf_audit.duplicates.companies import COMPANIES
from sf_audit.duplicates.model import Model
from sf_audit.duplicates.people import PEOPLE

ACCOUNT, CONTACT, LEAD = "Account", "Contact", "Lead"

#: Columns of the prepared table that a comparison looks at first; others have the name of the comparison.
_LOOKED_AT: Mapping[str, str] = {
    "address": "street",
    "household": "given",
    "name": "company",
    "numbers": "company",
    "hierarchy": "parent",
}


@dataclass(frozen=True, slots=True)
class Subject:
    """An object whose records are compared. By column of the prepared table, the fields that fill it.

    Of several fields the first that is filled counts, but for `phone`: there all do. What is not in `required` is
    looked at where it can be seen. `company_of` is the lookup whose record has the name of the company.
    """

    object: str
    model: Model
    fields: Mapping[str, tuple[str, ...]]
    required: frozenset[str]
    company_of: str = ""

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

    def field_of(self, comparison: str) -> str:
        """The API name that stands for a comparison in what people read."""
        if comparison == "company" and "employer" in self.fields:
            return self.fields["employer"][0]
        return self.fields[_LOOKED_AT.get(comparison, comparison)][0]


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
)

#: By API name in lower case.
SUBJECTS: Mapping[str, Subject] = {subject.object.lower(): subject for subject in (_ACCOUNT, _CONTACT, _LEAD)}
