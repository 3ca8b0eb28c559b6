"""Settings that name something of the org: a check declares them with these types, and so is resolved for free.

What a setting means stands beside its type; `sf_audit.rulebook.fitting.resolve` reads it there. A verb that is added
tomorrow and uses these types needs no line in the resolution.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, PlainValidator, ValidationInfo, WithJsonSchema

from sf_audit.rulebook.settings.api_names import API_NAME, field_name, limit_name, object_name, permission_name
from sf_audit.rulebook.settings.field_kinds import ANY, Fits
from sf_audit.rulebook.settings.pairs import NamesPairs
from sf_audit.rulebook.settings.when import when
from sf_audit.snapshot.needs import Filter


@dataclass(frozen=True, slots=True)
class NamesObject:
    """An object. With `others_do`, one of a list that the org lacks does not cost the rule: the others are judged.

    Of one that is `only_named` no record is looked at, so it may be hidden from the auditor user.
    """

    others_do: bool = False
    only_named: bool = False


@dataclass(frozen=True, slots=True)
class NamesField:
    """A field of the object that the setting `of` names. Without `fits`, the class of the check says which types.

    One that is `optional` is looked at where the org has it, and otherwise is no loss. It is compared with the field
    that the setting `compared_with` names. It is a lookup to the object `refers_to`, or to the one that the setting of
    that name names.
    """

    of: str = "object"
    fits: Fits | None = None
    optional: bool = False
    compared_with: str = ""
    refers_to: str = ""


@dataclass(frozen=True, slots=True)
class NamesPermission:
    """A system permission, by its column in PermissionSet without the word Permissions."""


@dataclass(frozen=True, slots=True)
class NamesComponents:
    """Parts of the org's metadata that a rule approves by name: `table` is a key of COMPONENTS."""

    table: str


@dataclass(frozen=True, slots=True)
class NamesLimit:
    """A limit of the org."""


@dataclass(frozen=True, slots=True)
class HoldsValues:
    """Values of the field that the setting `field` names, on the object that the setting `of` names."""

    of: str = "object"
    field: str = "field"


@dataclass(frozen=True, slots=True)
class ChoosesRecords:
    """Clauses on fields of the object that the setting `of` names."""

    of: str = "object"


@dataclass(frozen=True, slots=True)
class CountsCharacters:
    """A number of characters that the field in the setting `field` can hold, on the object that `of` names."""

    of: str = "object"
    field: str = "field"


Meaning: TypeAlias = (
    NamesObject
    | NamesField
    | NamesPermission
    | NamesComponents
    | NamesLimit
    | HoldsValues
    | ChoosesRecords
    | NamesPairs
    | CountsCharacters
)


def _when(value: object, info: ValidationInfo) -> Filter:
    return when(value, info.data)


_SCHEMA = WithJsonSchema({"type": "string", "pattern": API_NAME})
_OBJECT = (BeforeValidator(object_name), _SCHEMA)
_FIELD = (BeforeValidator(field_name), _SCHEMA)

ObjectName = Annotated[str, *_OBJECT, NamesObject()]
#: An object of whose records none is looked at.
NamedObject = Annotated[str, *_OBJECT, NamesObject(only_named=True)]
ClassNames = Annotated[tuple[str, ...], NamesComponents("ApexClass")]
ProfileNames = Annotated[tuple[str, ...], NamesComponents("Profile")]
SetNames = Annotated[tuple[str, ...], NamesComponents("PermissionSet")]
GroupNames = Annotated[tuple[str, ...], NamesComponents("PermissionSetGroup")]
#: One of several objects that are judged each by itself.
JudgedObject = Annotated[str, *_OBJECT, NamesObject(others_do=True)]
FieldName = Annotated[str, *_FIELD, NamesField()]
#: A field that is compared with the one in the setting `first`.
ComparedField = Annotated[str, *_FIELD, NamesField(compared_with="first")]
PermissionName = Annotated[str, BeforeValidator(permission_name), _SCHEMA, NamesPermission()]
LimitName = Annotated[str, BeforeValidator(limit_name), _SCHEMA, NamesLimit()]
OptionalField = Annotated[str, *_FIELD, NamesField(fits=ANY, optional=True)]
FieldValues = Annotated[tuple[str, ...], HoldsValues()]
When = Annotated[Filter, PlainValidator(_when), WithJsonSchema({"type": "object"}), ChoosesRecords()]
