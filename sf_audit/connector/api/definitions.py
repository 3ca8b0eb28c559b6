"""Whether a name that describe leaves out is hidden from the auditor, or unknown to the org.

Describe and every query treat both alike ("sObject Describe"; INVALID_FIELD says "No such column" of a hidden one).
The definitions of the Tooling API do not: to a user with View Setup and Configuration, FieldDefinition,
EntityParticle and EntityDefinition list fields and objects whatever that user may read ("Tooling API Objects in the
Enterprise WSDL" says which WSDL to use *for* field-level security; "EntityDefinition" asks for View Setup). So only to
such a user is a name that they leave out a name that the org does not have.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping

from sf_audit.connector.api.own_permissions import OwnPermissions
from sf_audit.connector.api.resources import query
from sf_audit.connector.api.soql import text
from sf_audit.connector.api.unread_reasons import ENDS_ALL_READING
from sf_audit.connector.http.api_errors import ApiError
from sf_audit.connector.http.client import Client
from sf_audit.salesforce.setup_objects import SHOWS_ALL_DEFINITIONS

#: Every org has it, so an answer without it is not the list of all objects.
_ALWAYS_THERE = "User"

#: FieldDefinition has one row for a compound field, EntityParticle one for each of its parts.
_FIELDS = "SELECT QualifiedApiName FROM {definitions} WHERE EntityDefinition.QualifiedApiName = {object}"
_OBJECTS = "SELECT QualifiedApiName FROM EntityDefinition WHERE QualifiedApiName IN ({names})"


class Definitions:
    """What the org has, hidden or not. Each question is asked once; where it is not answered, nobody knows."""

    def __init__(self, client: Client, permissions: OwnPermissions) -> None:
        self._client = client
        self._permissions = permissions
        self._guard = threading.Lock()
        self._fields: dict[tuple[str, str], Mapping[str, str]] = {}
        self._objects: dict[str, str | None] = {}

    def object(self, name: str) -> str | None:
        """The object as the org spells it, empty where it has none; None where it does not say."""
        with self._guard:
            if name not in self._objects:
                names = ",".join(map(text, sorted({name, _ALWAYS_THERE})))
                found = self._names(_OBJECTS.format(names=names))
                self._objects[name] = found.get(name.lower()) or self._absent(_ALWAYS_THERE.lower() in found)
            return self._objects[name]

    def field(self, table: str, name: str) -> str | None:
        """The field as the org spells it, empty where the object has none; None where the org does not say."""
        with self._guard:
            asked = []
            for definitions in ("FieldDefinition", "EntityParticle"):
                asked.append(self._fields_of(table, definitions))
                if name.lower() in asked[-1]:
                    return asked[-1][name.lower()]
        return self._absent(all(asked))

    def _absent(self, answered: bool) -> str | None:
        """The spelling of a name that the definitions leave out: empty where they list all, None where they may not."""
        return "" if answered and self._permissions.holds(SHOWS_ALL_DEFINITIONS) else None

    def _fields_of(self, table: str, definitions: str) -> Mapping[str, str]:
        """By name in lower case; none where the org does not speak of the object."""
        key = (table, definitions)
        if key not in self._fields:
            self._fields[key] = self._names(_FIELDS.format(definitions=definitions, object=text(table)))
        return self._fields[key]

    def _names(self, soql: str) -> Mapping[str, str]:
        """The names that a whole answer has, by their lower case; none where it was refused, goes on or was cut."""
        try:
            answer = query(self._client, soql, tooling=True)
        except ApiError as refusal:
            if refusal.kind in ENDS_ALL_READING:
                raise
            return {}
        names = [record.get("QualifiedApiName") for record in answer.records]
        whole = answer.is_whole and all(isinstance(name, str) for name in names)
        return {str(name).lower(): str(name) for name in names} if whole else {}
