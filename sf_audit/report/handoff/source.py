"""A project of the Salesforce CLI: validation rules and a custom permission, and what takes them away again.

"Salesforce DX Project Structure and Source Format" for where the files lie; "ValidationRule", "CustomPermission" and
"Deploying Changes with Deletions" in the "Metadata API Developer Guide" for what is in them.
"""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence

from sf_audit.model.handoff import Handoff, NewValidationRule
from sf_audit.report.hostile import printable

_NAMESPACE = "http://soap.sforce.com/2006/04/metadata"
_DEFAULT = "force-app/main/default"

#: Characters of a description.
_DESCRIPTION = 255


def source(handoff: Handoff) -> Mapping[str, str]:
    """The files by their paths; the folder `rollback` deletes what the others bring."""
    project = {
        "packageDirectories": [{"path": "force-app", "default": True}],
        "sourceApiVersion": handoff.api_version,
    }
    return {
        "sfdx-project.json": json.dumps(project, indent=2) + "\n",
        **dict(_validation_rules(handoff.validation_rules)),
        **dict(_bypass(handoff)),
        "manifest/package.xml": _manifest(handoff, _members(handoff)),
        "rollback/package.xml": _manifest(handoff, {}),
        "rollback/destructiveChanges.xml": _manifest(handoff, _members(handoff), version=False),
    }


def _validation_rules(rules: Sequence[NewValidationRule]) -> Iterator[tuple[str, str]]:
    for rule in rules:
        facts = {
            "fullName": rule.name,
            "active": "true",
            "description": _cut(printable(f"{rule.rule}: {rule.why}")),
            "errorConditionFormula": rule.formula,
            **({"errorDisplayField": rule.error_field} if rule.error_field else {}),
            "errorMessage": printable(rule.message),
        }
        path = f"{_DEFAULT}/objects/{rule.object}/validationRules/{rule.name}.validationRule-meta.xml"
        yield path, _xml("ValidationRule", facts)


def _bypass(handoff: Handoff) -> Iterator[tuple[str, str]]:
    if handoff.bypass_is_new:
        facts = {
            "description": "Lets the holder save records that break a data standard: for loads and migrations only.",
            "isLicensed": "false",
            "label": handoff.bypass.replace("_", " "),
        }
        path = f"{_DEFAULT}/customPermissions/{handoff.bypass}.customPermission-meta.xml"
        yield path, _xml("CustomPermission", facts)


def _members(handoff: Handoff) -> Mapping[str, Sequence[str]]:
    """By type, what is deployed."""
    rules = sorted(rule.full_name for rule in handoff.validation_rules)
    return {"CustomPermission": [handoff.bypass] if handoff.bypass_is_new else [], "ValidationRule": rules}


def _manifest(handoff: Handoff, members: Mapping[str, Sequence[str]], *, version: bool = True) -> str:
    root = ET.Element("Package", xmlns=_NAMESPACE)
    for kind, names in members.items():
        if names:
            types = ET.SubElement(root, "types")
            for name in names:
                ET.SubElement(types, "members").text = name
            ET.SubElement(types, "name").text = kind
    if version:
        ET.SubElement(root, "version").text = handoff.api_version
    return _document(root)


def _xml(kind: str, facts: Mapping[str, str]) -> str:
    root = ET.Element(kind, xmlns=_NAMESPACE)
    for name, text in facts.items():
        ET.SubElement(root, name).text = text
    return _document(root)


def _document(root: ET.Element) -> str:
    ET.indent(root, "    ")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _cut(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _DESCRIPTION else f"{plain[: _DESCRIPTION - 1].rpartition(' ')[0]}…"
