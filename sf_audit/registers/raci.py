"""The register of who is responsible, accountable, consulted and informed, for which activity."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Self

from sf_audit.model.counts import count
from sf_audit.registers.entry_types import Find, OneParty, Parties, SomeParties, Text, Texts
from sf_audit.rulebook.files.written_values import WrongValue
from sf_audit.rulebook.files.yaml_file import did_you_mean, strict_keys
from sf_audit.rulebook.settings.day import Day

#: Days of a quarter: who answers for what is looked at again in each.
QUARTER = 92


@strict_keys
@dataclass(frozen=True)
class Activity:
    """One activity. Exactly one person or team is accountable for it; `rules` are those it answers for.

    A rule is named by its id, or by the folder it is in; the longest name that fits counts.
    """

    activity: Text
    responsible: SomeParties
    accountable: OneParty
    reviewed_on: Day
    consulted: Parties = ()
    informed: Parties = ()
    rules: Texts = ()

    @property
    def name(self) -> str:
        """What tells it from the others."""
        return self.activity

    def with_people(self, find: Find) -> Self:
        """The activity with everybody by key."""
        return replace(
            self,
            responsible=_keys(self.responsible, "responsible", find),
            accountable=find(self.accountable, ("accountable",)),
            consulted=_keys(self.consulted, "consulted", find),
            informed=_keys(self.informed, "informed", find),
        )


@strict_keys
@dataclass(frozen=True)
class RaciFile:
    """The whole of `registers/raci.yaml`."""

    raci: tuple[Activity, ...]


def wrong_rules(activities: Sequence[Activity], rules: Sequence[str]) -> Iterator[WrongValue]:
    """What is wrong with the rules that activities name: there is none, or another activity answers for it too."""
    folders = {rule.rpartition("/")[0] for rule in rules}
    known = [*rules, *sorted({folder for name in folders for folder in _and_above(name)})]
    taken: dict[str, str] = {}
    for number, activity in enumerate(activities):
        for place, rule in enumerate(activity.rules):
            where = (number, "rules", place)
            if rule not in known:
                meant = did_you_mean(rule, known, listed="`sf-audit rules list` names them all.")
                yield WrongValue(where, f"there is no rule, and no folder of rules, “{rule}”. {meant}")
            elif taken.setdefault(rule, activity.activity) != activity.activity:
                yield WrongValue(where, f"“{taken[rule]}” answers for {rule} already: name it in one activity")


def not_reviewed(activities: Sequence[Activity], today: date) -> Iterator[str]:
    """A sentence for each activity that nobody has looked at for longer than a quarter."""
    for activity in activities:
        days = (today - activity.reviewed_on).days
        if days > QUARTER:
            since = f"last reviewed on {activity.reviewed_on}, {count(days, 'day')} ago"
            yield f"Who answers for “{activity.activity}” was {since}: look at it each quarter."


def activity_of(rule: str, activities: Sequence[Activity]) -> Activity | None:
    """The activity that answers for a rule; None where no register speaks of it."""
    fitting = [
        (len(name), activity)
        for activity in activities
        for name in activity.rules
        if rule == name or rule.startswith(f"{name}/")
    ]
    return max(fitting, key=lambda found: found[0])[1] if fitting else None


def _and_above(folder: str) -> Iterator[str]:
    """The folder and those around it."""
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]


def _keys(words: Sequence[str], field: str, find: Find) -> tuple[str, ...]:
    return tuple(find(word, (field, place)) for place, word in enumerate(words))
