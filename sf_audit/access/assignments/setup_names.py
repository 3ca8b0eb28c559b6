"""Profiles, permission sets and groups by the names that a rule has to write, and what people write in their place.

Setup shows the label of a permission set or group; assignments and metadata know its API name. A standard profile is
called otherwise in metadata files than in Setup ("Profile" in the "Metadata API Developer Guide").
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sf_audit.nearness import folded
from sf_audit.salesforce.profiles import METADATA_NAMES
from sf_audit.snapshot.dictionary import did_you_mean_name
from sf_audit.snapshot.tables import Snapshot


@dataclass(frozen=True, slots=True)
class SetupKind:
    """One of the three. `setting` is where rules name them; a kind without a `label` is known by its name alone."""

    words: str
    setting: str
    table: str
    name: str
    label: str = ""
    rows: str = "true"
    packaged: bool = False


PROFILE = SetupKind("profile", "profiles", "Profile", "Name")
PERMISSION_SET = SetupKind(
    "permission set",
    "permission_sets",
    "PermissionSet",
    "Name",
    "Label",
    """NOT coalesce(CAST("IsOwnedByProfile" AS BOOLEAN), false) AND "PermissionSetGroupId" IS NULL""",
    packaged=True,
)
GROUP = SetupKind("permission set group", "permission_set_groups", "PermissionSetGroup", "DeveloperName", "MasterLabel")
KINDS = (PROFILE, PERMISSION_SET, GROUP)


def names_of(snapshot: Snapshot, kind: SetupKind) -> dict[str, list[str]]:
    """By label, folded, the names that a rule has to write; a package's is `namespace__Name`.

    None where they were not all read. What has no label stands under its name.
    """
    columns = [kind.name, *(["PermissionSetGroupId", "IsOwnedByProfile"] if kind.packaged else [])]
    if not snapshot.has_all_rows(kind.table, *columns):
        return {}
    table = snapshot.tables[kind.table].columns
    label = f'"{kind.label}"' if kind.label in table else f'"{kind.name}"'
    package = '"NamespacePrefix"' if kind.packaged and "NamespacePrefix" in table else "NULL"
    rows = snapshot.rows(
        f"""SELECT coalesce({label}, "{kind.name}"), coalesce(nullif({package}, '') || '__', '') || "{kind.name}"
        FROM "{kind.table}" WHERE "{kind.name}" IS NOT NULL AND {kind.rows} ORDER BY 2"""
    )
    found: dict[str, list[str]] = {}
    for shown, name in rows:
        found.setdefault(folded(shown), []).append(name)
    return found


def meant(snapshot: Snapshot, kind: SetupKind, entry: str) -> str:
    """What to write in place of a name that nothing of this kind has, to end a sentence with; empty if unknown."""
    by_label = {other: names_of(snapshot, other) for other in KINDS}
    mine = by_label[kind].get(folded(entry))
    if mine:
        return f": it is a label, write {' or '.join(mine)}"
    packaged = [name for name in _every(by_label[kind]) if name.casefold().endswith(f"__{folded(entry)}")]
    if packaged:
        return f": one is part of a package, write {' or '.join(packaged)}"
    if kind is PROFILE and (standard := METADATA_NAMES.get(folded(entry))):
        return f": it is the name in metadata files, write {standard}"
    for other in KINDS:
        if other is not kind and (name := _among(by_label[other], entry)):
            return f": it is a {other.words}, write {name} under `{other.setting}`"
    return did_you_mean_name(entry, _every(by_label[kind]))


def _among(by_label: Mapping[str, list[str]], entry: str) -> str:
    """The name that is written, or has that label."""
    named = (name for name in _every(by_label) if folded(name) == folded(entry))
    return next(named, "") or next(iter(by_label.get(folded(entry), ())), "")


def _every(by_label: Mapping[str, list[str]]) -> Iterator[str]:
    return (name for names in by_label.values() for name in names)
