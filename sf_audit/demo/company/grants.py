"""Profiles, permission sets and groups of the company, read from `grants.txt`, as the platform stores them.

Every profile owns a permission set, and every permission set group has an aggregate one in which muting is already
applied ("PermissionSet" and "PermissionSetGroupComponent" in the "Object Reference for the Salesforce Platform").
Clean means: only System Administrator, Org Auditor and the sets that somebody is later given on purpose grant
ModifyAllData, ViewAllData, ManageUsers, AuthorApex or PasswordNeverExpires; nobody holds the latter sets yet.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sf_audit.demo.company.ids import record_id
from sf_audit.demo.company.tables import text

LICENSES = ("Salesforce", "Salesforce Integration", "Guest User License")
NOT_FOR_ADMINISTRATORS = frozenset(
    {
        "PasswordNeverExpires",
        "BypassMFAForUiLogins",
        "ApiUserOnly",
        "IsSsoEnabled",
        "CanApproveUninstalledApps",
        "BulkApiHardDelete",
        "ForceTwoFactor",
    }
)
Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Grant:
    """A line of `grants.txt`: a profile, a permission set or a group of sets.

    `contents` are permissions by API name without the prefix, or the names of the sets in a group.
    """

    kind: str
    name: str
    label: str
    description: str
    contents: tuple[str, ...]
    muted: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Grants:
    """All of them, with the ids they will have. A group's permission set is its aggregate."""

    all: tuple[Grant, ...]

    def of(self, *kinds: str) -> tuple[Grant, ...]:
        return tuple(one for one in self.all if one.kind in kinds)

    def named(self, name: str) -> Grant:
        return next(one for one in self.all if one.name == name)

    def own_id(self, name: str) -> str:
        """The id of the profile (00e) or of the group (0PG) itself."""
        prefix = {"profile": "00e", "group": "0PG"}[self.named(name).kind]
        return record_id(prefix, self.all.index(self.named(name)))

    def permission_set_id(self, name: str) -> str:
        """The id of the set, of the set that a profile owns, or of a group's aggregate."""
        return record_id("0PS", self.all.index(self.named(name)))

    def permissions(self, one: Grant, known: tuple[str, ...]) -> frozenset[str]:
        """What a profile, set or group gives in the end, muting applied."""
        if one.kind == "group":
            members = (self.permissions(self.named(name), known) for name in one.contents)
            return frozenset().union(*members) - one.muted
        return frozenset(known) - NOT_FOR_ADMINISTRATORS if one.contents == ("everything",) else frozenset(one.contents)


def company_grants(*, traps: bool = False) -> Grants:
    """What `grants.txt` says, and what only the traps need."""
    lines = text("grants.txt").splitlines() + (text("access_traps.txt").splitlines() if traps else [])
    return Grants(tuple(_grant([part.strip() for part in line.split("|")]) for line in lines))


def _grant(parts: list[str]) -> Grant:
    kind, name, label, description, contents = parts[:5]
    muted = frozenset(parts[5].split()) if len(parts) > 5 else frozenset[str]()
    return Grant(kind, name, label, description, tuple(contents.split()), muted)


def permission_sets(grants: Grants, known: tuple[str, ...]) -> Iterator[Row]:
    """Rows of PermissionSet: profile-owned, regular, session-activated, and the aggregates of groups."""
    kinds = {"profile": "Profile", "set": "Regular", "session": "Session", "group": "Group"}
    for one in grants.all:
        owned, grouped = one.kind == "profile", one.kind == "group"
        given = grants.permissions(one, known)
        yield {
            "Id": grants.permission_set_id(one.name),
            "Name": f"X{grants.own_id(one.name)[:15]}" if owned else one.name,
            "Label": grants.own_id(one.name)[:15] if owned else one.label,
            "Description": None if owned else one.description,
            "IsOwnedByProfile": owned,
            "ProfileId": grants.own_id(one.name) if owned else None,
            "PermissionSetGroupId": grants.own_id(one.name) if grouped else None,
            "LicenseId": record_id("100", LICENSES.index(one.label)) if owned else None,
            "IsCustom": one.name != "System Administrator",
            "HasActivationRequired": one.kind == "session",
            "Type": kinds[one.kind],
            **{f"Permissions{permission}": permission in given for permission in known},
        }


def profiles(grants: Grants) -> Iterator[Row]:
    """Rows of Profile."""
    for one in grants.of("profile"):
        yield {
            "Id": grants.own_id(one.name),
            "Name": one.name,
            "UserLicenseId": record_id("100", LICENSES.index(one.label)),
            "UserType": "Guest" if one.label.startswith("Guest") else "Standard",
            "Description": one.description,
        }


def groups(grants: Grants) -> Iterator[Row]:
    """Rows of PermissionSetGroup."""
    for one in grants.of("group"):
        yield {
            "Id": grants.own_id(one.name),
            "DeveloperName": one.name,
            "MasterLabel": one.label,
            "Language": "en_US",
            "Description": one.description,
            "Status": "Updated",
        }


def muting_sets(grants: Grants, known: tuple[str, ...]) -> Iterator[Row]:
    """Rows of MutingPermissionSet: one per group that mutes something. What is true there is off in the group."""
    for number, one in enumerate(grants.of("group")):
        if one.muted:
            yield {
                "Id": record_id("0QM", number),
                "DeveloperName": f"{one.name}_Muting",
                "MasterLabel": f"{one.label} Muting",
                "Language": "en_US",
                **{f"Permissions{permission}": permission in one.muted for permission in known},
            }


def components(grants: Grants) -> Iterator[Row]:
    """Rows of PermissionSetGroupComponent; a muting set is a component like the sets it mutes."""
    number = 0
    for place, one in enumerate(grants.of("group")):
        members = [grants.permission_set_id(name) for name in one.contents]
        for member in [*members, record_id("0QM", place)] if one.muted else members:
            yield {
                "Id": record_id("0PX", number),
                "PermissionSetGroupId": grants.own_id(one.name),
                "PermissionSetId": member,
            }
            number += 1
