"""What the auditor sees of each object: asked once per run, and believed over every list of ours.

Describe leaves out what the auditor may not see ("sObject Describe"), so a name that is missing here
is hidden or does not exist; nobody can tell which, and nothing is read under it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sf_audit.connector.api import composite
from sf_audit.connector.api.definitions import Definitions
from sf_audit.connector.api.own_permissions import OwnPermissions
from sf_audit.connector.api.resources import describe, described_objects
from sf_audit.connector.api.unread_reasons import (
    ENDS_ALL_READING,
    field_not_known,
    field_not_visible,
    object_not_known,
    object_not_visible,
)
from sf_audit.connector.http.api_errors import ApiError
from sf_audit.connector.http.client import Client
from sf_audit.connector.http.threads import threads
from sf_audit.model.review import Unread
from sf_audit.snapshot.cast import FieldType
from sf_audit.snapshot.dictionary import RICH_TEXT, RecordType, no_such_field, no_such_object, storage_type

log = logging.getLogger("sf_audit")

#: "Encrypt Field Data": to a user without the permission its text shows as a mask, `*****`, like any other text.
ENCRYPTED = "encryptedstring"


@dataclass(frozen=True, slots=True)
class PicklistValue:
    """One value of a picklist as describe lists it."""

    value: str
    label: str
    active: bool


@dataclass(frozen=True, slots=True)
class DescribedField:
    """One field as describe lists it."""

    name: str
    type: str
    label: str = ""
    length: int = 0
    precision: int = 0
    scale: int = 0
    custom: bool = False
    nillable: bool = True
    calculated: bool = False
    permissionable: bool = False
    updateable: bool = False
    compound: str = ""
    filterable: bool = True
    sortable: bool = True
    aggregatable: bool = True
    restricted_picklist: bool = False
    html: bool = False
    name_field: bool = False
    unique: bool = False
    relationship: str = ""
    formula: str = ""
    references: tuple[str, ...] = ()
    picklist: tuple[PicklistValue, ...] = ()

    @property
    def kind(self) -> FieldType:
        """The type as storage wants it; a lookup to a definition holds a durable id (`Account`), no record id."""
        kind = RICH_TEXT if self.html else storage_type(self.type, self.name, self.references)
        return FieldType(kind, precision=self.precision, scale=self.scale)


@dataclass(frozen=True, slots=True)
class DescribedObject:
    """One object as describe lists it. `hidden` are objects that a package or a retirement took out of use."""

    name: str
    label: str = ""
    custom: bool = False
    custom_setting: bool = False
    queryable: bool = True
    hidden: bool = False
    key_prefix: str = ""
    record_types: tuple[RecordType, ...] = ()
    fields: Mapping[str, DescribedField] = field(default_factory=dict)


class Describes:
    """Descriptions of this org's objects, each asked for once. Safe to share between threads."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._guard = threading.Lock()
        self._turns: dict[tuple[str, bool], threading.Lock] = {}
        self._known: dict[tuple[str, bool], DescribedObject | ApiError | None] = {}
        self._objects: Mapping[str, DescribedObject] | None = None
        self._permissions = OwnPermissions(client)
        self.definitions = Definitions(client, self._permissions)

    def objects(self) -> Mapping[str, DescribedObject]:
        """Every object that the auditor sees, without fields."""
        with self._turn("", tooling=False):
            if self._objects is None:
                found = [_object(described, {}) for described in described_objects(self._client)]
                self._objects = {described.name: described for described in found}
            return self._objects

    def object(self, table: str, *, tooling: bool = False) -> DescribedObject | None:
        """The object with its fields, None when the auditor does not see it. Raises other Refusals, each time."""
        key = (table, tooling)
        with self._turn(table, tooling=tooling):
            if key not in self._known:
                self._known[key] = self._ask(table, tooling=tooling)
            found = self._known[key]
        if isinstance(found, ApiError):
            raise found
        return found

    def fields(self, table: str, *, tooling: bool = False) -> Mapping[str, DescribedField]:
        """The fields that the auditor sees, by API name; none when the object is not visible."""
        found = self.object(table, tooling=tooling)
        return {} if found is None else found.fields

    def column(self, table: str, path: str, *, tooling: bool = False) -> DescribedField | None:
        """The field at the end of a dotted path, for example `Owner.Name`; None when a part of it is not visible."""
        step, _, rest = path.partition(".")
        fields = self.fields(table, tooling=tooling)
        if not rest:
            return fields.get(step)
        for described in fields.values():
            if described.relationship and described.relationship.lower() == step.lower():
                return self._beyond(described, rest, tooling=tooling)
        return None

    def why_no_object(self, table: str) -> Unread:
        """Why describe does not show an object: hidden, or not there; where the org does not say, one of both."""
        spelled = self.definitions.object(table)
        if spelled is None:
            return object_not_known(table, self.objects())
        return object_not_visible(spelled) if spelled else no_such_object(table, self.objects())

    def why_no_field(self, table: str, column: str, *, tooling: bool = False) -> Unread:
        """Why describe does not show a field: hidden, or not there; where the org does not say, one of both."""
        if tooling or "." in column:
            return field_not_visible(table, column)
        spelled = self.definitions.field(table, column)
        if spelled is None:
            return field_not_known(table, column, self.fields(table))
        return field_not_visible(table, spelled) if spelled else no_such_field(table, column, self.fields(table))

    @property
    def sees_encrypted(self) -> bool:
        """Whether the auditor reads the text of encrypted fields, not its mask; asked once, where it counts."""
        return self._permissions.holds("ViewEncryptedData")

    def custom_objects(self) -> tuple[str, ...]:
        """Every visible custom object that holds records: no settings, no metadata types, nothing retired."""
        return tuple(
            described.name
            for described in self.objects().values()
            if described.custom
            and described.queryable
            and not (described.custom_setting or described.hidden)
            and described.name.endswith("__c")
        )

    def ask_for(self, tables: Iterable[str], *, at_once: int = 4) -> None:
        """Ask for many objects side by side and many in one call, so that later questions are answered at once."""
        missing = sorted({table for table in tables if (table, False) not in self._known})
        some = list(composite.in_parts(missing, composite.DESCRIBES))
        many = len(missing) > composite.FEW
        with threads(at_once, "describe", self._client.halt) as pool:
            for number, _ in enumerate(pool.map(self._prepare, some), 1):
                if many:
                    done = min(number * composite.DESCRIBES, len(missing))
                    log.info("described %s of %s objects", f"{done:,}", f"{len(missing):,}")

    def forget(self, table: str, *, tooling: bool = False) -> None:
        """Ask again next time: the org answered that a field of this object is gone."""
        with self._turn(table, tooling=tooling):
            self._known.pop((table, tooling), None)

    def _turn(self, table: str, *, tooling: bool) -> threading.Lock:
        with self._guard:
            return self._turns.setdefault((table, tooling), threading.Lock())

    def _prepare(self, tables: Sequence[str]) -> None:
        """Ask for some objects; what is refused is said again to whoever needs it."""
        for table, document in zip(tables, composite.describes(self._client, tables), strict=True):
            if isinstance(document, dict) and isinstance(document.get("fields"), list):
                with self._turn(table, tooling=False):
                    self._known[table, False] = _described(document)
                continue
            try:
                self.object(table)
            except ApiError as refusal:
                if refusal.kind in ENDS_ALL_READING:
                    raise

    def _ask(self, table: str, *, tooling: bool) -> DescribedObject | ApiError | None:
        try:
            document = describe(self._client, table, tooling=tooling)
        except ApiError as refusal:
            if refusal.kind in ENDS_ALL_READING:
                raise
            return None if refusal.denies_access else refusal
        found = _described(document)
        if found.name.lower() == table.lower() and found.name != table:
            # Names have no case: what was asked for as `account` need not be asked for again as Account.
            self._known.setdefault((found.name, tooling), found)
        return found

    def _beyond(self, lookup: DescribedField, path: str, *, tooling: bool) -> DescribedField | None:
        """A lookup that may name several objects (Owner: User or Group) has the columns of any of them."""
        for target in sorted(lookup.references, key=lambda name: name != "User"):
            found = self.column(target, path, tooling=tooling)
            if found is not None:
                return found
        return None


def _described(document: Mapping[str, Any]) -> DescribedObject:
    return _object(document, {field.name: field for field in map(_field, document["fields"])})


def _object(document: Mapping[str, Any], fields: Mapping[str, DescribedField]) -> DescribedObject:
    return DescribedObject(
        name=str(document["name"]),
        label=str(document.get("label") or ""),
        custom=document.get("custom") is True,
        custom_setting=document.get("customSetting") is True,
        queryable=document.get("queryable") is not False,
        hidden=document.get("deprecatedAndHidden") is True,
        key_prefix=str(document.get("keyPrefix") or ""),
        record_types=tuple(map(_record_type, document.get("recordTypeInfos") or ())),
        fields=fields,
    )


def _record_type(document: Mapping[str, Any]) -> RecordType:
    label = str(document.get("name") or "")
    return RecordType(str(document.get("recordTypeId") or ""), str(document.get("developerName") or label), label)


def _field(document: Mapping[str, Any]) -> DescribedField:
    return DescribedField(
        name=str(document["name"]),
        type=str(document.get("type") or "string"),
        label=str(document.get("label") or ""),
        length=int(document.get("length") or 0),
        precision=int(document.get("precision") or 0),
        scale=int(document.get("scale") or 0),
        custom=document.get("custom") is True,
        nillable=document.get("nillable") is not False,
        calculated=document.get("calculated") is True,
        permissionable=document.get("permissionable") is True,
        updateable=document.get("updateable") is True,
        compound=str(document.get("compoundFieldName") or ""),
        filterable=document.get("filterable") is not False,
        sortable=document.get("sortable") is not False,
        aggregatable=document.get("aggregatable") is not False,
        restricted_picklist=document.get("restrictedPicklist") is True,
        html=document.get("type") == "textarea" and _is_html(document),
        name_field=document.get("nameField") is True,
        unique=document.get("unique") is True,
        relationship=str(document.get("relationshipName") or ""),
        formula=str(document.get("calculatedFormula") or ""),
        references=tuple(str(name) for name in document.get("referenceTo") or ()),
        picklist=tuple(_picklist_value(entry) for entry in document.get("picklistValues") or ()),
    )


def _is_html(document: Mapping[str, Any]) -> bool:
    """A rich text area: "extraTypeInfo" and "htmlFormatted" in "DescribeSObjectResult"."""
    return document.get("extraTypeInfo") == "richtextarea" or document.get("htmlFormatted") is True


def _picklist_value(document: Mapping[str, Any]) -> PicklistValue:
    value = str(document.get("value") or "")
    return PicklistValue(value, str(document.get("label") or value), document.get("active") is not False)
