"""The most records of an object that a user can reach: a ceiling, never a claim about one record.

Sharing only opens what the organization-wide default closes, and it does so in ways that a snapshot does not
have whole (sharing rules, teams, manual shares, Apex). So each answer says "at most", and names what else may
open more ("Organization-Wide Sharing Defaults", "Role Hierarchy").
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sf_audit.access.effective import Access, Answer
from sf_audit.access.rights import Held, Kind, Right
from sf_audit.findings import NotReadable
from sf_audit.snapshot.tables import Snapshot

#: UserType of people outside the company: "User" in the "Object Reference for the Salesforce Platform".
_EXTERNAL = frozenset({"PowerPartner", "PowerCustomerSuccess", "CustomerSuccess", "CspLitePortal", "Guest"})


class Reach(StrEnum):
    """How many records, at most. SHARED: own ones, those below in the hierarchy, and what is shared."""

    ALL = "all"
    PARENT = "as far as the parent record"
    SHARED = "own and shared"
    NONE = "none"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True, slots=True)
class Ceiling:
    """At most these records of `object`, and what opens them.

    `sharing_model` is the default that applies to this user, internal or external. `roles_above` and
    `roles_below` count roles, `groups` the groups, queues included, that the user is in at any depth, `queues` those
    queues of this object. `because` is a sentence for people.
    """

    user_id: str
    object: str
    read: Reach
    edit: Reach
    because: str
    sharing_model: str = ""
    external: bool = False
    roles_above: int = 0
    roles_below: int = 0
    groups: int = 0
    queues: int = 0


def ceiling(access: Access, user_id: str, object_name: str) -> Ceiling:
    """The ceiling of a user on an object. NotReadable where the user, or objects altogether, cannot be answered."""
    if user_id in access.unknown:
        raise NotReadable(access.unknown[user_id])
    if Kind.OBJECT in access.unread:
        raise NotReadable(access.unread[Kind.OBJECT])
    snapshot = access.snapshot
    user_type = _user_type(snapshot, user_id)
    model = _model(snapshot, object_name, user_type)
    above, below = _roles(snapshot, user_id)
    groups, queues = _groups(snapshot, user_id, object_name)
    read, why = _reach(access, user_id, object_name, model, edit=False)
    edit, _ = _reach(access, user_id, object_name, model, edit=True)
    return Ceiling(
        user_id=user_id,
        object=object_name,
        read=read,
        edit=edit,
        because=why,
        sharing_model=model,
        external=user_type in _EXTERNAL,
        roles_above=above,
        roles_below=below,
        groups=groups,
        queues=queues,
    )


_OPEN_TO_READ = frozenset({"Read", "ReadWrite", "ReadWriteTransfer", "FullAccess", "ReadSelect"})
_OPEN_TO_EDIT = frozenset({"ReadWrite", "ReadWriteTransfer", "FullAccess"})


def _reach(access: Access, user_id: str, name: str, model: str, *, edit: bool) -> tuple[Reach, str]:
    right, everything = (Right.EDIT, Right.MODIFY_ALL) if edit else (Right.READ, Right.VIEW_ALL)
    held = access.answer(user_id, Held(Kind.OBJECT, name, right))
    if held is Answer.NOT_CHECKED:
        return Reach.NOT_CHECKED, f"whether {right} on {name} is held could not be said"
    if held is Answer.NO:
        return Reach.NONE, f"{right} on {name} is not held, so sharing opens nothing"
    if access.answer(user_id, Held(Kind.OBJECT, name, everything)) in {Answer.YES, Answer.CONDITIONAL}:
        return Reach.ALL, f"{everything} on {name} is held, which overrides sharing"
    return _by_default(name, model, _OPEN_TO_EDIT if edit else _OPEN_TO_READ)


def _by_default(name: str, model: str, opening: frozenset[str]) -> tuple[Reach, str]:
    """What the sharing default leaves to somebody with the right, and neither View All nor Modify All."""
    if not model:
        return Reach.NOT_CHECKED, f"the sharing default of {name} was not read"
    if model in opening:
        return Reach.ALL, f"at most all records: the sharing default of {name} is {model}"
    if model.startswith("ControlledBy"):
        return Reach.PARENT, f"at most those whose parent record is reached: {name} is {model}"
    return Reach.SHARED, (
        f"at most own records, those of roles below, and what rules, teams and people share: {name} is {model};"
        " sharing rules were not read"
    )


def _user_type(snapshot: Snapshot, user_id: str) -> str:
    rows = snapshot.rows('SELECT user_type FROM "access".person WHERE user_id = ?', [user_id])
    return str(rows[0][0]) if rows else ""


def _model(snapshot: Snapshot, name: str, user_type: str) -> str:
    """The default for insiders or outsiders; empty where it was not read.

    Guests have Private everywhere ("Secure Guest Users’ Sharing Settings and Record Access").
    """
    if user_type == "Guest":
        return "Private"
    column = "ExternalSharingModel" if user_type in _EXTERNAL else "InternalSharingModel"
    if not snapshot.has("EntityDefinition", "QualifiedApiName", column):
        return ""
    rows = snapshot.rows(f'SELECT "{column}" FROM "EntityDefinition" WHERE "QualifiedApiName" = ?', [name])
    return str(rows[0][0] or "") if rows else ""


def _roles(snapshot: Snapshot, user_id: str) -> tuple[int, int]:
    """How many roles are above and below the user's; UNION drops what a cycle would bring again."""
    if not (snapshot.has("UserRole", "Id", "ParentRoleId") and snapshot.has("User", "UserRoleId")):
        return 0, 0
    rows = snapshot.rows(
        """
        WITH RECURSIVE mine AS (SELECT "UserRoleId" AS id FROM "User" WHERE "Id" = ? AND "UserRoleId" IS NOT NULL),
        above(id) AS (
            SELECT id FROM mine UNION
            SELECT r."ParentRoleId" FROM above JOIN "UserRole" r ON r."Id" = above.id
            WHERE r."ParentRoleId" IS NOT NULL),
        below(id) AS (
            SELECT id FROM mine UNION SELECT r."Id" FROM below JOIN "UserRole" r ON r."ParentRoleId" = below.id)
        SELECT (SELECT count(*) FROM above WHERE id NOT IN (SELECT id FROM mine)),
               (SELECT count(*) FROM below WHERE id NOT IN (SELECT id FROM mine))""",
        [user_id],
    )
    return int(rows[0][0]), int(rows[0][1])


def _groups(snapshot: Snapshot, user_id: str, name: str) -> tuple[int, int]:
    """Groups and queues that the user is in, directly, through groups in groups, or through the role's groups.

    A group of type Role has the role's users, RoleAndSubordinates also those of roles below ("Group" in the "Object
    Reference for the Salesforce Platform").
    """
    if not (
        snapshot.has("Group", "Id", "Type", "RelatedId") and snapshot.has("GroupMember", "GroupId", "UserOrGroupId")
    ):
        return 0, 0
    roles = snapshot.has("UserRole", "Id", "ParentRoleId") and snapshot.has("User", "UserRoleId")
    rows = snapshot.rows(_MEMBER_OF.format(role=_ROLE_GROUPS if roles else "SELECT NULL WHERE false"), [user_id])
    found = [row[0] for row in rows]
    if not found or not snapshot.has("QueueSobject", "QueueId", "SobjectType"):
        return len(found), 0
    queues = snapshot.rows(
        'SELECT count(DISTINCT "QueueId") FROM "QueueSobject" WHERE "SobjectType" = ? AND list_contains(?, "QueueId")',
        [name, found],
    )
    return len(found), int(queues[0][0])


_ROLE_GROUPS = """
    SELECT g."Id" FROM lineage JOIN "Group" g ON g."RelatedId" = lineage.id
    WHERE g."Type" IN ('RoleAndSubordinates', 'RoleAndSubordinatesInternal') OR (g."Type" = 'Role' AND lineage.own)"""

_MEMBER_OF = """
    WITH RECURSIVE me AS (SELECT ? AS id),
    lineage(id, own) AS (
        SELECT u."UserRoleId", true FROM "User" u JOIN me ON me.id = u."Id" WHERE u."UserRoleId" IS NOT NULL
        UNION SELECT r."ParentRoleId", false FROM lineage JOIN "UserRole" r ON r."Id" = lineage.id
        WHERE r."ParentRoleId" IS NOT NULL),
    groups(id) AS (
        SELECT m."GroupId" FROM "GroupMember" m JOIN me ON m."UserOrGroupId" = me.id
        UNION ({role})
        UNION SELECT m."GroupId" FROM groups JOIN "GroupMember" m ON m."UserOrGroupId" = groups.id)
    SELECT DISTINCT id FROM groups"""
