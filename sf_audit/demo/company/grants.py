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
        return tuple(grant for grant in self.all if grant.kind in kinds)

    def named(self, name: str) -> Grant:
        return next(grant for grant in self.all if grant.name == name)

    def own_id(self, name: str) -> str:
        """The id of the profile (00e) or of the group (0PG) itself."""
        prefix = {"profile": "00e", "group": "0PG"}[self.named(name).kind]
        return record_id(prefix, self.all.index(self.named(name)))

    def permission_set_id(self, name: str) -> str:
        """The id of the set, of the set that a profile owns, or of a group's aggregate."""
        return record_id("0PS", self.all.index(self.named(name)))

    def permissions(self, grant: Grant, known: tuple[str, ...]) -> frozenset[str]:
        """What a profile, set or group gives in the end, muting applied."""
        if grant.kind == "group":
            members = (self.permissions(self.named(name), known) for name in grant.contents)
            return frozenset().union(*members) - grant.muted
        return (
            frozenset(known) - NOT_FOR_ADMINISTRATORS
            if grant.contents == ("everything",)
            else frozenset(grant.contents)
        )


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
    for grant in grants.all:
        owned, grouped = grant.kind == "profile", grant.kind == "group"
        given = grants.permissions(grant, known)
        yield {
            "Id": grants.permission_set_id(grant.name),
            "Name": f"X{grants.own_id(grant.name)[:15]}" if owned else grant.name,
            "Label": grants.own_id(grant.name)[:15] if owned else grant.label,
            "Description": None if owned else grant.description,
            "IsOwnedByProfile": owned,
            "ProfileId": grants.own_id(grant.name) if owned else None,
            "PermissionSetGroupId": grants.own_id(grant.name) if grouped else None,
            "LicenseId": record_id("100", LICENSES.index(grant.label)) if owned else None,
            "IsCustom": grant.name != "System Administrator",
            "HasActivationRequired": grant.kind == "session",
            "Type": kinds[grant.kind],
            **{f"Permissions{permission}": permission in given for permission in known},
        }


def profiles(grants: Grants) -> Iterator[Row]:
    """Rows of Profile."""
    for grant in grants.of("profile"):
        yield {
            "Id": grants.own_id(grant.name),
            "Name": grant.name,
            "UserLicenseId": record_id("100", LICENSES.index(grant.label)),
            "UserType": "Guest" if grant.label.startswith("Guest") else "Standard",
            "Description": grant.description,
        }


def groups(grants: Grants) -> Iterator[Row]:
    """Rows of PermissionSetGroup."""
    for grant in grants.of("group"):
        yield {
            "Id": grants.own_id(grant.name),
            "DeveloperName": grant.name,
            "MasterLabel": grant.label,
            "Language": "en_US",
            "Description": grant.description,
            "Status": "Updated",
        }


def muting_sets(grants: Grants, known: tuple[str, ...]) -> Iterator[Row]:
    """Rows of MutingPermissionSet: one per group that mutes something. What is true there is off in the group."""
    for number, grant in enumerate(grants.of("group")):
        if grant.muted:
            yield {
                "Id": record_id("0QM", number),
                "DeveloperName": f"{grant.name}_Muting",
                "MasterLabel": f"{grant.label} Muting",
                "Language": "en_US",
                **{f"Permissions{permission}": permission in grant.muted for permission in known},
            }


def components(grants: Grants) -> Iterator[Row]:
    """Rows of PermissionSetGroupComponent; a muting set is a component like the sets it mutes."""
    number = 0
    for place, grant in enumerate(grants.of("group")):
        members = [grants.permission_set_id(name) for name in grant.contents]
        for member in [*members, record_id("0QM", place)] if grant.muted else members:
            yield {
                "Id": record_id("0PX", number),
                "PermissionSetGroupId": grants.own_id(grant.name),
                "PermissionSetId": member,
            }
            number += 1
