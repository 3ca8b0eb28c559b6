"""What in Setup enforces anything: the validation rules of `validation.txt`, the page layouts of `layouts.txt`.

The column Metadata is JSON, with the keys of "ValidationRule", "Layout" and "FlexiPage" in the "Metadata API Developer
Guide". One of the formulas lacks a parenthesis, which no org would take: whoever reads formulas must not guess.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import duckdb

from sf_audit.demo.company.grants import Grants, Row
from sf_audit.demo.company.ids import record_id
from sf_audit.demo.company.staff import moment
from sf_audit.demo.company.tables import add, text
from sf_audit.demo.schema import SObject

#: Stands for every profile but that of machines and that of visitors, who have no pages.
EVERYBODY = "*"
_WITHOUT_PAGES = ("Northlight Integration", "Northlight Support Site")
_DEALER, _FLEET = range(2)


def add_enforcing(rows: duckdb.DuckDBPyConnection, objects: dict[str, SObject], grants: Grants, today: date) -> None:
    """Fill ValidationRule, Layout, FlexiPage, Flow and ProfileLayout."""
    layouts = [_parts(line) for line in text("layouts.txt").splitlines()]
    add(rows, objects["ValidationRule"], _validation_rules(today))
    add(rows, objects["Layout"], _layouts(layouts))
    add(rows, objects["FlexiPage"], [_page("Case_Record_Page", "Case", {"Subject": "required", "Origin": "none"})])
    add(rows, objects["Flow"], _flows())
    add(rows, objects["ProfileLayout"], _assignments(layouts, grants))


def _parts(line: str, number: int = 4) -> list[str]:
    return [part.strip() for part in line.split(" | ", number - 1)]


def _validation_rules(today: date) -> Iterator[Row]:
    for number, line in enumerate(text("validation.txt").splitlines()):
        name, owner, state, days, field, why, message, formula = _parts(line, 8)
        changed = moment(today, int(days))
        metadata = {
            "active": state == "on",
            "description": why,
            "errorConditionFormula": formula,
            "errorDisplayField": field,
            "errorMessage": message,
            "shouldEvaluateOnClient": None,
            "urls": None,
        }
        yield {
            "Id": record_id("03d", number),
            "ValidationName": name,
            "EntityDefinitionId": owner,
            "Active": state == "on",
            "Description": why,
            "ErrorDisplayField": field,
            "ErrorMessage": message,
            "ManageableState": "unmanaged",
            "FullName": f"{owner}.{name}",
            "Metadata": json.dumps(metadata),
            "CreatedDate": moment(today, 725),
            "LastModifiedDate": changed,
        }


def _layouts(layouts: Sequence[list[str]]) -> Iterator[Row]:
    for number, (name, owner, _, fields) in enumerate(layouts):
        yield {
            "Id": record_id("00h", number),
            "Name": name,
            "EntityDefinitionId": owner,
            "TableEnumOrId": owner,
            "LayoutType": "Standard",
            "ManageableState": "unmanaged",
            "FullName": f"{owner}-{name}",
            "Metadata": json.dumps(_layout(fields.split())),
        }


def _layout(fields: Sequence[str]) -> dict[str, object]:
    """One section of two columns, as a new layout has; the star of a field says that it is required."""
    items = [
        {"behavior": "Required" if field.endswith("*") else "Edit", "emptySpace": None, "field": field.rstrip("*")}
        for field in fields
    ]
    columns = [{"layoutItems": items[start::2], "reserved": None} for start in range(2)]
    section = {"label": "Information", "layoutColumns": columns, "style": "TwoColumnsTopToBottom"}
    return {"layoutSections": [section], "relatedLists": [], "showEmailCheckbox": False}


def _page(name: str, owner: str, fields: Mapping[str, str]) -> Row:
    """A Lightning page with fields of its own, and what people can do with each."""
    placed = [
        {
            "fieldInstance": {
                "fieldInstanceProperties": [{"name": "uiBehavior", "value": behavior}],
                "fieldItem": f"Record.{field}",
                "identifier": f"Record{field}Field",
            }
        }
        for field, behavior in fields.items()
    ]
    label = name.replace("_", " ")
    region = {"itemInstances": placed, "name": "Facet-fields", "type": "Facet"}
    metadata = {"flexiPageRegions": [region], "masterLabel": label, "sobjectType": owner, "type": "RecordPage"}
    return {
        "Id": record_id("0M0", 0),
        "DeveloperName": name,
        "MasterLabel": label,
        "EntityDefinitionId": owner,
        "Type": "RecordPage",
        "ManageableState": "unmanaged",
        "FullName": name,
        "Metadata": json.dumps(metadata),
    }


def _flows() -> Iterator[Row]:
    """The active versions of the flows that FlowDefinitionView lists, in its order."""
    for number, line in enumerate(text("flows.txt").splitlines()):
        label, owner, trigger, calls, fields = _parts(line, 5)
        assigned = [
            {"assignToReference": f"$Record.{field}", "operator": "Assign", "value": {"elementReference": "Chosen"}}
            for field in fields.split()
        ]
        metadata = {
            "label": label,
            "processType": "AutoLaunchedFlow",
            "start": {"object": owner, "triggerType": trigger},
            "assignments": [{"name": "Set_Fields", "assignmentItems": assigned}],
            "subflows": [{"name": "Choose_Owner", "flowName": calls}] if calls != "-" else [],
            "status": "Active",
        }
        yield {
            "Id": record_id("301", number),
            "MasterLabel": label,
            "ProcessType": "AutoLaunchedFlow",
            "Status": "Active",
            "VersionNumber": 3,
            "ManageableState": "unmanaged",
            "FullName": f"{label.replace(' ', '_')}-3",
            "Metadata": json.dumps(metadata),
        }


def _assignments(layouts: Sequence[list[str]], grants: Grants) -> Iterator[Row]:
    """Each profile has one layout for each record type, and one for records without."""
    profiles = [grant.name for grant in grants.of("profile") if grant.name not in _WITHOUT_PAGES]
    number = 0
    for place, (_, owner, listed, _) in enumerate(layouts):
        having = profiles if listed == EVERYBODY else [name.strip() for name in listed.split(";")]
        kinds = [None, *(record_id("012", kind) for kind in (_DEALER, _FLEET))] if owner == "Account" else [None]
        for profile in having:
            for kind in kinds:
                yield {
                    "Id": record_id("01G", number),
                    "LayoutId": record_id("00h", place),
                    "ProfileId": grants.own_id(profile),
                    "RecordTypeId": kind,
                    "TableEnumOrId": owner,
                }
                number += 1
