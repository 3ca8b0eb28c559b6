"""Who could keep a standard, and who can get past what enforces it: effective access, in counts and grants.

Nobody is named: `sf_audit.access` names the holders of a right to whoever asks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from sf_audit.access import Access, Answer, Held, Kind, Right, holders
from sf_audit.access.answers.labels import Labels
from sf_audit.model.enforcement import Bypass
from sf_audit.model.review import NotReadable, Reason, Unread
from sf_audit.salesforce.features import OWNER
from sf_audit.snapshot.needs import need
from sf_audit.snapshot.sql import quote_identifier
from sf_audit.snapshot.tables import Snapshot
from sf_audit.standards.field_facts import FieldFacts
from sf_audit.standards.named_users import with_field

_EVERYTHING = Held(Kind.SYSTEM, "ModifyAllData", Right.USE)
_API = Held(Kind.SYSTEM, "ApiEnabled", Right.USE)

_OF_PROFILE = """
    SELECT u."Id" FROM "User" u JOIN "Profile" p ON p."Id" = u."ProfileId"
    WHERE list_contains($1, lower(p."Name")) OR list_contains($2, left(p."Id", 15))"""
_OF_ROLE = """
    SELECT u."Id" FROM "User" u LEFT JOIN "UserRole" r ON r."Id" = u."UserRoleId"
    WHERE list_contains($1, lower(coalesce(r."Name", ''))) OR list_contains($2, left(coalesce(r."Id", ''), 15))"""


@dataclass(frozen=True, slots=True)
class Responsible:
    """Those who have to fill a field: so many people, and by role those of them who cannot edit it.

    They own records of the object or, where that was not read or nobody does, may edit them; `who` says which.
    Administrators are not among them: they can edit every field.
    """

    who: str
    people: int
    locked_out: Mapping[str, int]

    @property
    def all_locked_out(self) -> bool:
        """Whether nobody of them can edit it."""
        return 0 < self.people == sum(self.locked_out.values())


def in_words(values: Sequence[str], *, others: bool) -> str:
    """`a or b`, or `all but a or b`; a blank is `no value`."""
    named = " or ".join(value or "no value" for value in values) or "no value"
    return f"all but {named}" if others else named


class People:
    """The users of a snapshot. Raises NotReadable for what was not read of their access."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def responsible_for(self, field: FieldFacts) -> Responsible:
        """Who has to fill the field, and who of them cannot; nobody where object permissions do not decide that."""
        decided = self._access.doubt(Held(Kind.OBJECT, field.object, Right.EDIT))
        if decided is not None and decided.reason is Reason.UNSUPPORTED:
            return Responsible("", 0, {})
        who, users = self._asked_of(field.object)
        edit = Held(Kind.FIELD, f"{field.object}.{field.name}", Right.EDIT)
        answers = self._access.answers(edit)
        without = [user for user, (signature, _) in users.items() if answers[signature] is not Answer.YES]
        doubt = self._access.doubt(edit) if without and not field.calculated else None
        unknown = next((self._access.unknown[user] for user in without if user in self._access.unknown), None)
        if doubt or unknown:
            raise NotReadable(doubt or unknown)  # type: ignore[arg-type]
        return Responsible(who, len(users), Counter(users[user][1] for user in without))

    def past_the_pages(self, owner: str) -> Bypass:
        """Whoever may change records of the object by the API need not go through a page."""
        return self._held(_API, owner, "the API, imports and integrations")

    def custom_permission(self, name: str, owner: str) -> Bypass:
        """Holders of a custom permission who may change the object; nobody where the org has none of that name."""
        through = f"custom permission {name}"
        unread = self._labels.unread(Kind.CUSTOM_PERMISSION)
        if unread is not None:
            raise NotReadable(unread)
        ids = {known.lower(): key for known, key in self._labels.ids(Kind.CUSTOM_PERMISSION).items()}
        key = ids.get(name.lower())
        return self._held(Held(Kind.CUSTOM_PERMISSION, key, Right.USE), owner, through) if key else Bypass(through, 0)

    def knows_custom_permission(self, name: str) -> bool:
        """Whether the org has a custom permission of that name."""
        unread = self._labels.unread(Kind.CUSTOM_PERMISSION)
        if unread is not None:
            raise NotReadable(unread)
        return name.lower() in {known.lower() for known in self._labels.ids(Kind.CUSTOM_PERMISSION)}

    def changing_by_role(self, owner: str) -> Mapping[str, int]:
        """How many users may create or edit records of the object, by role."""
        return dict(sorted(Counter(self._people[user][1] for user in self._changing(owner)).items()))

    def without_custom_permission(self, name: str, owner: str) -> Bypass:
        """All who may change the object but its holders."""
        holding = self.custom_permission(name, owner).people or 0
        return Bypass(f"whoever does not hold custom permission {name}", len(self._changing(owner)) - holding)

    def profiles(self, names: Sequence[str], owner: str, *, others: bool) -> Bypass:
        """Users with a profile of one of these names or ids, or all `others`, who may change the object."""
        return self._with(names, owner, _OF_PROFILE, "profile", others=others)

    def roles(self, names: Sequence[str], owner: str, *, others: bool) -> Bypass:
        """Users with a role of one of these names or ids, or all `others`, who may change the object."""
        self._access.snapshot.require([need("User", "UserRoleId"), need("UserRole", "Id Name")])
        return self._with(names, owner, _OF_ROLE, "role", others=others)

    def with_user_field(self, name: str, values: Sequence[str], owner: str, *, others: bool) -> Bypass | None:
        """Users whose field has one of these values, or all `others`, who may change the object; None where that field
        was not read, or nobody can say how a formula compares it.
        """
        having = with_field(self._snapshot, name, values)
        if having is None:
            return None
        changing = self._changing(owner)
        people = changing - having if others else changing & having
        return Bypass(f"field of the user {name}: {in_words(values, others=others)}", len(people))

    def _with(self, names: Sequence[str], owner: str, sql: str, what: str, *, others: bool) -> Bypass:
        rows = self._access.snapshot.rows(sql, [[name.lower() for name in names], [name[:15] for name in names]])
        changing = self._changing(owner)
        having = {row[0] for row in rows} & changing
        named = " or ".join(names) or "none"
        if others:
            return Bypass(f"any {what} but {named}", len(changing) - len(having))
        return Bypass(f"{what} {named}", len(having))

    def _held(self, held: Held, owner: str, through: str) -> Bypass:
        found = holders(self._access, held)
        why = found.doubt or next(iter(found.unknown.values()), None)
        if why is not None:
            raise NotReadable(why)
        changing = self._changing(owner)
        mine = [holder for holder in found.holders if holder.user_id in changing]
        ways = Counter(way for holder in mine for way in holder.through)
        named = sorted(ways, key=lambda way: (-ways[way], way))
        return Bypass(through, len(mine), tuple(named))

    def _changing(self, owner: str) -> frozenset[str]:
        """Users who are not frozen and may create or edit records of the object."""
        rights = [self._access.answers(Held(Kind.OBJECT, owner, right)) for right in (Right.CREATE, Right.EDIT)]
        if doubt := self._access.doubt(Held(Kind.OBJECT, owner, Right.EDIT)):
            raise NotReadable(doubt)
        may = [create != Answer.NO or edit != Answer.NO for create, edit in zip(*rights, strict=True)]
        return frozenset(user for user, (signature, _) in self._people.items() if may[signature])

    def _asked_of(self, owner: str) -> tuple[str, Mapping[str, tuple[int, str]]]:
        """Users, each with signature and role: owners of records, else whoever may edit records of the object."""
        people = {user: found for user, found in self._people.items() if self._not_everything[found[0]]}
        if self._snapshot.has(owner, OWNER):
            rows = self._snapshot.rows(f"SELECT DISTINCT {quote_identifier(OWNER)} FROM {quote_identifier(owner)}")
            owning = {row[0]: people[row[0]] for row in rows if row[0] in people}
            if owning:
                return f"own records of {owner}", owning
        answers = self._access.answers(Held(Kind.OBJECT, owner, Right.EDIT))
        editing = {user: found for user, found in people.items() if answers[found[0]] is Answer.YES}
        return f"may edit records of {owner}", editing

    @cached_property
    def _not_everything(self) -> list[bool]:
        return [answer is not Answer.YES for answer in self._access.answers(_EVERYTHING)]

    @cached_property
    def _people(self) -> Mapping[str, tuple[int, str]]:
        """Active users who are not frozen, with their signatures and roles."""
        roles = self._access.snapshot.has("User", "UserRoleId") and self._access.snapshot.has("UserRole", "Name")
        role = "coalesce(r.\"Name\", 'no role')" if roles else "'no role that was read'"
        joined = 'LEFT JOIN "User" u ON u."Id" = p.user_id LEFT JOIN "UserRole" r ON r."Id" = u."UserRoleId"'
        rows = self._access.snapshot.rows(
            f'SELECT p.user_id, p.signature, {role} FROM "access".person p {joined if roles else ""} '
            "WHERE NOT p.frozen ORDER BY p.user_id"
        )
        return {user: (signature, named) for user, signature, named in rows}

    @cached_property
    def _labels(self) -> Labels:
        return Labels(self._access.snapshot)

    @property
    def _access(self) -> Access:
        if isinstance(self._known, Unread):
            raise NotReadable(self._known)
        return self._known

    @cached_property
    def _known(self) -> Access | Unread:
        try:
            return Access.of(self._snapshot)
        except NotReadable as problem:
            return problem.unread
