"""Answers about access as people read them: why somebody can do something, who can, and what changed.

Plain words and ids only, so that a reporter needs nothing else. `sf_audit.access.answers` makes them. `complete` says
whether the answer is the whole truth; an answer that is not never passes for one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Way:
    """One way to a right. `closed` is empty for a way that gives it; else it says what is in the way.

    `through` is `profile`, `set` or `group`; `members` are the sets of a group that give it; `grant` is what is really
    granted, which differs from the right asked for where that is `implied`. `said` is all of it as words.
    """

    through: str
    set_id: str
    name: str
    grant: str
    said: str
    implied: bool = False
    members: tuple[str, ...] = ()
    expires: datetime | None = None
    conditional: bool = False
    namespace: str = ""
    closed: str = ""


@dataclass(frozen=True, slots=True)
class Lost:
    """A right that a remedy takes away beside the one that it is meant to."""

    kind: str
    target: str
    right: str


@dataclass(frozen=True, slots=True)
class Remedy:
    """Changes in Setup after which the user does not hold the right any more, and what else they take away.

    `also_takes_away` is what this user loses besides; `other_users` how many others lose something. `smallest` is
    False where there were too many ways to be sure that fewer changes would not do.
    """

    steps: tuple[str, ...]
    also_takes_away: tuple[Lost, ...]
    other_users: int
    smallest: bool = True


@dataclass(frozen=True, slots=True)
class About:
    """Which org an answer is about, and when it was read, in UTC."""

    org_id: str
    org_name: str
    taken: datetime


@dataclass(frozen=True, slots=True)
class Person:
    """A user of the org. `name` is the username where it was read, else the id."""

    id: str
    name: str
    user_type: str = ""
    active: bool = True
    frozen: bool = False
    frozen_known: bool = True


@dataclass(frozen=True, slots=True)
class Unknown:
    """Somebody who may hold more than is seen, and why."""

    user_id: str
    name: str
    why: str
    unlocked_by: str = ""


@dataclass(frozen=True, slots=True)
class Opened:
    """A sharing rule that opens records to the user; `sure` is False where it only may. `said` is it as words.

    `kind` is by what the rule picks its records, `level` how far it opens them (`read`, `edit`, `unknown`).
    """

    object: str
    rule: str
    kind: str
    level: str
    sure: bool
    said: str


@dataclass(frozen=True, slots=True)
class Records:
    """The most records of an object that a right reaches: never a claim about one record.

    `reach` is `all`, `own and shared`, `as far as the parent record` or `not_checked`; `because` says so in words.
    `opened_by` are the sharing rules that reach the user, the surest first; `notes` say what else may open more.
    """

    object: str
    reach: str
    because: str
    sharing_model: str = ""
    opened_by: tuple[Opened, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Why:
    """Whether a user holds a right (`yes`, `conditional`, `no`, `not_checked`), every way to it, and what would end it.

    The first remedy is the smallest, and among equally small ones the one that touches the fewest other people.
    `because` says what an answer without ways rests on; `unlocked_by` what would make `not_checked` an answer.
    `records` is there for Read and Edit on an object, or a field of it, that are held.
    """

    about: About
    person: Person
    asked: str
    answer: str
    because: str = ""
    unlocked_by: str = ""
    ways: tuple[Way, ...] = ()
    remedies: tuple[Remedy, ...] = ()
    notes: tuple[str, ...] = ()
    records: Records | None = None

    @property
    def complete(self) -> bool:
        """Whether the question is answered."""
        return self.answer != "not_checked"


@dataclass(frozen=True, slots=True)
class Holding:
    """Somebody who holds a right, and through what: profiles, sets and groups, each in words.

    Whoever is `frozen` is no live holder, but would be when unfrozen. Whoever `may_hold_more` may have more ways: what
    is assigned was not all readable or up to date.
    """

    user_id: str
    name: str
    user_type: str
    through: tuple[str, ...]
    frozen: bool = False
    conditional: bool = False
    frozen_known: bool = True
    may_hold_more: bool = False


@dataclass(frozen=True, slots=True)
class Who:
    """Everybody who holds a right, out of so many active `users`.

    `by_path` counts those who are not frozen by what they hold it through, and says of a way that a session must
    activate that it is one. Somebody with two ways is counted in both. `doubt` says why those who are not listed may
    hold it all the same.
    """

    about: About
    asked: str
    users: int
    holders: tuple[Holding, ...]
    by_path: Mapping[str, int] = field(default_factory=dict)
    unknown: tuple[Unknown, ...] = ()
    doubt: str = ""
    unlocked_by: str = ""

    @property
    def live(self) -> int:
        """How many hold it at any time and can sign in; whoever is not known to be frozen counts."""
        return sum(not holder.frozen and not holder.conditional for holder in self.holders)

    @property
    def only_in_a_session(self) -> int:
        """How many can sign in, and hold it only in a session that activates it."""
        return sum(not holder.frozen and holder.conditional for holder in self.holders)

    @property
    def complete(self) -> bool:
        """Whether nobody else can hold it."""
        return not self.unknown and not self.doubt


@dataclass(frozen=True, slots=True)
class Changed:
    """A right that was gained or lost, and through which changes, each in words.

    With `only_in_a_session`, it is or was held only in a session that activates it. A right that such a session had to
    activate, and that is now held at any time, is gained; the other way round it is lost.
    """

    gained: bool
    kind: str
    target: str
    right: str
    through: tuple[str, ...]
    only_in_a_session: bool = False


@dataclass(frozen=True, slots=True)
class Shift:
    """What changed for these people, all of whom had the same access before and have the same now."""

    people: tuple[Person, ...]
    changes: tuple[Changed, ...]


@dataclass(frozen=True, slots=True)
class Diff:
    """Who gained and who lost what between two snapshots. `about` is the newer one.

    `unknown` are people who could not be compared, `not_compared` what could not be compared for anybody.
    `fields_not_asked_for` are objects whose fields the snapshots were never meant to hold.
    """

    about: About
    before: datetime
    shifts: tuple[Shift, ...]
    unknown: tuple[Unknown, ...] = ()
    not_compared: tuple[str, ...] = ()
    fields_not_asked_for: tuple[str, ...] = ()

    @property
    def complete(self) -> bool:
        """Whether everything and everybody was compared."""
        return not self.unknown and not self.not_compared

    def each(self) -> Iterator[tuple[Person, Changed]]:
        """One by one."""
        return ((person, change) for shift in self.shifts for person in shift.people for change in shift.changes)
