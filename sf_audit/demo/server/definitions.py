"""EntityDefinition, FieldDefinition and EntityParticle: the schema of the org, as rows to be queried.

They are computed once, when the server starts, from the same schema that describe shows. A company
may bring a table of its own for any of them, which then stays as it is. Rows are there for fields
and objects that field-level security hides as well: what the user may see of them is another field.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import replace

import duckdb
import pyarrow as pa

from sf_audit.demo.schema import Field, OrgData, SObject
from sf_audit.demo.server.definition_fields import definition_objects
from sf_audit.demo.server.ids import made

Row = dict[str, object]

_NO_ID = "000000000000000AAA"
_ARROW = {"boolean": pa.bool_(), "int": pa.int64(), "datetime": pa.timestamp("us")}
_FULL_ACCESS = "ReadWrite"
_SHARING = {
    "None": "Private",
    "Read": "Read",
    "Edit": "ReadWrite",
    "ReadEditTransfer": "ReadWriteTransfer",
    "All": "FullAccess",
    "ReadSelect": "ReadSelect",
    "ControlledByParent": "ControlledByParent",
    "ControlledByCampaign": "ControlledByCampaign",
}
# What a captured org had for objects whose default the Organization row does not hold.
_USUAL = {
    "CampaignMember": "ControlledByCampaign",
    "Event": "Private",
    "OpportunityContactRole": "ControlledByParent",
    "OpportunityLineItem": "ControlledByParent",
    "Task": "Private",
    "User": "Read",
}
_NAMES = {
    "string": "Text({length})",
    "id": "Lookup()",
    "boolean": "Checkbox",
    "int": "Number({digits}, 0)",
    "long": "Number(18, 0)",
    "double": "Number({whole}, {scale})",
    "currency": "Currency({whole}, {scale})",
    "percent": "Percent({whole}, {scale})",
    "date": "Date",
    "datetime": "Date/Time",
    "time": "Time",
    "email": "Email",
    "phone": "Phone",
    "url": "URL({length})",
    "picklist": "Picklist",
    "multipicklist": "Picklist (Multi-Select)",
    "combobox": "Picklist",
    "address": "Address",
    "location": "Geolocation",
    "encryptedstring": "Text (Encrypted)({length})",
    "base64": "Base64",
}


def with_definitions(org: OrgData) -> OrgData:
    """The org with the three objects and their rows; tables are made in the org's database."""
    known = {sobject.name: sobject for sobject in definition_objects()}
    objects = {**{name: _linked(sobject) for name, sobject in org.objects.items()}, **known}
    keys = {sobject.name: _entity_key(sobject, number) for number, sobject in enumerate(objects.values(), 1)}
    sharing = _sharing(org)
    rows = {
        "EntityDefinition": (_entity(sobject, keys[sobject.name], sharing) for sobject in objects.values()),
        "FieldDefinition": (
            _field(sobject, field, keys[sobject.name])
            for sobject in objects.values()
            for field in sobject.fields
            if not field.compound
        ),
        "EntityParticle": (
            _particle(sobject, field, keys[sobject.name]) for sobject in objects.values() for field in sobject.fields
        ),
    }
    with org.rows.cursor() as connection:
        present = _tables(connection)
        for name in known.keys() - present:
            _fill(connection, known[name], rows[name])
    return replace(org, objects=objects)


def _linked(sobject: SObject) -> SObject:
    """An object with its EntityDefinitionId as a reference, so that `EntityDefinition.QualifiedApiName` is a path."""
    linked = tuple(
        replace(field, type="reference", references=("EntityDefinition",), relationship="EntityDefinition")
        if field.name == "EntityDefinitionId" and not field.references
        else field
        for field in sobject.fields
    )
    return sobject if linked == sobject.fields else replace(sobject, fields=linked)


def _tables(connection: duckdb.DuckDBPyConnection) -> set[str]:
    return {name for (name,) in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()}


def _fill(connection: duckdb.DuckDBPyConnection, sobject: SObject, rows: Iterator[Row]) -> None:
    schema = pa.schema([(field.name, _ARROW.get(field.type, pa.string())) for field in sobject.fields])
    filled = pa.Table.from_pylist(list(rows), schema=schema)
    connection.register("filled", filled)
    connection.execute(f'CREATE TABLE "{sobject.name}" AS SELECT * FROM filled')
    connection.unregister("filled")


def _sharing(org: OrgData) -> Mapping[str, str]:
    """The org-wide defaults, which the Organization row has for the objects that have one."""
    sobject = org.objects.get("Organization")
    names = [field.name for field in sobject.fields] if sobject else []
    columns = [name for name in names if name.startswith("Default") and name.endswith("Access")]
    with org.rows.cursor() as connection:
        if "Organization" not in _tables(connection):
            return {}
        stored = {name for (name, *_) in connection.execute('DESCRIBE "Organization"').fetchall()}
        columns = [name for name in columns if name in stored]
        listed = ", ".join(f'"{name}"' for name in columns)
        row = connection.execute(f'SELECT {listed} FROM "Organization" LIMIT 1').fetchone() if columns else None
    found = zip(columns, row or (), strict=False)
    return {
        name.removeprefix("Default").removesuffix("Access"): _SHARING.get(str(value), str(value))
        for name, value in found
        if value is not None
    }


def _entity_key(sobject: SObject, number: int) -> str:
    return made("01I", number)[:15] if sobject.custom else sobject.name


def _field_key(sobject: SObject, field: Field, key: str) -> str:
    if field.custom:
        return f"{key}.{made('00N', _number(sobject, field))[:15]}"
    return f"{key}.{_developer_name(field)}"


def _number(sobject: SObject, field: Field) -> int:
    place = [field.name for field in sobject.fields].index(field.name)
    return zlib.crc32(sobject.name.encode()) * 1000 + place


def _developer_name(field: Field) -> str:
    if field.custom:
        return field.name.removesuffix("__c")
    return field.name.removesuffix("Id") if field.type == "reference" else field.name


def _entity(sobject: SObject, key: str, sharing: Mapping[str, str]) -> Row:
    plain = _is_customizable(sobject)
    model = sharing.get(sobject.name) or _USUAL.get(sobject.name, _FULL_ACCESS if plain else "Private")
    return {
        "Id": _NO_ID,
        "DurableId": key,
        "QualifiedApiName": sobject.name,
        "DeveloperName": sobject.name.removesuffix("__c"),
        "MasterLabel": sobject.label,
        "Label": sobject.label,
        "PluralLabel": sobject.label_plural,
        "KeyPrefix": sobject.key_prefix or None,
        "IsCustomSetting": sobject.custom_setting,
        "DeploymentStatus": "Deployed" if sobject.custom else None,
        "PublisherId": "<local>" if sobject.custom else "System",
        "InternalSharingModel": model,
        "ExternalSharingModel": model if model.startswith("Controlled") or model == "ReadSelect" else "Private",
        "IsFieldHistoryTracked": False,
        **dict.fromkeys(("IsQueryable", "IsRetrieveable", "IsIdEnabled"), True),
        **dict.fromkeys(("IsDeprecatedAndHidden", "HasSubtypes", "IsSubtype", "IsInterface"), False),
        "IsAutoActivityCaptureEnabled": False,
        **dict.fromkeys(_CAPABILITIES, plain),
    }


def _is_customizable(sobject: SObject) -> bool:
    """Whether administrators can extend the object; those of Setup have no field that could be granted."""
    granted = any(field.permissionable for field in sobject.fields)
    return granted and not sobject.tooling and not sobject.both and not sobject.custom_setting


_CAPABILITIES = (
    "IsCustomizable",
    "IsApexTriggerable",
    "IsWorkflowEnabled",
    "IsProcessEnabled",
    "IsCompactLayoutable",
    "IsReplicateable",
    "IsSearchLayoutable",
    "IsSearchable",
    "IsTriggerable",
    "IsEverCreatable",
    "IsEverUpdatable",
    "IsEverDeletable",
    "IsFeedEnabled",
    "IsMruEnabled",
    "IsLayoutable",
)


def _field(sobject: SObject, field: Field, key: str) -> Row:
    return {
        **_shared(sobject, field, key),
        "DataType": data_type(field),
        "Description": field.description or None if field.custom else None,
        "SecurityClassification": field.sensitivity or None if field.custom else None,
        "BusinessStatus": field.usage or None if field.custom else None,
        "IsIndexed": field.type == "id" or field.unique or field.external_id or field.name_field,
        "IsFieldHistoryTracked": False,
        "IsPolymorphicForeignKey": len(field.references) > 1,
        "IsSearchPrefilterable": field.type == "reference",
        **dict.fromkeys(("IsWorkflowFilterable", "IsListVisible", "IsListFilterable", "IsListSortable"), True),
        "IsCompactLayoutable": True,
        "IsAiPredictionField": False,
        "PublisherId": "<local>" if field.custom else "System",
    }


def _particle(sobject: SObject, field: Field, key: str) -> Row:
    never = ("IsAutonumber", "IsCaseSensitive", "IsWriteRequiresMasterRead", "IsDependentPicklist")
    return {
        **_shared(sobject, field, key),
        "DataType": field.type,
        "FieldDefinitionId": f"{key}.{field.compound}" if field.compound else _field_key(sobject, field, key),
        "Digits": 9 if field.type == "int" else 0,
        "ByteLength": field.length * 3,
        "InlineHelpText": field.help_text or None,
        "IsUnique": field.unique,
        "IsCreatable": field.createable,
        "IsUpdatable": field.updateable,
        "IsPermissionable": field.permissionable,
        "IsDefaultedOnCreate": field.type in {"id", "boolean"},
        "IsEncrypted": field.type == "encryptedstring",
        "IsIdLookup": field.type == "id" or field.external_id,
        "IsNamePointing": len(field.references) > 1,
        "IsComponent": bool(field.compound),
        "IsListVisible": True,
        **dict.fromkeys((*never, "IsDeprecatedAndHidden", "IsDisplayLocationInDecimal"), False),
        "IsFormulaTreatNullNumberAsZero": False,
    }


def _shared(sobject: SObject, field: Field, key: str) -> Row:
    return {
        "Id": _NO_ID,
        "DurableId": _field_key(sobject, field, key),
        "QualifiedApiName": field.name,
        "EntityDefinitionId": key,
        "DeveloperName": _developer_name(field),
        "MasterLabel": field.label or field.name,
        "Label": field.label or field.name,
        "Length": 18 if field.type in {"id", "reference"} else field.length,
        "Precision": field.precision,
        "Scale": field.scale,
        "ServiceDataTypeId": field.type,
        "ValueTypeId": field.type,
        "IsCalculated": field.calculated,
        "IsHighScaleNumber": False,
        "IsHtmlFormatted": False,
        "IsNameField": field.name_field,
        "IsNillable": field.nillable and field.type not in {"id", "boolean"},
        "IsApiFilterable": field.filterable,
        "IsApiSortable": field.sortable,
        "IsApiGroupable": field.groupable,
        "IsCompound": field.type in {"address", "location"},
        "RelationshipName": field.relationship or None,
        "ReferenceTo": json.dumps({"referenceTo": sorted(field.references) or None}),
    }


def data_type(field: Field) -> str:
    """The type as Setup shows it: `Text(80)`, `Lookup(User,Group)`, `Long Text Area(32000)`."""
    if field.type == "reference":
        return f"Lookup({','.join(field.references)})"
    if field.type == "textarea":
        return f"{'Long Text Area' if field.length > 255 else 'Text Area'}({field.length})"
    form = _NAMES.get(field.type, field.type)
    whole = field.precision - field.scale
    shown = form.format(length=field.length, digits=9, whole=max(whole, 0), scale=field.scale)
    return f"Formula ({shown.partition('(')[0]})" if field.calculated and field.custom else shown
