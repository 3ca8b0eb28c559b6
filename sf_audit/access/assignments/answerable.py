"""Which questions a snapshot can answer: what must have been read, and read whole, for each kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sf_audit.access.assignments.needs import assignments
from sf_audit.access.rights import FIELD_COLUMNS, OBJECT_COLUMNS, SETUP_TYPES, Kind, Right
from sf_audit.model.review import NotReadable, Reason, Unread
from sf_audit.snapshot.needs import Need, need
from sf_audit.snapshot.tables import Snapshot

_OPTIONAL = {"PermissionSetGroupComponent", "MutingPermissionSet"}
_ALL_DATA = need("PermissionSet", "PermissionsModifyAllData PermissionsViewAllData")
_OBJECTS = need(
    "ObjectPermissions",
    " ".join(["ParentId SobjectType", *(c for r, c in OBJECT_COLUMNS.items() if r is not Right.VIEW_ALL_FIELDS)]),
)
_FIELDS = need("FieldPermissions", " ".join(["ParentId SobjectType Field", *FIELD_COLUMNS.values()]))
_SETUP = need("SetupEntityAccess", "ParentId SetupEntityId SetupEntityType")
_EVERYTHING_OF: Mapping[Kind, str] = {
    Kind.APEX_CLASS: "PermissionsAuthorApex",
    Kind.APEX_PAGE: "PermissionsCustomizeApplication",
}


def insist_on_assignments(snapshot: Snapshot) -> None:
    """NotReadable unless it is known who is assigned what."""
    snapshot.require([need("User", "Id IsActive UserType ProfileId")])
    snapshot.require(assignment for assignment in assignments() if assignment.table not in _OPTIONAL)


def kinds_unread(snapshot: Snapshot) -> dict[Kind, Unread]:
    """The kinds that cannot be answered, and why; a kind that is not named here can."""
    return {kind: unread for kind, needs in _needed() if (unread := _why_not(snapshot, needs))}


def _needed() -> Iterator[tuple[Kind, list[Need]]]:
    yield Kind.OBJECT, [_ALL_DATA, _OBJECTS]
    yield Kind.FIELD, [_ALL_DATA, _OBJECTS, _FIELDS]
    for kind in SETUP_TYPES:
        column = _EVERYTHING_OF.get(kind)
        yield kind, [_SETUP, *([need("PermissionSet", column)] if column else [])]


def hidden_permission(snapshot: Snapshot, column: str) -> Unread:
    """Why a column of PermissionSet was not read: all that there are were asked for."""
    return dict(snapshot.tables["PermissionSet"].unseen).get(column) or Unread(
        Reason.FIELD_NOT_VISIBLE,
        f"PermissionSet has no column {column} in this org, or it is not visible to the auditor user",
        "View Setup and Configuration; then run again with --refresh",
    )


def _why_not(snapshot: Snapshot, needs: list[Need]) -> Unread | None:
    for asked in needs:
        missing = sorted(asked.columns - snapshot.tables["PermissionSet"].columns.keys())
        if asked.table == "PermissionSet" and missing:
            return hidden_permission(snapshot, missing[0])
    try:
        snapshot.require(needs)
    except NotReadable as problem:
        return problem.unread
    return None
