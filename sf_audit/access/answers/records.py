"""How many records a right reaches, in words: the sharing default, and the sharing rules that reach the user."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sf_audit.access.effective.effective import Access
from sf_audit.access.rights import Held, Kind, Right
from sf_audit.access.sharing.memberships import Reached
from sf_audit.access.sharing.record_reach import Opening, Reach, ceiling
from sf_audit.access.sharing.sharing_rules import Level, Party, RuleKind, SharingRule, SharingRules
from sf_audit.model.access import Opened, Records
from sf_audit.model.review import NotReadable

_PARTIES: Mapping[str, str] = {
    "allinternalusers": "all internal users",
    "allpartnerusers": "all partner users",
    "allcustomerportalusers": "all customer portal users",
    "group": "group",
    "groups": "group",
    "queue": "queue",
    "role": "role",
    "roles": "role",
    "roleandsubordinates": "role and roles below",
    "rolesandsubordinates": "role and roles below",
    "roleandsubordinatesinternal": "role and internal roles below",
    "portalrole": "portal role",
    "portalroleandsubordinates": "portal role and roles below",
    "guestuser": "guest user",
    "managers": "managers of",
    "managersubordinates": "subordinates of",
    "territory": "territory",
    "territories": "territory",
    "territoryandsubordinates": "territory and those below",
    "territoriesandsubordinates": "territory and those below",
    "channelprogramgroup": "channel program",
    "channelprogramgroups": "channel program",
}

#: Names in these are those of people and accounts.
_PERSONAL = frozenset({"portalrole", "portalroleandsubordinates", "guestuser", "managers", "managersubordinates"})

_LEVELS: Mapping[Level, str] = {Level.READ: "Read", Level.EDIT: "Edit", Level.UNKNOWN: "an unknown level"}


@dataclass(frozen=True, slots=True)
class Sharing:
    """The sharing rules of the org, where its metadata was read; `redact` keeps names of people out of the words."""

    rules: SharingRules | None = None
    redact: bool = False


def records(access: Access, user_id: str, held: Held, sharing: Sharing) -> Records | None:
    """How many records; None for rights of another kind, and where nothing can be said."""
    if held.kind not in {Kind.OBJECT, Kind.FIELD} or held.right not in {Right.READ, Right.EDIT}:
        return None
    try:
        found = ceiling(access, user_id, held.target.partition(".")[0], sharing.rules)
    except NotReadable:
        return None
    edit = held.right is Right.EDIT
    reach = found.edit if edit else found.read
    widens = reach not in {Reach.ALL, Reach.NONE}
    openings = [opening for opening in found.openings if widens and (opening.edits or not edit)]
    return Records(
        object=found.object,
        reach=str(reach),
        because=found.because_edit if edit else found.because,
        sharing_model=found.sharing_model,
        opened_by=tuple(_opened(opening, found.object, redact=sharing.redact) for opening in openings),
        notes=found.notes if widens else (),
    )


def _opened(opening: Opening, name: str, *, redact: bool) -> Opened:
    rule = opening.rule
    sure = opening.reached is not Reached.PERHAPS and rule.kind is not RuleKind.UNKNOWN
    words = f"{'' if sure else 'perhaps '}up to {_LEVELS[opening.level]}: {_rule(rule, name, redact)}, "
    words += _because(opening, redact)
    return Opened(rule.object, rule.name, str(rule.kind), str(opening.level), sure, words)


def _rule(rule: SharingRule, name: str, redact: bool) -> str:
    """Which records, of which rule."""
    picked = {
        RuleKind.CRITERIA: "records by " + (", ".join(rule.fields) or "criteria"),
        RuleKind.GUEST: "records by " + (", ".join(rule.fields) or "criteria"),
        RuleKind.OWNER: f"records owned by {' and '.join(_party(owner, redact) for owner in rule.owners) or 'some'}",
        RuleKind.TERRITORY: "records by territory",
        RuleKind.UNKNOWN: "records by a kind of rule that is not known",
    }[rule.kind]
    along = (
        ""
        if rule.object.casefold() == name.casefold()
        else f" of {rule.object}, and the {name} records that come with them"
    )
    return f"{picked}{along} (sharing rule {rule.name})"


def _because(opening: Opening, redact: bool) -> str:
    party = _party(opening.party, redact)
    if opening.reached is Reached.ABOVE:
        return f"because of people below in {party}"
    if opening.reached is Reached.MEMBER:
        return f"because of {party}"
    if opening.party.tag.casefold() not in _PARTIES:
        return f"if it is shared with the user: the snapshot cannot tell ({party})"
    return f"if the user is in {party}: the snapshot does not tell"


def _party(party: Party, redact: bool) -> str:
    tag = party.tag.casefold()
    words = _PARTIES.get(tag, party.tag)
    if not party.name or tag.startswith("all"):
        return words
    return f"{words} {'(name withheld)' if redact and tag in _PERSONAL else party.name}"
