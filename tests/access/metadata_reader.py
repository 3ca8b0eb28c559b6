"""Permission sets and profiles as an SFDX folder has them, added to an Org row by row, as SOQL would show them."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from tests.access.access_graphs import Org

_OBJECT_RIGHTS = {
    "allowRead": "Read",
    "allowCreate": "Create",
    "allowEdit": "Edit",
    "allowDelete": "Delete",
    "viewAllRecords": "ViewAllRecords",
    "modifyAllRecords": "ModifyAllRecords",
    "viewAllFields": "ViewAllFields",
}
_SETUP = (
    ("classAccesses", "apexClass", "enabled", "ApexClass"),
    ("pageAccesses", "apexPage", "enabled", "ApexPage"),
    ("applicationVisibilities", "application", "visible", "TabSet"),
    ("customPermissions", "name", "enabled", "CustomPermission"),
)


def add_profile(org: Org, name: str, file: Path) -> str:
    """A profile out of a file; answers the id of the set that it owns."""
    tree = ElementTree.parse(file).getroot()
    owned = org.profile(name, *_system(tree))
    _add_grants(org, owned, tree)
    return owned


def add_permission_set(org: Org, file: Path) -> str:
    """A permission set out of a file, called as the file is; answers its id."""
    tree = ElementTree.parse(file).getroot()
    made = org.permission_set(file.name.partition(".")[0], *_system(tree))
    _add_grants(org, made, tree)
    return made


def _add_grants(org: Org, parent: str, tree: ElementTree.Element) -> None:
    """The platform keeps a row only where something is granted ("FieldPermissions")."""
    for one in _all(tree, "objectPermissions"):
        rights = [right for tag, right in _OBJECT_RIGHTS.items() if _text(one, tag) == "true"]
        if rights:
            org.on_object(parent, _text(one, "object"), *rights)
    for one in _all(tree, "fieldPermissions"):
        if _text(one, "readable") == "true":
            org.on_field(parent, _text(one, "field"), edit=_text(one, "editable") == "true")
    for element, name, flag, type_name in _SETUP:
        for one in _all(tree, element):
            if _text(one, flag) == "true":
                org.on_setup(parent, type_name, _text(one, name))


def _system(tree: ElementTree.Element) -> list[str]:
    return [_text(one, "name") for one in _all(tree, "userPermissions") if _text(one, "enabled") == "true"]


def _all(tree: ElementTree.Element, tag: str) -> list[ElementTree.Element]:
    return tree.findall(f"{{*}}{tag}")


def _text(tree: ElementTree.Element, tag: str) -> str:
    return tree.findtext(f"{{*}}{tag}") or ""
