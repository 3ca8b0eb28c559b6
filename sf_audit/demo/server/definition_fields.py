"""The fields of EntityDefinition, FieldDefinition and EntityParticle, as written down in a table.

"EntityDefinition", "FieldDefinition" and "EntityParticle" in the "Tooling API" guide; the key forms
and data types are those of captured responses.
"""

from __future__ import annotations

from sf_audit.demo.schema import Field, SObject

_TEXT = {"string": 255, "id": 18, "reference": 240, "picklist": 40, "textarea": 1000}

_ENTITY = """
Id id | DurableId string | LastModifiedDate datetime | LastModifiedById reference User LastModifiedBy
QualifiedApiName string | NamespacePrefix string | DeveloperName string | MasterLabel string | Label string
PluralLabel string | DefaultCompactLayoutId string | IsCustomizable boolean | IsApexTriggerable boolean
IsWorkflowEnabled boolean | IsProcessEnabled boolean | IsCompactLayoutable boolean | DeploymentStatus picklist
KeyPrefix string | IsCustomSetting boolean | IsDeprecatedAndHidden boolean | IsReplicateable boolean
IsRetrieveable boolean | IsSearchLayoutable boolean | IsSearchable boolean | IsTriggerable boolean
IsIdEnabled boolean | IsEverCreatable boolean | IsEverUpdatable boolean | IsEverDeletable boolean
IsFeedEnabled boolean | IsQueryable boolean | IsMruEnabled boolean | DetailUrl string | EditUrl string
NewUrl string | EditDefinitionUrl string | HelpSettingPageName string | HelpSettingPageUrl string
RunningUserEntityAccessId string | PublisherId string | IsLayoutable boolean | IsFieldHistoryTracked boolean
RecordTypesSupported complexvalue | InternalSharingModel picklist | ExternalSharingModel picklist
HasSubtypes boolean | IsSubtype boolean | IsAutoActivityCaptureEnabled boolean | IsInterface boolean
Description textarea
"""

_FIELD = """
Id id | DurableId string | LastModifiedDate datetime | LastModifiedById reference User LastModifiedBy
QualifiedApiName string | EntityDefinitionId reference EntityDefinition EntityDefinition | NamespacePrefix string
DeveloperName string | MasterLabel string | Label string | Length int | DataType string | ServiceDataTypeId string
ValueTypeId string | ExtraTypeInfo picklist | IsCalculated boolean | IsHighScaleNumber boolean
IsHtmlFormatted boolean | IsNameField boolean | IsNillable boolean | IsWorkflowFilterable boolean
IsCompactLayoutable boolean | Precision int | Scale int | IsFieldHistoryTracked boolean | IsIndexed boolean
IsApiFilterable boolean | IsApiSortable boolean | IsApiGroupable boolean | IsListVisible boolean
IsPolymorphicForeignKey boolean | IsCompound boolean | IsSearchPrefilterable boolean | IsListFilterable boolean
IsListSortable boolean | RelationshipName string | ReferenceTo complexvalue | ReferenceTargetField string
ControllingFieldDefinitionId string | PublisherId string | RunningUserFieldAccessId string | Description textarea
BusinessOwnerId reference User,Group BusinessOwner | BusinessStatus picklist | SecurityClassification picklist
ComplianceGroup string | IsAiPredictionField boolean
"""

_PARTICLE = """
Id id | DurableId string | QualifiedApiName string
EntityDefinitionId reference EntityDefinition EntityDefinition
FieldDefinitionId reference FieldDefinition FieldDefinition | NamespacePrefix string | DeveloperName string
MasterLabel string | Label string | Length int | DataType picklist | ServiceDataTypeId string | ValueTypeId string
ExtraTypeInfo picklist | IsAutonumber boolean | IsCalculated boolean | IsCaseSensitive boolean | IsUnique boolean
IsCreatable boolean | IsUpdatable boolean | IsDefaultedOnCreate boolean | IsWriteRequiresMasterRead boolean
IsHighScaleNumber boolean | IsHtmlFormatted boolean | IsNameField boolean | IsNillable boolean
IsPermissionable boolean | IsEncrypted boolean | Digits int | Precision int | Scale int | IsIdLookup boolean
IsNamePointing boolean | ByteLength int | IsApiFilterable boolean | IsApiSortable boolean | IsApiGroupable boolean
IsListVisible boolean | IsComponent boolean | IsCompound boolean | IsDependentPicklist boolean
IsDeprecatedAndHidden boolean | IsDisplayLocationInDecimal boolean | IsFormulaTreatNullNumberAsZero boolean
DefaultValueFormula string | RelationshipName string | ReferenceTo complexvalue | ReferenceTargetField string
RelationshipOrder int | InlineHelpText string | Mask string | MaskType string
"""


def definition_objects() -> tuple[SObject, ...]:
    """The three objects; they answer on the data API as well as on the Tooling API."""
    return (
        _object("EntityDefinition", "Entity Definition", "4ie", _ENTITY, _CHILDREN),
        _object("FieldDefinition", "Field Definition", "4fe", _FIELD, {}),
        _object("EntityParticle", "Entity Particle", "0Nv", _PARTICLE, {}),
    )


_CHILDREN = {
    "Fields": ("FieldDefinition", "EntityDefinitionId"),
    "Particles": ("EntityParticle", "EntityDefinitionId"),
}


def _object(name: str, label: str, prefix: str, listing: str, children: dict[str, tuple[str, str]]) -> SObject:
    fields = tuple(_field(entry.split()) for line in listing.strip().splitlines() for entry in line.split("|"))
    return SObject(name, label, f"{label}s", prefix, fields, children=children, both=True, bulk=False, query_more=False)


def _field(words: list[str]) -> Field:
    name, kind, *rest = words
    return Field(
        name,
        kind,
        label=name,
        length=_TEXT.get(kind, 0),
        nillable=kind not in {"boolean", "id"},
        createable=False,
        updateable=False,
        permissionable=False,
        references=tuple(rest[0].split(",")) if rest else (),
        relationship=rest[1] if rest else "",
    )
