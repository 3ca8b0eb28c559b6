"""What may be done with an object, as describe says it: flags by kind of object, and the exceptions of real orgs.

"sObject Describe" in the "REST API Developer Guide". Objects of Setup are those on which no field can be granted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sf_audit.demo.schema import SObject

_WRITES: Final = ("createable", "deletable", "updateable")
_FOR_PEOPLE: Final = (
    "feedEnabled",
    "layoutable",
    "mruEnabled",
    "replicateable",
    "searchable",
    "triggerable",
    "undeletable",
)
_NOT_IN_SETUP: Final = frozenset({"feedEnabled", "layoutable", "mruEnabled", "searchable", "triggerable"})

#: What an object of that name cannot do though its kind could.
_LACKS: Final[Mapping[str, frozenset[str]]] = {
    name: frozenset(flags.split())
    for name, flags in {
        "Campaign": "feedEnabled",
        "CampaignMember": "feedEnabled mruEnabled searchable undeletable",
        "Event": "feedEnabled",
        "OpportunityContactRole": "feedEnabled mruEnabled searchable undeletable",
        "OpportunityLineItem": "feedEnabled searchable",
        "Organization": "createable deletable",
        "PricebookEntry": "feedEnabled mruEnabled",
        "Task": "feedEnabled",
        "User": "deletable undeletable",
        "UserLogin": "createable deletable replicateable",
        **dict.fromkeys(
            (
                "AsyncApexJob",
                "CronJobDetail",
                "CronTrigger",
                "FlowDefinitionView",
                "LoginHistory",
                "PermissionSetLicense",
                "SetupAuditTrail",
                "UserLicense",
                "UserPermissionAccess",
            ),
            "createable deletable updateable replicateable",
        ),
    }.items()
}
#: What an object of Setup can do though others there cannot.
_HAS: Final[Mapping[str, frozenset[str]]] = {
    "Dashboard": frozenset({"mruEnabled", "searchable"}),
    "OpportunityContactRole": frozenset({"layoutable", "triggerable"}),
    "Report": frozenset({"mruEnabled", "searchable"}),
    "UserRole": frozenset({"searchable"}),
}
_MERGEABLE: Final = frozenset({"Account", "Contact", "Event", "Lead"})
_DEEP: Final = frozenset({"Campaign", "Opportunity"})
_NO_RECORD_TYPES: Final = frozenset({"OpportunityContactRole", "User"})

_LISTS: Final = frozenset({"approvalLayouts", "listviews"})
_LACKS_URLS: Final[Mapping[str, frozenset[str]]] = {
    "CampaignMember": _LISTS | {"quickActions"},
    "Event": _LISTS,
    "OpportunityContactRole": _LISTS,
    "Task": _LISTS,
    "User": _LISTS,
}
_PATHS: Final = {
    "compactLayouts": "/describe/compactLayouts",
    "rowTemplate": "/{ID}",
    "approvalLayouts": "/describe/approvalLayouts",
    "listviews": "/listviews",
    "describe": "/describe",
    "quickActions": "/quickActions",
    "layouts": "/describe/layouts",
    "sobject": "",
}
_ALWAYS_THERE: Final = frozenset({"rowTemplate", "describe", "sobject"})

_CASCADES: Final = frozenset(
    {
        "CampaignMember.CampaignId",
        "CampaignMember.ContactId",
        "CampaignMember.LeadId",
        "Contact.AccountId",
        "Event.WhatId",
        "Event.WhoId",
        "Opportunity.AccountId",
        "OpportunityContactRole.ContactId",
        "OpportunityContactRole.OpportunityId",
        "OpportunityLineItem.OpportunityId",
        "Task.WhatId",
        "Task.WhoId",
    }
)
_RESTRICTS: Final = frozenset({"Case.AccountId", "Case.ContactId"})


def abilities(sobject: SObject) -> dict[str, object]:
    """The keys that say what may be done with the object, names and labels among them, in the platform's order."""
    can = _flags(sobject)
    return {
        "activateable": False,
        "associateEntityType": None,
        "associateParentEntity": None,
        "createable": "createable" in can,
        "custom": sobject.custom,
        "customSetting": sobject.custom_setting,
        "deepCloneable": sobject.name in _DEEP,
        "deletable": "deletable" in can,
        "deprecatedAndHidden": False,
        "feedEnabled": "feedEnabled" in can,
        "hasSubtypes": False,
        "isInterface": False,
        "isSubtype": False,
        "keyPrefix": sobject.key_prefix or None,
        "label": sobject.label,
        "labelPlural": sobject.label_plural,
        "layoutable": "layoutable" in can,
        "mergeable": sobject.name in _MERGEABLE,
        "mruEnabled": "mruEnabled" in can,
        "name": sobject.name,
        "queryable": True,
        "replicateable": "replicateable" in can,
        "retrieveable": sobject.name != "UserPermissionAccess",
        "searchable": "searchable" in can,
        "triggerable": "triggerable" in can,
        "undeletable": "undeletable" in can,
        "updateable": "updateable" in can,
    }


def urls(sobject: SObject, path: str) -> dict[str, str]:
    """Where the object's resources are; what is only on a page for people is there for objects that have pages."""
    paged = "layoutable" in _flags(sobject)
    missing = _LACKS_URLS.get(sobject.name, frozenset())
    names = [name for name in _PATHS if name in _ALWAYS_THERE or (paged and name not in missing)]
    return {name: f"{path}/{sobject.name}{_PATHS[name]}" for name in names}


def has_record_types(sobject: SObject) -> bool:
    """Whether describe lists record types, the master type at least."""
    return "layoutable" in _flags(sobject) and sobject.name not in _NO_RECORD_TYPES


def on_deletion(child: str, field: str) -> dict[str, bool]:
    """What happens to a child when its parent is deleted."""
    key = f"{child}.{field}"
    return {"cascadeDelete": key in _CASCADES, "restrictedDelete": key in _RESTRICTS}


def _flags(sobject: SObject) -> frozenset[str]:
    if sobject.custom_setting:
        return frozenset({*_WRITES, "replicateable"})
    if sobject.tooling or sobject.both:
        return frozenset()
    setup = not any(field.permissionable for field in sobject.fields)
    flags = frozenset({*_WRITES, *_FOR_PEOPLE})
    if setup:
        flags -= _NOT_IN_SETUP | {"undeletable"}
    return flags - _LACKS.get(sobject.name, frozenset()) | _HAS.get(sobject.name, frozenset())
