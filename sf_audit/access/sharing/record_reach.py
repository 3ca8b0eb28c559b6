"""The most records of an object that a user can reach: a ceiling, never a claim about one record.

Sharing only opens what the organization-wide default closes, and it does so in ways that a snapshot does not
have whole (sharing rules, teams, manual shares, Apex). So each answer says "at most", and names what else may
open more ("Organization-Wide Sharing Defaults", "Role Hierarchy"). With sharing rules from metadata it also says which
of them reach the user; without them it says that they may.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from sf_audit.access.effective.effective import Access, Answer
from sf_audit.access.rights import Held, Kind, Right
from sf_audit.access.sharing.memberships import Reached, Standing, standing
from sf_audit.access.sharing.sharing_rules import Level, Party, SharingRule, SharingRules
from sf_audit.model.review import NotReadable
from sf_audit.salesforce.record_access import CHILDREN_OF_ACCOUNT, OPEN_TO_EDIT, OPEN_TO_READ
from sf_audit.salesforce.users import GUEST, OUTSIDE
from sf_audit.snapshot.tables import Snapshot

_ACCOUNT = "Account"


class Reach(StrEnum):
    """How many records, at most. SHARED: own ones, those below in the hierarchy, and what is shared."""

    ALL = "all"
    PARENT = "as far as the parent record"
    SHARED = "own and shared"
    NONE = "none"
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True, slots=True)
class Opening:
    """A sharing rule that reaches the user, or may, as one of `party`: how far it opens records of the object.

    The rule may be on another object: then its records come along with those that it opens.
    """

    rule: SharingRule
    level: Level
    party: Party
    reached: Reached

    @property
    def edits(self) -> bool:
        """Whether it may open records for editing."""
        return self.level in {Level.EDIT, Level.UNKNOWN}


@dataclass(frozen=True, slots=True)
class Ceiling:
    """At most these records of `object`, and what opens them.

    `sharing_model` is the default that applies to this user, internal or external. `roles_above` and
    `roles_below` count roles, `groups` the groups, queues included, that the user is in at any depth, `queues` those
    queues of this object. `because` and `because_edit` are sentences for people. `openings` are sharing rules, those
    that open the most and are the surest first; `notes` say why there may be more of them.
    """

    user_id: str
    object: str
    read: Reach
    edit: Reach
    because: str
    because_edit: str = ""
    sharing_model: str = ""
    external: bool = False
    roles_above: int = 0
    roles_below: int = 0
    groups: int = 0
    queues: int = 0
    openings: tuple[Opening, ...] = ()
    notes: tuple[str, ...] = ()


def ceiling(access: Access, user_id: str, object_name: str, rules: SharingRules | None = None) -> Ceiling:
    """The ceiling of a user on an object. NotReadable where objects altogether cannot be answered.

    `rules` are the org's sharing rules, where its metadata was read.
    """
    if Kind.OBJECT in access.unread:
        raise NotReadable(access.unread[Kind.OBJECT])
    snapshot = access.snapshot
    user_type = _user_type(snapshot, user_id)
    model = _model(snapshot, object_name, user_type)
    stands = standing(snapshot, user_id, user_type)
    read, why = _reach(access, user_id, object_name, model, edit=False)
    edit, why_edit = _reach(access, user_id, object_name, model, edit=True)
    widened = {read, edit} - {Reach.ALL, Reach.NONE}
    return Ceiling(
        user_id=user_id,
        object=object_name,
        read=read,
        edit=edit,
        because=why,
        because_edit=why_edit,
        sharing_model=model,
        external=user_type in OUTSIDE,
        roles_above=len(stands.above),
        roles_below=len(stands.below),
        groups=len(stands.groups),
        queues=_queues(snapshot, stands, object_name),
        openings=_openings(stands, object_name, rules) if rules and widened else (),
        notes=tuple(_notes(stands, object_name, model, rules)) if widened else (),
    )


def _openings(stands: Standing, name: str, rules: SharingRules) -> tuple[Opening, ...]:
    found = [opening for rule, level in _concerning(name, rules) for opening in _opening(stands, rule, level)]
    surest = list(Reached)

    def order(opening: Opening) -> tuple[bool, int, str, str]:
        return not opening.edits, surest.index(opening.reached), opening.rule.object, opening.rule.name

    return tuple(sorted(found, key=order))


def _concerning(name: str, rules: SharingRules) -> Iterator[tuple[SharingRule, Level]]:
    """Rules that open records of the object: its own, and those that bring them along with their account or its child.

    Whoever reaches a child may read its account ("Built-in Sharing Behavior").
    """
    yield from ((rule, rule.level) for rule in rules.on(name))
    if name in CHILDREN_OF_ACCOUNT.values():
        yield from ((rule, rule.children.get(name, Level.UNKNOWN)) for rule in rules.on(_ACCOUNT))
    if name == _ACCOUNT:
        yield from ((rule, Level.READ) for child in CHILDREN_OF_ACCOUNT.values() for rule in rules.on(child))


def _opening(stands: Standing, rule: SharingRule, level: Level) -> Iterator[Opening]:
    """At most one: through the party that is the surest."""
    if level is Level.NONE or rule.level is Level.NONE:
        return
    surest = list(Reached)
    reached, party = min(((stands.reached(party), party) for party in rule.to), key=lambda pair: surest.index(pair[0]))
    if reached is not Reached.NO:
        yield Opening(rule, level, party, reached)


def _notes(stands: Standing, name: str, model: str, rules: SharingRules | None) -> Iterator[str]:
    """Why rules may open more than is said."""
    if rules is None:
        yield "sharing rules: not read, and they may open more; give --metadata DIR"
        return
    if model.startswith("ControlledBy"):
        yield f"{name} follows another record: what opens that one opens it too"
    children = tuple(CHILDREN_OF_ACCOUNT.values())
    along = children if name == _ACCOUNT else (_ACCOUNT,) if name in children else ()
    for missing in rules.missing([] if model.startswith("ControlledBy") else [name]):
        yield f"sharing rules of {missing}: not in the metadata, and there may be some"
    for missing in rules.missing(along):
        yield f"sharing rules of {missing}, which may open {name} too: not in the metadata"
    if stands.doubt:
        yield f"nobody could be told apart by role and group: {stands.doubt}"


def _reach(access: Access, user_id: str, name: str, model: str, *, edit: bool) -> tuple[Reach, str]:
    right, everything = (Right.EDIT, Right.MODIFY_ALL) if edit else (Right.READ, Right.VIEW_ALL)
    held = access.answer(user_id, Held(Kind.OBJECT, name, right))
    if held is Answer.NOT_CHECKED:
        return Reach.NOT_CHECKED, f"whether {right} on {name} is held could not be said"
    if held is Answer.NO:
        return Reach.NONE, f"{right} on {name} is not held, so sharing opens nothing"
    if access.answer(user_id, Held(Kind.OBJECT, name, everything)) in {Answer.YES, Answer.CONDITIONAL}:
        return Reach.ALL, f"all records: {str(everything).replace('_', ' ')} on {name} is held, which overrides sharing"
    reach, why = _by_default(name, model, OPEN_TO_EDIT if edit else OPEN_TO_READ)
    if user_id in access.unknown and reach is not Reach.ALL:
        return Reach.NOT_CHECKED, f"how many records is not known: {access.unknown[user_id].detail}"
    return reach, why


def _by_default(name: str, model: str, opening: frozenset[str]) -> tuple[Reach, str]:
    """What the sharing default leaves to somebody with the right, and neither View All nor Modify All."""
    if not model:
        return Reach.NOT_CHECKED, f"the sharing default of {name} was not read"
    if model in opening:
        return Reach.ALL, f"at most all records: the sharing default of {name} is {model}"
    if model.startswith("ControlledBy"):
        return Reach.PARENT, f"at most those whose parent record is reached: {name} is {model}"
    return Reach.SHARED, (
        f"at most own records, those of roles below, and what rules, teams and people share: {name} is {model}"
    )


def _user_type(snapshot: Snapshot, user_id: str) -> str:
    rows = snapshot.rows('SELECT user_type FROM "access".person WHERE user_id = ?', [user_id])
    return str(rows[0][0]) if rows else ""


def _model(snapshot: Snapshot, name: str, user_type: str) -> str:
    """The default for insiders or outsiders; empty where it was not read.

    Guests have Private everywhere ("Secure Guest Users’ Sharing Settings and Record Access").
    """
    if user_type == GUEST:
        return "Private"
    column = "ExternalSharingModel" if user_type in OUTSIDE else "InternalSharingModel"
    if not snapshot.has("EntityDefinition", "QualifiedApiName", column):
        return ""
    rows = snapshot.rows(f'SELECT "{column}" FROM "EntityDefinition" WHERE "QualifiedApiName" = ?', [name])
    return str(rows[0][0] or "") if rows else ""


def _queues(snapshot: Snapshot, stands: Standing, name: str) -> int:
    if not stands.groups or not snapshot.has("QueueSobject", "QueueId", "SobjectType"):
        return 0
    found = snapshot.rows(
        'SELECT count(DISTINCT "QueueId") FROM "QueueSobject" WHERE "SobjectType" = ? AND list_contains(?, "QueueId")',
        [name, sorted(stands.groups)],
    )
    return int(found[0][0])
