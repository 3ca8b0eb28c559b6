"""One verdict from all that was seen of one standard. What was not read makes it `unknown`, never a better one.

In this order: nobody who should can edit the field (impossible); something stops everybody (enforced, or later than the
data where records from before break it); something was not read (unknown); something stops all but some (bypassed), new
records alone (later), or perhaps (possibly); nothing does (declared only).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sf_audit.model.counts import count
from sf_audit.model.enforcement import Bypass, Enforced, Evidence, Kept, Mechanism
from sf_audit.model.review import Unread
from sf_audit.standards.people import Responsible
from sf_audit.standards.stop import Reach, Stop

#: What stops everybody does so whatever else there is: only who can edit, and what the records are, counts besides.
_COUNTS_BESIDES = frozenset({Mechanism.ACCESS, Mechanism.RECORDS})


@dataclass(frozen=True, slots=True)
class Seen:
    """All of it. `unread` says by mechanism what was not read; `responsible` is by field, as `Object.Field`.

    `after` are the records created since what stops everybody is as it is now, where that can be told.
    """

    stops: Sequence[Stop]
    unread: Sequence[tuple[Mechanism, Unread]] = ()
    responsible: Sequence[tuple[str, Responsible]] = ()
    needed: int = 1
    kept: Kept | None = None
    after: Kept | None = None

    def that_reach(self, reach: Reach) -> list[Stop]:
        """The mechanisms that reach so far."""
        return [stop for stop in self.stops if stop.reach is reach]

    @property
    def stops_everybody(self) -> Stop | None:
        """The mechanism that nobody gets past, one of the platform first."""
        found = sorted(self.that_reach(Reach.EVERYBODY), key=lambda stop: not stop.by_the_platform)
        return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Decided:
    """A verdict, why, and what would make `unknown` an answer."""

    verdict: Enforced
    because: str
    unlocked_by: str = ""
    bypasses: tuple[Bypass, ...] = ()


def decide(seen: Seen) -> Decided:
    """The verdict."""
    steps: tuple[Callable[[Seen], Decided | None], ...] = (
        _impossible,
        _enforced,
        _unknown,
        _bypassed,
        _later,
        _perhaps,
    )
    found = next((decided for step in steps if (decided := step(seen)) is not None), None)
    return found or Decided(Enforced.DECLARED_ONLY, "nothing that was looked at asks for it when a record is saved")


def about_access(seen: Seen) -> Iterator[Evidence]:
    """A line for each field that some of those who should fill it cannot edit."""
    for field, responsible in seen.responsible:
        locked = sum(responsible.locked_out.values())
        people = count(responsible.people, "person", "people")
        if locked:
            roles = ", ".join(f"{role} ({number:,})" for role, number in sorted(responsible.locked_out.items()))
            says = f"{locked:,} of {people} who {responsible.who} cannot edit it: {roles}"
        else:
            says = f"can be edited by all of {people} who {responsible.who}"
        if responsible.people:
            yield Evidence(Mechanism.ACCESS, field, says)


def _impossible(seen: Seen) -> Decided | None:
    """Where so many of the fields are closed that too few are left to be filled."""
    by_the_platform = any(stop.by_the_platform for stop in seen.that_reach(Reach.EVERYBODY))
    closed = [name for name, responsible in seen.responsible if responsible.all_locked_out]
    if by_the_platform or not closed or len(seen.responsible) - len(closed) >= seen.needed:
        return None
    _, responsible = next(found for found in seen.responsible if found[0] in closed)
    says = f"nobody of the {count(responsible.people, 'person', 'people')} who {responsible.who} can edit"
    return Decided(Enforced.IMPOSSIBLE, f"{says} {', '.join(closed)}")


def _enforced(seen: Seen) -> Decided | None:
    stop = seen.stops_everybody
    if stop is None:
        return None
    counts = frozenset({Mechanism.RECORDS}) if stop.by_the_platform else _COUNTS_BESIDES
    if unread := next((unread for mechanism, unread in seen.unread if mechanism in counts), None):
        return Decided(Enforced.UNKNOWN, unread.detail, unread.unlocked_by)
    named = f"{stop.mechanism} {stop.name}"
    if seen.kept is None or not seen.kept.broken:
        return Decided(Enforced.ENFORCED, f"{named} stops every save that breaks it")
    if seen.after is not None and seen.after.broken:
        records = count(seen.after.broken, "record")
        says = f"{records} that {'breaks' if seen.after.broken == 1 else 'break'} it came since {named} is as it is"
        past = Bypass("a way that no formula shows, as a load with validation switched off", None)
        return Decided(Enforced.BYPASSED, says, bypasses=(past,))
    if seen.after is None and not stop.by_the_platform:
        says = f"whether the records that break it are older than {named} is not known"
        return Decided(Enforced.UNKNOWN, says, "Read on CreatedDate of the object, and View Setup and Configuration")
    records = count(seen.kept.broken, "record that breaks it is", "records that break it are")
    return Decided(Enforced.LATER, f"{named} stops every save that breaks it; {records} older")


def _unknown(seen: Seen) -> Decided | None:
    if not seen.unread:
        return None
    details = dict.fromkeys(unread.detail for _, unread in seen.unread)
    unlocked_by = dict.fromkeys(unread.unlocked_by for _, unread in seen.unread if unread.unlocked_by)
    return Decided(Enforced.UNKNOWN, "; ".join(details), "; ".join(unlocked_by))


def _bypassed(seen: Seen) -> Decided | None:
    """What leaves the fewest ways past decides."""
    found = sorted(seen.that_reach(Reach.NOT_EVERYBODY), key=lambda stop: (len(stop.bypasses), stop.name))
    if not found:
        return None
    stop = found[0]
    ways = count(len(stop.bypasses), "way leads", "ways lead")
    return Decided(Enforced.BYPASSED, f"{stop.mechanism} {stop.name} stops it, and {ways} past", bypasses=stop.bypasses)


def _later(seen: Seen) -> Decided | None:
    found = seen.that_reach(Reach.NEW_RECORDS)
    return Decided(Enforced.LATER, f"{found[0].mechanism} {found[0].name} {found[0].says}") if found else None


def _perhaps(seen: Seen) -> Decided | None:
    found = seen.that_reach(Reach.PERHAPS)
    if not found:
        return None
    named = ", ".join(f"{stop.mechanism} {stop.name}" for stop in found)
    return Decided(Enforced.POSSIBLY, f"may be enforced by {named}")
