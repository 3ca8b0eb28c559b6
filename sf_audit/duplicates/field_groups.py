"""Fields that belong together when records are merged: a street without its town is no address.

Of each group there is SQL for a normal form, null where what stands there cannot be right: a placeholder, an address
that mail comes back from, a user who has left.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass

from sf_audit.duplicates import mail, words
from sf_audit.duplicates.subjects import ACCOUNT, CONTACT, LEAD
from sf_audit.salesforce.features import OWNER
from sf_audit.snapshot.sql import quote_identifier

#: When mail to the address last came back ("Contact" and "Lead" in the "Object Reference for the Salesforce Platform").
BOUNCED = "EmailBouncedDate"

#: A table of the ids of `User` that are known to have left.
INACTIVE = "sf_audit_inactive_owners"


@dataclass(frozen=True, slots=True)
class FieldGroup:
    """`name` is what people call it; `right` is said of the one record that has it right, where the others do not.

    `normal` makes SQL of the fields that the org shows; `name_field` is the one that nobody should write in capitals.
    """

    name: str
    fields: tuple[str, ...]
    normal: Callable[[tuple[str, ...], Container[str]], str]
    right: str = "the only one that is no placeholder"
    name_field: str = ""

    def capitals(self, columns: Container[str]) -> str:
        """Whether the name is written in capitals, as SQL: of three letters and more, and not in small ones."""
        text = _text(self.name_field)
        if self.name_field not in columns:
            return "false"
        return rf"coalesce({text} = upper({text}) AND {text} <> lower({text}) AND length({text}) > 3, false)"

    def seen_in(self, columns: Container[str]) -> tuple[str, ...]:
        """Its fields as these columns show them."""
        return tuple(name for name in self.fields if name in columns)


def _text(name: str) -> str:
    return f"nullif(trim(CAST({quote_identifier(name)} AS VARCHAR)), '')"


def _words(names: tuple[str, ...], _: Container[str]) -> str:
    """All words of the fields."""
    return words.known(words.words(f"concat_ws(' ', {', '.join(map(_text, names))})"))


def _as_written(names: tuple[str, ...], _: Container[str]) -> str:
    return f"concat_ws('|', {', '.join(map(_text, names))})"


def _person(names: tuple[str, ...], columns: Container[str]) -> str:
    """A name of which the last part is no placeholder."""
    last = words.family_name(words.words(_text("LastName"))) if "LastName" in names else "''"
    return f"CASE WHEN {last} IS NOT NULL THEN {_words(names, columns)} END"


def _mailbox(names: tuple[str, ...], columns: Container[str]) -> str:
    address = mail.address(_text(names[0]))
    return f"CASE WHEN {quote_identifier(BOUNCED)} IS NULL THEN {address} END" if BOUNCED in columns else address


def _number(names: tuple[str, ...], _: Container[str]) -> str:
    return mail.number(_text(names[0]))


def _site(names: tuple[str, ...], _: Container[str]) -> str:
    return mail.site(_text(names[0]))


def _owner(names: tuple[str, ...], _: Container[str]) -> str:
    return f"CASE WHEN {_text(names[0])} NOT IN (SELECT value FROM {INACTIVE}) THEN {_text(names[0])} END"


_NUMBER = "the only number that can be one"
_MAILBOX = FieldGroup("E-mail", ("Email",), _mailbox, "the only address that is one and did not bounce")
_TELEPHONE = FieldGroup("Telephone", ("Phone",), _number, _NUMBER)
_MOBILE = FieldGroup("Mobile telephone", ("MobilePhone",), _number, _NUMBER)
_PERSON = FieldGroup("Name", ("FirstName", "LastName", "Suffix"), _person, name_field="LastName")
_OWNER = FieldGroup("Owner", (OWNER,), _owner, "the only owner who is active")


def _address(name: str, prefix: str) -> FieldGroup:
    return FieldGroup(name, (f"{prefix}Street", f"{prefix}PostalCode", f"{prefix}City"), _words)


#: By object, in the order in which people look at a record.
FIELD_GROUPS: Mapping[str, tuple[FieldGroup, ...]] = {
    CONTACT: (
        _PERSON,
        _MAILBOX,
        _TELEPHONE,
        _MOBILE,
        FieldGroup("Home telephone", ("HomePhone",), _number, _NUMBER),
        FieldGroup("Other telephone", ("OtherPhone",), _number, _NUMBER),
        FieldGroup("Company", ("AccountId",), _as_written),
        _address("Mailing address", "Mailing"),
        _address("Other address", "Other"),
        FieldGroup("Date of birth", ("Birthdate",), _as_written),
        _OWNER,
    ),
    LEAD: (
        _PERSON,
        _MAILBOX,
        _TELEPHONE,
        _MOBILE,
        FieldGroup("Company", ("Company",), _words),
        _address("Address", ""),
        _OWNER,
    ),
    ACCOUNT: (
        FieldGroup("Name", ("Name",), _words, name_field="Name"),
        FieldGroup("Web site", ("Website",), _site, "the only web site that is one of its own"),
        _TELEPHONE,
        _address("Billing address", "Billing"),
        _address("Shipping address", "Shipping"),
        FieldGroup("Parent account", ("ParentId",), _as_written),
        _OWNER,
    ),
}
