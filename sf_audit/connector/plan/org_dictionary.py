"""The org's own answers to what a rule names: nothing is read but descriptions, and limits where they are asked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sf_audit.connector.api.component_names import component_names
from sf_audit.connector.api.describe import DescribedField, Describes
from sf_audit.connector.api.described_ids import key_prefixes
from sf_audit.connector.api.resources import limits
from sf_audit.connector.api.unread_reasons import ENDS_ALL_READING, object_not_visible, refused
from sf_audit.connector.http.api_errors import ApiError
from sf_audit.connector.http.client import Client
from sf_audit.connector.plan.scope import columns_of
from sf_audit.model.review import Unread
from sf_audit.salesforce.setup_objects import describes_the_org
from sf_audit.snapshot.dictionary import ListedValue, OrgField, RecordType, ids_of
from sf_audit.snapshot.needs import Need, Source


@dataclass
class OrgDictionary:
    """A Dictionary of a live org. With `client` it also asks for the org's limits, once."""

    describes: Describes
    client: Client | None = None
    _fields: dict[str, Mapping[str, OrgField]] = field(default_factory=dict)
    _objects: Mapping[str, str] | None = None
    _limits: tuple[str, ...] | Unread | None = None

    def object(self, name: str) -> str | Unread:
        """The object as the org spells it, by the list of all objects; one that is left out there may be described."""
        try:
            listed = self._listed().get(name.lower())
            found = None if listed else self.describes.object(name)
            return listed or (found.name if found else None) or self.describes.why_no_object(name)
        except ApiError as refusal:
            if refusal.kind in ENDS_ALL_READING:
                raise
            return refused(name, refusal)

    def defined(self, name: str) -> str | Unread:
        """The object as the org spells it, whether or not the auditor user sees it."""
        found = self.object(name)
        return (self.describes.definitions.object(name) or found) if isinstance(found, Unread) else found

    def components(self, table: str, names: Collection[str]) -> frozenset[str] | Unread:
        """What the org calls its classes or sets, where somebody wants to know; nothing where nobody does."""
        if self.client is None:
            return frozenset()
        try:
            return component_names(self.client, table, names)
        except ApiError as refusal:
            if refusal.kind in ENDS_ALL_READING:
                raise
            return refused(table, refusal)

    def fields(self, object_name: str) -> Mapping[str, OrgField]:
        """The fields of an object that the auditor sees, by their names in lower case."""
        if object_name not in self._fields:
            described = self.describes.fields(object_name).values()
            # What the lookups of objects that describe the org can hold is said of none of them: see `ids_of`.
            wanted = bool(described) and not describes_the_org(object_name)
            prefixes = self._key_prefixes if wanted else {}
            self._fields[object_name] = {
                field.name.lower(): _field(object_name, field, prefixes) for field in described
            }
        return self._fields[object_name]

    @cached_property
    def _key_prefixes(self) -> Mapping[str, str]:
        return key_prefixes(self.describes.objects())

    def field(self, object_name: str, name: str) -> OrgField | Unread:
        """A field of an object, or why it is not seen."""
        try:
            return self.fields(object_name).get(name.lower()) or self.describes.why_no_field(object_name, name)
        except ApiError as refusal:
            if refusal.kind in ENDS_ALL_READING:
                raise
            return refused(object_name, refusal)

    def limits(self) -> tuple[str, ...]:
        """The limits that the org reports, where somebody wants to know; none where it refuses."""
        found = self._limits_or_why_not()
        return () if isinstance(found, Unread) else found

    def record_types(self, object_name: str) -> tuple[RecordType, ...]:
        """The record types of an object, as its describe lists them."""
        found = self.describes.object(object_name)
        return found.record_types if found is not None else ()

    def lacking(self, need: Need) -> Mapping[str, Unread]:
        """What of a need the org does not have or show, as a plan says it."""
        try:
            match need.source:
                case Source.DATA | Source.TOOLING:
                    return self._lacking(need)
                case Source.LIMITS:
                    found = self._limits_or_why_not()
                    return {"": found} if isinstance(found, Unread) else {}
        except ApiError as refusal:
            if refusal.kind in ENDS_ALL_READING:
                raise
            return {"": refused(need.table, refusal)}
        return {}

    def _lacking(self, need: Need) -> Mapping[str, Unread]:
        tooling = need.source is Source.TOOLING
        if self.describes.object(need.table, tooling=tooling) is None:
            if not need.required:
                return {}
            return {"": object_not_visible(need.table) if tooling else self.describes.why_no_object(need.table)}
        unseen = columns_of(need, self.describes).unseen
        return {column: unseen[column] for column in sorted(need.required_columns & unseen.keys())}

    def _limits_or_why_not(self) -> tuple[str, ...] | Unread:
        if self._limits is None and self.client is not None:
            self._limits = _limits(self.client)
        return () if self._limits is None else self._limits

    def _listed(self) -> Mapping[str, str]:
        """Every object that the auditor sees, by its name in lower case."""
        if self._objects is None:
            self._objects = {object_name.lower(): object_name for object_name in self.describes.objects()}
        return self._objects


def _field(owner: str, described: DescribedField, prefixes: Mapping[str, str]) -> OrgField:
    return OrgField(
        name=described.name,
        type=described.kind.type,
        calculated=described.calculated,
        compound=described.compound,
        references=described.references,
        values=tuple(ListedValue(entry.value, entry.label, entry.active) for entry in described.picklist),
        names_record=described.name_field,
        relationship=described.relationship,
        ids_of=ids_of(owner, described.kind.type, described.references, prefixes),
        length=described.length,
    )


def _limits(client: Client) -> tuple[str, ...] | Unread:
    try:
        return tuple(sorted(limits(client)))
    except ApiError as refusal:
        if refusal.kind in ENDS_ALL_READING:
            raise
        return refused("org_limits", refusal)
