"""What targets are called: people know classes, pages and apps by name, Salesforce grants them by record id."""

from __future__ import annotations

from collections.abc import Mapping

from sf_audit.access.rights import Held, Kind, Right
from sf_audit.model.access import About
from sf_audit.model.review import Reason, Unread
from sf_audit.nearness import folded
from sf_audit.salesforce.permissions import LABELS
from sf_audit.snapshot.tables import Snapshot

#: Table, the column that SetupEntityAccess.SetupEntityId holds, and the column with the name.
_NAMED: Mapping[Kind, tuple[str, str, str]] = {
    Kind.APEX_CLASS: ("ApexClass", "Id", "Name"),
    Kind.APEX_PAGE: ("ApexPage", "Id", "Name"),
    Kind.APP: ("AppMenuItem", "ApplicationId", "Name"),
    Kind.NAMED_CREDENTIAL: ("NamedCredential", "Id", "DeveloperName"),
    Kind.CUSTOM_PERMISSION: ("CustomPermission", "Id", "DeveloperName"),
}

#: What Setup shows people in place of the name, where the snapshot has it.
_SHOWN: Mapping[Kind, str] = {
    Kind.APEX_PAGE: "MasterLabel",
    Kind.APP: "Label",
    Kind.NAMED_CREDENTIAL: "MasterLabel",
    Kind.CUSTOM_PERMISSION: "MasterLabel",
}

_WORDS: Mapping[Kind, str] = {
    Kind.APEX_CLASS: "Apex class",
    Kind.APEX_PAGE: "page",
    Kind.APP: "app",
    Kind.NAMED_CREDENTIAL: "named credential",
    Kind.CUSTOM_PERMISSION: "custom permission",
}

#: Of what a set gives that has to be activated first ("Session-Based Permission Sets").
ONLY_IN_A_SESSION = "only in a session that activates it"


class Labels:
    """Names of targets, by id; a target whose name was not read is called by its id."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._by_kind = {kind: _names(snapshot, *where) for kind, where in _NAMED.items()}

    def of(self, kind: Kind, target: str) -> str:
        """The target's name."""
        return self._by_kind.get(kind, {}).get(target, target)

    def ids(self, kind: Kind) -> Mapping[str, str]:
        """Ids by name."""
        return {name: key for key, name in self._by_kind.get(kind, {}).items()}

    def shown_as(self, kind: Kind, label: str) -> str:
        """The name of what people see under this label; empty where there is none."""
        return self._names_shown(kind).get(folded(label), "")

    def _names_shown(self, kind: Kind) -> Mapping[str, str]:
        """By folded label, the name to write; without what has no label, or none that was read."""
        if kind is Kind.SYSTEM:
            return {folded(label): name for name, label in LABELS.items()}
        if kind is Kind.OBJECT:
            return self._objects_shown()
        if kind is Kind.FIELD:
            return self._fields_shown()
        if kind not in _SHOWN or not self._snapshot.has(*_NAMED[kind], _SHOWN[kind]):
            return {}
        table, key, _ = _NAMED[kind]
        rows = self._snapshot.rows(
            f'SELECT "{key}", "{_SHOWN[kind]}" FROM "{table}" WHERE "{_SHOWN[kind]}" IS NOT NULL ORDER BY 1 DESC'
        )
        return {folded(label): self.of(kind, target) for target, label in rows}

    def _objects_shown(self) -> Mapping[str, str]:
        if not self._snapshot.has("EntityDefinition", "QualifiedApiName", "Label"):
            return {}
        rows = self._snapshot.rows(
            'SELECT "Label", "QualifiedApiName" FROM "EntityDefinition" WHERE "Label" IS NOT NULL ORDER BY 2 DESC'
        )
        return {folded(label): name for label, name in rows}

    def _fields_shown(self) -> Mapping[str, str]:
        if not self._snapshot.has("describe_fields", "object", "field", "label"):
            return {}
        rows = self._snapshot.rows(
            'SELECT "object", "field", "label" FROM "describe_fields" WHERE "label" IS NOT NULL ORDER BY 1, 2 DESC'
        )
        return {folded(f"{owner}.{label}"): f"{owner}.{field}" for owner, field, label in rows}

    def unread(self, kind: Kind) -> Unread | None:
        """Why the names of such targets are not known; None where they are, or where targets are granted by name."""
        if kind not in _NAMED or self._snapshot.has(*_NAMED[kind]):
            return None
        table, _, column = _NAMED[kind]
        known = self._snapshot.tables.get(table)
        why = known and (known.unread or dict(known.unseen).get(column))
        return why or Unread(
            Reason.INCOMPLETE, f"{table} was not asked for when this snapshot was read", "Collect again"
        )

    def said(self, held: Held) -> str:
        """The right in words: `ModifyAllData`, `edit on Account`, `Apex class Invoices`."""
        if held.kind in _WORDS:
            return f"{_WORDS[held.kind]} {self.of(held.kind, held.target)}"
        return held.target if held.right is Right.USE else f"{str(held.right).replace('_', ' ')} on {held.target}"


def about(snapshot: Snapshot) -> About:
    """Which org, and when."""
    return About(snapshot.org.id, snapshot.org.name, snapshot.taken)


def _names(snapshot: Snapshot, table: str, key: str, name: str) -> dict[str, str]:
    if not snapshot.has(table, key, name):
        return {}
    prefix = "NamespacePrefix" if snapshot.has(table, "NamespacePrefix") else ""
    shown = f"""coalesce(nullif("{prefix}", '') || '__', '') || "{name}" """ if prefix else f'"{name}"'
    return dict(snapshot.rows(f'SELECT "{key}", {shown} FROM "{table}" WHERE "{key}" IS NOT NULL ORDER BY 1'))
