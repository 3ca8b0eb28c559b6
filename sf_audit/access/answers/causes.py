"""Through which change a right was gained or lost: what gave it that did not before, or no longer gives it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from sf_audit.access.answers.labels import ONLY_IN_A_SESSION, Labels
from sf_audit.access.effective.effective import Access
from sf_audit.access.effective.grant_paths import asked_instead
from sf_audit.access.implications import grants_behind, required
from sf_audit.access.rights import Held

Sets = frozenset[str]


class Moment:
    """One of the two snapshots: which sets give what, what they are called, and which sets are in which group."""

    def __init__(self, access: Access) -> None:
        self.access = access
        self._words: dict[str, str] = dict(
            access.snapshot.rows('SELECT DISTINCT set_id, through FROM "access".assignment ORDER BY 1')
        )
        self.members = _members(access)
        self.giving = cache(self._giving)
        self._behind = cache(self._grants_behind)

    def sets(self, signature: int | None) -> Sets:
        """The sets of a signature; none for people who were not active."""
        return self._listed("sets", signature)

    def always(self, signature: int | None) -> Sets:
        """Those of them that no session has to activate."""
        return self._listed("certain", signature)

    def _listed(self, column: str, signature: int | None) -> Sets:
        if signature is None:
            return frozenset()
        rows = self.access.snapshot.rows(f'SELECT {column} FROM "access".signature WHERE signature = ?', [signature])
        return frozenset(rows[0][0])

    def knows(self, set_id: str) -> bool:
        """Whether the set exists."""
        return set_id in self.access.granted.sets.number

    def words(self, set_id: str) -> str | None:
        """What people call an assigned set."""
        return self._words.get(set_id)

    def _giving(self, set_id: str, held: Held) -> frozenset[Held]:
        """The grants of the set that give the right."""
        return frozenset(grant for grant in self._behind(held) if self.access.granted.gives(set_id, grant))

    def _grants_behind(self, held: Held) -> tuple[Held, ...]:
        return grants_behind(asked_instead(self.access, held))


class Causes:
    """Why rights moved between two moments, in words."""

    def __init__(self, old: Access, new: Access) -> None:
        self.old, self.new = Moment(old), Moment(new)
        self._labels = (Labels(old.snapshot), Labels(new.snapshot))

    def of(self, held: Held, before: Sets, now: Sets, *, gained: bool) -> tuple[str, ...]:
        """The changes through which somebody with these sets gained or lost the right."""
        found = self._direct(held, before, now, gained=gained)
        besides = required(held)
        if not found and besides is not None:
            found = self._direct(besides, before, now, gained=gained)
        return tuple(sorted(found)) or ("a change that the snapshots do not show",)

    def of_session(self, held: Held, old: int | None, new: int | None, *, gained: bool) -> tuple[str, ...]:
        """The same for somebody who held it only in a session before, or does now."""
        both = self.old.sets(old) & self.new.sets(new)
        before, now = self.old.always(old), self.new.always(new)
        here, mine, others = (self.new, now, before) if gained else (self.old, before, now)
        switched = {
            f"no session has to activate {self._words(set_id)} any more"
            if gained
            else f"a session must activate {self._words(set_id)} now"
            for set_id in (mine - others) & both
            if here.giving(set_id, held)
        }
        when = "before" if gained else "now"
        return (*(sorted(switched) or self.of(held, before, now, gained=gained)), f"{when} {ONLY_IN_A_SESSION}")

    def _direct(self, held: Held, before: Sets, now: Sets, *, gained: bool) -> set[str]:
        """Sets that give the right on one side, and are not there or do not give it on the other."""
        here, there = (self.new, self.old) if gained else (self.old, self.new)
        mine, others = (now, before) if gained else (before, now)
        found: set[str] = set()
        for set_id in mine:
            if grants := here.giving(set_id, held):
                if set_id not in others:
                    found.add(self._assignment(set_id, before, now, gained=gained))
                elif not there.giving(set_id, held):
                    found.update(self._edited(set_id, held, grants, gained=gained))
        return found

    def _assignment(self, set_id: str, before: Sets, now: Sets, *, gained: bool) -> str:
        words = self._words(set_id)
        if words.startswith("profile "):
            was, is_now = self._profile(before, self.old), self._profile(now, self.new)
            if was and is_now:
                return f"profile changed from {was} to {is_now}"
        if gained:
            return f"{words} assigned"
        return f"assignment of {words} ended" if self.new.knows(set_id) else f"{words} deleted"

    def _profile(self, sets: Sets, moment: Moment) -> str:
        names = [words for set_id in sets if (words := moment.words(set_id)) and words.startswith("profile ")]
        return names[0].removeprefix("profile ") if names else ""

    def _edited(self, set_id: str, held: Held, grants: frozenset[Held], *, gained: bool) -> Iterator[str]:
        """The set is assigned on both sides, so its contents changed; a group's through its sets or its muting."""
        verb = "granted in" if gained else "taken from"
        rights = self._words_of(grants)
        here, there = (self.new, self.old) if gained else (self.old, self.new)
        words = self._words(set_id)
        if set_id not in here.members and set_id not in there.members:
            yield f"{rights} {verb} {words}"
            return
        own, others = here.members.get(set_id, {}), there.members.get(set_id, {})
        explained = False
        for member, name in own.items():
            if not here.giving(member, held):
                continue
            if member not in others:
                explained = True
                yield f"permission set {name} {'added to' if gained else 'removed from'} {words}"
            elif not there.giving(member, held):
                explained = True
                yield f"{rights} {verb} permission set {name}, in {words}"
        if not explained:
            yield f"muting {'ended' if gained else 'began'} in {words}"

    def _words(self, set_id: str) -> str:
        return self.new.words(set_id) or self.old.words(set_id) or f"permission set {set_id}"

    def _words_of(self, grants: frozenset[Held]) -> str:
        return " and ".join(sorted(self._labels[1].said(grant) for grant in grants))


def _members(access: Access) -> Mapping[str, Mapping[str, str]]:
    """By the id of a group's aggregate, ids and names of the sets in it."""
    snapshot = access.snapshot
    if not snapshot.has("PermissionSetGroupComponent", "PermissionSetGroupId", "PermissionSetId"):
        return {}
    rows = snapshot.rows(
        """SELECT a."Id", s."Id", s."Name" FROM "PermissionSet" a
           LEFT JOIN "PermissionSetGroupComponent" c ON c."PermissionSetGroupId" = a."PermissionSetGroupId"
           LEFT JOIN "PermissionSet" s ON s."Id" = c."PermissionSetId"
           WHERE a."PermissionSetGroupId" IS NOT NULL ORDER BY 1, 3, 2"""
    )
    found: dict[str, dict[str, str]] = {}
    for group, set_id, name in rows:
        members = found.setdefault(group, {})
        if set_id:
            members[set_id] = name
    return found
