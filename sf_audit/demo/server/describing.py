"""The describe call: objects and fields with every key that the platform sends.

"sObject Describe" in the "REST API Developer Guide"; the key sets (45 per object, 57 per field, 30
per object in the list of all) are those of real responses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sf_audit.demo.schema import Field, SObject
from sf_audit.demo.server.abilities import abilities, urls

_SOAP_TYPES = {
    "id": "tns:ID",
    "reference": "tns:ID",
    "boolean": "xsd:boolean",
    "int": "xsd:int",
    "long": "xsd:long",
    "double": "xsd:double",
    "currency": "xsd:double",
    "percent": "xsd:double",
    "date": "xsd:date",
    "datetime": "xsd:dateTime",
    "time": "xsd:time",
    "base64": "xsd:base64Binary",
    "address": "urn:address",
    "location": "urn:location",
    "anyType": "xsd:anyType",
    "complexvalue": "urn:ComplexValue",
}
_NOT_GROUPABLE = frozenset({"datetime", "time", "double", "currency", "percent", "address", "location", "base64"})
_NOT_AGGREGATABLE = frozenset({"boolean", "address", "location", "base64", "complexvalue"})
_OPAQUE = frozenset({"base64", "encryptedstring", "complexvalue"})
_NUMBERS = frozenset({"int", "long", "double", "currency", "percent"})
_LONGEST_FILTERABLE = 255
_COMPOUNDS = {"FiscalQuarter": "Fiscal", "FiscalYear": "Fiscal"}
_ID_LOOKUPS = frozenset({"Email", "FederationIdentifier", "Username"})
_DEFAULTED = frozenset(
    {
        "CreatedById",
        "CreatedDate",
        "ForecastCategoryName",
        "LastModifiedById",
        "LastModifiedDate",
        "OwnerId",
        "Pricebook2Id",
        "Probability",
        "SystemModstamp",
    }
)
_NOT_PREFILTERED = frozenset(
    {"CreatedById", "LastModifiedById", "MasterRecordId", "OpportunityId", "OwnerId", "RecordTypeId"}
)

#: Keys that say the same of every field of this org.
_ALWAYS: Mapping[str, object] = {
    "aiPredictionField": False,
    "calculatedFormula": None,
    "cascadeDelete": False,
    "caseSensitive": False,
    "controllerName": None,
    "defaultValueFormula": None,
    "dependentPicklist": False,
    "deprecatedAndHidden": False,
    "displayLocationInDecimal": False,
    "filteredLookupInfo": None,
    "formulaTreatNullNumberAsZero": False,
    "highScaleNumber": False,
    "mask": None,
    "maskType": None,
    "referenceTargetField": None,
    "relationshipOrder": None,
    "restrictedDelete": False,
    "writeRequiresMasterRead": False,
}


def described_field(field: Field) -> dict[str, object]:
    """One field with its 57 keys."""
    long_text = field.type == "textarea" and field.length > _LONGEST_FILTERABLE
    usable = not long_text and field.type not in _OPAQUE
    compound = field.type in {"address", "location"}
    return {
        **_ALWAYS,
        **_lookup(field),
        **_sizes(field),
        "aggregatable": field.aggregatable and usable and field.type not in _NOT_AGGREGATABLE,
        "calculated": field.calculated,
        "autoNumber": _auto_number(field),
        "compoundFieldName": field.compound or _COMPOUNDS.get(field.name),
        "createable": field.createable and not field.calculated and field.type != "id",
        "custom": field.custom,
        "defaultValue": False if field.type == "boolean" else _default_value(field),
        "defaultedOnCreate": _defaulted(field),
        "encrypted": field.type == "encryptedstring",
        "externalId": field.external_id,
        "extraTypeInfo": _extra_type(field),
        "filterable": field.filterable and usable,
        "groupable": field.groupable and usable and field.type not in _NOT_GROUPABLE,
        "htmlFormatted": field.html,
        "idLookup": field.type == "id" or field.external_id or field.name in _ID_LOOKUPS or _auto_number(field),
        "inlineHelpText": field.help_text or None,
        "label": field.label or field.name,
        "name": field.name,
        "nameField": field.name_field,
        "nillable": field.nillable and field.type not in {"id", "boolean"},
        "permissionable": field.permissionable and field.type != "id",
        "picklistValues": _picklist(field),
        "queryByDistance": compound,
        "restrictedPicklist": field.restricted_picklist,
        "soapType": _SOAP_TYPES.get(field.type, "xsd:string"),
        "sortable": field.sortable and usable and not compound,
        "type": field.type,
        "unique": field.unique,
        "updateable": field.updateable and not field.calculated and field.type != "id",
    }


def _sizes(field: Field) -> dict[str, object]:
    return {
        "byteLength": _byte_length(field),
        "digits": (field.length or field.precision or 9) if field.type == "int" else 0,
        "length": _length(field),
        "precision": 0 if field.type == "int" else field.precision,
        "scale": field.scale,
    }


def _lookup(field: Field) -> dict[str, object]:
    return {
        "namePointing": len(field.references) > 1,
        "polymorphicForeignKey": len(field.references) > 1,
        "referenceTo": list(field.references),
        "relationshipName": field.relationship or None,
        "searchPrefilterable": field.type == "reference" and field.name not in _NOT_PREFILTERED,
    }


def listed_object(sobject: SObject, path: str) -> dict[str, object]:
    """One object as the list of all objects has it; `path` is where objects are on this API and version."""
    return {**abilities(sobject), "urls": urls(sobject, path)}


def described_object(
    sobject: SObject,
    fields: Sequence[Field],
    *,
    path: str,
    base_url: str,
    children: Sequence[dict[str, object]],
    record_types: Sequence[dict[str, object]],
) -> dict[str, object]:
    """One object with its 45 keys; `fields` are those that this user sees."""
    plain = not sobject.custom_setting and not sobject.tooling
    page = f"{base_url}/{sobject.key_prefix}/e" if sobject.key_prefix else ""
    pages = {"uiDetailTemplate": f"{base_url}/{{ID}}", "uiEditTemplate": f"{base_url}/{{ID}}/e", "uiNewRecord": page}
    return {
        "actionOverrides": [],
        **abilities(sobject),
        "childRelationships": list(children),
        "compactLayoutable": plain,
        "defaultImplementation": None,
        "extendedBy": None,
        "extendsInterfaces": None,
        "fields": [described_field(field) for field in fields],
        "implementedBy": None,
        "implementsInterfaces": None,
        "listviewable": None,
        "lookupLayoutable": None,
        "namedLayoutInfos": [],
        "networkScopeFieldName": None,
        "recordTypeInfos": list(record_types),
        "searchLayoutable": plain,
        "sobjectDescribeOption": "FULL",
        "supportedScopes": _scopes(sobject),
        "urls": {**urls(sobject, path), **pages},
    }


def _scopes(sobject: SObject) -> list[dict[str, str]]:
    plural = sobject.label_plural.lower()
    scopes = [{"label": f"All {plural}", "name": "everything"}]
    if sobject.field("OwnerId"):
        scopes.append({"label": f"My {plural}", "name": "mine"})
    return scopes


def _length(field: Field) -> int:
    if field.type in {"id", "reference"}:
        return 18
    return 0 if field.type in _NUMBERS else field.length


def _byte_length(field: Field) -> int:
    return 18 if field.type in {"id", "reference"} else _length(field) * 3


def _default_value(field: Field) -> str | None:
    return next((picklist_value.value for picklist_value in field.picklist if picklist_value.default), None)


def _defaulted(field: Field) -> bool:
    known = field.name in _DEFAULTED or field.type in {"id", "boolean"} or _auto_number(field)
    return known or _default_value(field) is not None


def _auto_number(field: Field) -> bool:
    """A name that nobody may write is counted up by the platform."""
    return field.name.endswith("Number") and field.name_field and not field.createable


def _extra_type(field: Field) -> str | None:
    if field.type == "textarea":
        return "richtextarea" if field.html else "plaintextarea"
    if field.compound == "Name" or (field.name_field and field.name == "Name" and not field.createable):
        return "personname"
    return "imageurl" if field.name == "PhotoUrl" else None


def _picklist(field: Field) -> list[dict[str, object]]:
    return [
        {
            "active": picklist_value.active,
            "defaultValue": picklist_value.default,
            "label": picklist_value.label or picklist_value.value,
            "validFor": None,
            "value": picklist_value.value,
        }
        for picklist_value in field.picklist
    ]
