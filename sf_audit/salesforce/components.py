"""Parts of an org's metadata that rules approve by name, and the field that holds the name of each.

"ApexClass", "PermissionSet", "PermissionSetGroup" and "Profile" in the "Object Reference for the Salesforce Platform".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Component:
    """What people call it, the field with its name, and whether a package puts its namespace before that."""

    called: str
    name: str
    packaged: bool = True


COMPONENTS: Mapping[str, Component] = {
    "ApexClass": Component("Apex class", "Name"),
    "PermissionSet": Component("permission set", "Name"),
    "PermissionSetGroup": Component("permission set group", "DeveloperName", packaged=False),
    "Profile": Component("profile", "Name", packaged=False),
}


def full_name(namespace: object, name: object) -> str:
    """The name as rules write it: a package's with its namespace before it."""
    return f"{namespace}__{name}" if namespace else str(name)
