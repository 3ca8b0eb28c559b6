"""The describe call: objects and fields with every key that the platform sends.

"sObject Describe" in the "REST API Developer Guide"; the key sets (45 per object, 57 per field, 30
per object in the list of all) are those of real responses.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sf_audit.demo.schema import Field, SObject

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

#: Keys that say the same of every field of this org.
_ALWAYS: Mapping[str, object] = {
    "aiPredictionField": False,
    "autoNumber": False,
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
    "htmlFormatted": False,
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
        "compoundFieldName": field.compound or None,
        "createable": field.createable and not field.calculated and field.type != "id",
        "custom": field.custom,
        "defaultValue": False if field.type == "boolean" else _default_value(field),
        "defaultedOnCreate": _defaulted(field),
        "encrypted": field.type == "encryptedstring",
        "externalId": field.external_id,
        "extraTypeInfo": "plaintextarea" if field.type == "textarea" else None,
        "filterable": field.filterable and usable,
        "groupable": field.groupable and usable and field.type not in _NOT_GROUPABLE,
        "idLookup": field.type == "id" or field.external_id,
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
        "digits": (field.length or 9) if field.type == "int" else 0,
        "length": _length(field),
        "precision": field.precision,
        "scale": field.scale,
    }


def _lookup(field: Field) -> dict[str, object]:
    return {
        "namePointing": len(field.references) > 1,
        "polymorphicForeignKey": len(field.references) > 1,
        "referenceTo": list(field.references),
        "relationshipName": field.relationship or None,
        "searchPrefilterable": field.type == "reference" and field.updateable,
    }


def listed_object(sobject: SObject, path: str) -> dict[str, object]:
    """One object as the list of all objects has it; `path` is where objects are on this API and version."""
    return {
        **_abilities(sobject),
        "urls": {
            name: f"{path}/{sobject.name}{rest}"
            for name, rest in (
                ("compactLayouts", "/describe/compactLayouts"),
                ("rowTemplate", "/{ID}"),
                ("approvalLayouts", "/describe/approvalLayouts"),
                ("listviews", "/listviews"),
                ("describe", "/describe"),
                ("quickActions", "/quickActions"),
                ("layouts", "/describe/layouts"),
                ("sobject", ""),
            )
        },
    }


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
    listed = listed_object(sobject, path)
    urls = listed.pop("urls")
    plain = not sobject.custom_setting and not sobject.tooling
    page = f"{base_url}/{sobject.key_prefix}/e" if sobject.key_prefix else ""
    pages = {"uiDetailTemplate": f"{base_url}/{{ID}}", "uiEditTemplate": f"{base_url}/{{ID}}/e", "uiNewRecord": page}
    return {
        "actionOverrides": [],
        **listed,
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
        "urls": {**urls, **pages} if isinstance(urls, dict) else pages,
    }


def _abilities(sobject: SObject) -> dict[str, object]:
    plain = not sobject.custom_setting and not sobject.tooling and not sobject.both
    return {
        "activateable": False,
        "associateEntityType": None,
        "associateParentEntity": None,
        "createable": plain or sobject.custom_setting,
        "custom": sobject.custom,
        "customSetting": sobject.custom_setting,
        "deepCloneable": False,
        "deletable": plain or sobject.custom_setting,
        "deprecatedAndHidden": False,
        "feedEnabled": plain,
        "hasSubtypes": False,
        "isInterface": False,
        "isSubtype": False,
        "keyPrefix": sobject.key_prefix or None,
        "label": sobject.label,
        "labelPlural": sobject.label_plural,
        "layoutable": plain,
        "mergeable": sobject.name in {"Account", "Contact", "Lead"},
        "mruEnabled": plain,
        "name": sobject.name,
        "queryable": True,
        "replicateable": plain,
        "retrieveable": True,
        "searchable": plain,
        "triggerable": plain,
        "undeletable": plain,
        "updateable": plain or sobject.custom_setting,
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
    return next((one.value for one in field.picklist if one.default), None)


def _defaulted(field: Field) -> bool:
    system = field.name in {"OwnerId", "CreatedById", "CreatedDate", "LastModifiedById", "LastModifiedDate"}
    return system or field.type in {"id", "boolean"} or _default_value(field) is not None


def _picklist(field: Field) -> list[dict[str, object]]:
    return [
        {
            "active": one.active,
            "defaultValue": one.default,
            "label": one.label or one.value,
            "validFor": None,
            "value": one.value,
        }
        for one in field.picklist
    ]
