"""Who gained and who lost what between two snapshots of an org, and through which change."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sf_audit.access.answers.causes import Causes
from sf_audit.access.answers.compared import Moved, Pair, moved, not_compared, out_of_scope
from sf_audit.access.answers.labels import Labels, about
from sf_audit.access.answers.who import unknown_people
from sf_audit.access.effective.effective import Access
from sf_audit.errors import UsageProblem
from sf_audit.model.access import Changed, Diff, Person, Shift, Unknown


def diff(old: Access, new: Access) -> Diff:
    """The differences. UsageProblem for snapshots of two orgs, or in the wrong order.

    A right that is held only in a session that activates it is less than one that is held at any time, and more than
    none: what goes from the one to the other is gained or lost too.
    """
    if old.snapshot.org.id != new.snapshot.org.id:
        raise UsageProblem("these are snapshots of two orgs", hint="Name two snapshots of the same org.")
    if old.snapshot.taken > new.snapshot.taken:
        raise UsageProblem("the first snapshot is the newer one", hint="Name the older snapshot first.")
    unknown = {person.user_id: person for access in (old, new) for person in unknown_people(access, access.unknown)}
    together = _together(old, new, unknown)
    pairs = list(dict.fromkeys(pair for pair, _ in together))
    moves: dict[Pair, list[Moved]] = {}
    for move in moved(old, new, pairs):
        moves.setdefault(move.pair, []).append(move)
    story = _Story(old, new)
    shifts = [
        Shift(tuple(people), tuple(story.changes(pair, came_or_went, moves[pair])))
        for (pair, came_or_went), people in together.items()
        if pair in moves
    ]
    return Diff(
        about=about(new.snapshot),
        before=old.snapshot.taken,
        shifts=tuple(sorted(shifts, key=lambda shift: shift.people[0].name)),
        unknown=tuple(unknown[user_id] for user_id in sorted(unknown)),
        not_compared=not_compared(old, new),
        fields_not_asked_for=tuple(sorted({*out_of_scope(old), *out_of_scope(new)})),
    )


class _Story:
    """Tells what moved, pair by pair."""

    def __init__(self, old: Access, new: Access) -> None:
        self._causes = Causes(old, new)
        self._labels = Labels(new.snapshot), Labels(old.snapshot)

    def changes(self, pair: Pair, came_or_went: str, moves: Iterable[Moved]) -> Iterator[Changed]:
        """The changes of a pair; somebody who came or went gained or lost everything through that."""
        for move in moves:
            held = move.held
            through = (came_or_went,) if came_or_went else self._through(pair, move)
            if not move.seen:
                when = "before" if move.gained else "now"
                through = (*through, f"{held.target} was not there, or not seen, {when}")
            labels = self._labels[0 if move.gained else 1]
            target = labels.of(held.kind, held.target)
            yield Changed(move.gained, str(held.kind), target, str(held.right), through, move.only_in_a_session)

    def _through(self, pair: Pair, move: Moved) -> tuple[str, ...]:
        old, new = pair
        if move.before_or_now:
            return self._causes.of_session(move.held, old, new, gained=move.gained)
        before, now = self._causes.old.sets(old), self._causes.new.sets(new)
        return self._causes.of(move.held, before, now, gained=move.gained)


def _together(old: Access, new: Access, unknown: Mapping[str, Unknown]) -> dict[tuple[Pair, str], list[Person]]:
    """People by what they had and have, and by how they came or went."""
    before, now = old.signatures.of_user, new.signatures.of_user
    known_before, known_now = _users(old), _users(new)
    shown = {row[0]: row for access in (old, new) for row in access.snapshot.rows(_PEOPLE)}
    found: dict[tuple[Pair, str], list[Person]] = {}
    for user in sorted((before.keys() | now.keys()) - unknown.keys()):
        _, name, user_type, frozen = shown[user]
        came_or_went = ""
        if user not in before:
            came_or_went = "user reactivated" if user in known_before else "user created"
        elif user not in now:
            came_or_went = "user deactivated" if user in known_now else "user no longer there"
        person = Person(user, name or user, user_type, user in now, frozen)
        found.setdefault(((before.get(user), now.get(user)), came_or_went), []).append(person)
    return found


_PEOPLE = 'SELECT user_id, name, user_type, frozen FROM "access".person'


def _users(access: Access) -> frozenset[str]:
    return frozenset(row[0] for row in access.snapshot.rows('SELECT "Id" FROM "User"'))
