"""What an org calls things: its objects and fields, with types and picklist values, as describe lists them.

API names have no case ("Naming Conventions" in the "Object Reference for the Salesforce Platform"), so people write
`account` for Account. Whoever looks a name up here gets it as the org spells it, or why it is not there. The same
questions are answered by the org before anything is read, and by a stored snapshot afterwards.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from sf_audit.model.review import Reason, Unread
from sf_audit.nearness import nearest
from sf_audit.salesforce.name_fields import NAME
from sf_audit.salesforce.query_rules import DEFINITIONS
from sf_audit.salesforce.setup_objects import describes_the_org
from sf_audit.snapshot.needs import Need

#: A text area whose text is HTML ("Rich Text Area"). Describe calls it a textarea and says so beside it.
RICH_TEXT = "richtextarea"

#: Fields of these hold a list of values that the org knows.
PICKLISTS = frozenset({"picklist", "multipicklist", "combobox"})

#: What stands in place of a permission to grant: none would change it.
MEND_THE_RULE = "No permission: the rule has to be changed (sf-audit rules check --org NAME)"


@dataclass(frozen=True, slots=True)
class ListedValue:
    """One value of a picklist: what records hold, and what people read in their language."""

    value: str
    label: str
    active: bool = True


@dataclass(frozen=True, slots=True)
class IdsOf:
    """An object whose records' ids a field can hold, and the three characters that such ids begin with."""

    object: str
    key_prefix: str


@dataclass(frozen=True, slots=True)
class OrgField:
    """One field. `type` is that of describe, but for RICH_TEXT; empty where nobody says it.

    `names_record` says that records are called by it ("nameField" in "DescribeSObjectResult"). `ids_of` are all objects
    whose records it can hold the id of; none where that is not known of each. `length` is how many characters a text
    can have, zero where nobody says it. `relationship` is what a query calls the parent of a lookup, `Account` for
    AccountId.
    """

    name: str
    type: str = ""
    calculated: bool = False
    compound: str = ""
    references: tuple[str, ...] = ()
    values: tuple[ListedValue, ...] = ()
    names_record: bool = False
    ids_of: tuple[IdsOf, ...] = ()
    length: int = 0
    relationship: str = ""


@dataclass(frozen=True, slots=True)
class RecordType:
    """A record type of an object. Names are those of the org; `id` has 18 characters. `label` is what people read."""

    id: str
    name: str
    label: str = ""


class Dictionary(Protocol):
    """Looks names up without regard to case. An Unread says why a name is not there: hidden, or unknown to the org."""

    def object(self, name: str) -> str | Unread:
        """The object as the org spells it."""

    def defined(self, name: str) -> str | Unread:
        """The object as the org spells it, where it is enough that the org has it: no record of it is looked at."""

    def components(self, table: str, names: Collection[str]) -> frozenset[str] | Unread:
        """Names and ids of the org's Apex classes, profiles and the like; none where nobody asked for them.

        Of an org with very many they are those of `names` that it has.
        """

    def fields(self, object_name: str) -> Mapping[str, OrgField]:
        """The fields of an object that can be seen, by their names in lower case."""

    def field(self, object_name: str, name: str) -> OrgField | Unread:
        """A field of an object that is spelled as the org spells it."""

    def limits(self) -> tuple[str, ...]:
        """The limits that the org reports; none where it was not asked."""

    def record_types(self, object_name: str) -> tuple[RecordType, ...]:
        """The record types of an object; none where they are not known."""

    def lacking(self, need: Need) -> Mapping[str, Unread]:
        """By column, why what a check has to look at cannot be read; under an empty name, why the whole table cannot.

        It is the answer that the plan of a review gives.
        """


def storage_type(kind: str, name: str, references: Iterable[str]) -> str:
    """The type as records are stored; a lookup to a definition holds a durable id (`Account`), no record id."""
    if kind == "reference" and not DEFINITIONS.isdisjoint((*references, name)):
        return "string"
    return kind


def naming_field(fields: Mapping[str, OrgField]) -> str:
    """The field that names the records of an object; empty where describe does not say so of any."""
    flagged = sorted(field.name for field in fields.values() if field.names_record)
    return NAME if NAME in flagged else next(iter(flagged), "")


def ids_of(owner: str, kind: str, references: Sequence[str], prefixes: Mapping[str, str]) -> tuple[IdsOf, ...]:
    """The objects whose records' ids a field of `owner` can hold, where the prefix of each is known; none otherwise.

    Lookups of objects that describe the org hold ids of more objects than describe names: ParentId of
    ObjectPermissions those of permission set licences too.
    """
    targets = [owner] if kind == "id" else references
    if kind not in {"id", "reference"} or describes_the_org(owner) or not all(map(prefixes.get, targets)):
        return ()
    return tuple(IdsOf(target, prefixes[target]) for target in targets)


def did_you_mean_name(name: str, known: Iterable[str]) -> str:
    """A question with the nearest name, to end a sentence with; empty where none is near."""
    near = nearest(name, known)
    return f"; did you mean {near}?" if near else ""


def limit_not_reported(name: str) -> Unread:
    """The org does not report a limit of that name to the auditor user."""
    says = f"the org did not report the limit {name}"
    return Unread(Reason.FIELD_NOT_VISIBLE, says, "View Setup and Configuration; storage limits need Manage Users")


def limit_not_understood(name: str) -> Unread:
    """The org reports the limit, and not as numbers that can be."""
    says = f"the org reported the limit {name} in a form that is not documented"
    return Unread(Reason.INCOMPLETE, says, "Run again; if it stays so, ask Salesforce what the limit is")


def no_such_object(name: str, known: Iterable[str]) -> Unread:
    """The org has no such object, hidden ones included."""
    says = f"there is no object {name} in this org{did_you_mean_name(name, known)}"
    return Unread(Reason.RULE_DOES_NOT_FIT, says, MEND_THE_RULE)


def no_such_field(object_name: str, name: str, known: Iterable[str]) -> Unread:
    """The object has no such field, hidden ones included."""
    says = f"there is no field {name} on {object_name} in this org{did_you_mean_name(name, known)}"
    return Unread(Reason.RULE_DOES_NOT_FIT, says, MEND_THE_RULE)
