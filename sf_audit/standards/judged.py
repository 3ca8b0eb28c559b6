"""One standard judged: every mechanism asked, everybody who should keep it looked at, its records counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from sf_audit.model.enforcement import Bypass, Kept, Mechanism, StandardEnforcement
from sf_audit.model.review import NotReadable, Unread
from sf_audit.rulebook.judging.examine import Seen as SeenRecords
from sf_audit.rulebook.rules.check import RecordCheck
from sf_audit.rulebook.rules.obligation import Demand, Obligation
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.settings.scope_words import scope_words
from sf_audit.standards.mechanisms import MECHANISMS
from sf_audit.standards.people import Responsible
from sf_audit.standards.records_kept import before_and_after, kept_of
from sf_audit.standards.stop import Reach, Stop
from sf_audit.standards.subject import Subject
from sf_audit.standards.verdict import Decided, Seen, about_access, decide

#: What is demanded, in words that go on after the names of the fields.
_ASKS = {
    Demand.FILLED: "filled",
    Demand.REALLY_FILLED: "filled, and not with a placeholder",
    Demand.LISTED: "one of the values of the standard",
    Demand.ACTIVE_VALUE: "an active value",
    Demand.FORM: "in the form of the standard",
    Demand.UNIQUE: "unique",
}

_PLACEHOLDER = Bypass("a placeholder, such as N/A", None)

#: Of these every record in scope is judged, so that those of before and since can be counted.
_EVERY_RECORD = frozenset({Demand.FILLED, Demand.REALLY_FILLED, Demand.SOME_FILLED})


@dataclass(frozen=True, slots=True)
class Judging:
    """A rule, what was seen of it on the records, and where to look for what enforces it."""

    rule: Rule
    records: SeenRecords
    subject: Subject

    def line(self) -> StandardEnforcement:
        """The line of the matrix."""
        stops, unread = self._stops()
        responsible, access_unread = self._responsible()
        kept = kept_of(self.records)
        unread += [(Mechanism.ACCESS, access_unread)] if access_unread else []
        unread += [(Mechanism.RECORDS, kept)] if isinstance(kept, Unread) else []
        strongest = Seen(stops).stops_everybody
        since = strongest.since if strongest else next((stop.since for stop in stops if stop.since), None)
        split = self._split(since)
        seen = Seen(
            stops=stops,
            unread=unread,
            responsible=responsible,
            needed=self.subject.needed,
            kept=None if isinstance(kept, Unread) else kept,
            after=split[1] if split else None,
        )
        found = line(self.rule, self.subject.obligation, decide(seen), kept)
        evidence = (*(stop.evidence for stop in stops), *about_access(seen))
        before, after = split or (None, None)
        return replace(found, evidence=evidence, since=since.date() if since else None, before=before, after=after)

    def _stops(self) -> tuple[list[Stop], list[tuple[Mechanism, Unread]]]:
        """What every mechanism does, and what was not read of some."""
        found: list[Stop] = []
        unread: list[tuple[Mechanism, Unread]] = []
        for kind, mechanism in MECHANISMS[self.subject.obligation.demand]:
            try:
                for stop in mechanism(self.subject):
                    found.append(self._past_by_placeholder(stop))
            except NotReadable as problem:
                unread.append((kind, problem.unread))
        return found, unread

    def _past_by_placeholder(self, stop: Stop) -> Stop:
        """What stops an empty field stops nobody who types something to get past it."""
        if self.subject.obligation.demand is not Demand.REALLY_FILLED or stop.reach in {Reach.PERHAPS, Reach.NOTHING}:
            return stop
        reach = Reach.NOT_EVERYBODY if stop.reach is Reach.EVERYBODY else stop.reach
        return replace(stop, reach=reach, bypasses=(*stop.bypasses, _PLACEHOLDER), by_the_platform=False)

    def _responsible(self) -> tuple[list[tuple[str, Responsible]], Unread | None]:
        found: list[tuple[str, Responsible]] = []
        for field in self.subject.fields:
            try:
                responsible = self.subject.people.responsible_for(field)
            except NotReadable as problem:
                return found, problem.unread
            found.append((f"{field.object}.{field.name}", responsible))
        return found, None

    def _split(self, since: datetime | None) -> tuple[Kept, Kept] | None:
        check = self.rule.check
        if self.subject.obligation.demand not in _EVERY_RECORD or not isinstance(check, RecordCheck):
            return None
        return before_and_after(self.subject.facts.snapshot, check, self.records, since)


def line(rule: Rule, obligation: Obligation, decided: Decided, kept: Kept | Unread) -> StandardEnforcement:
    """The line without what was seen of the mechanisms."""
    return StandardEnforcement(
        rule=rule.id,
        title=rule.title,
        object=obligation.object,
        fields=obligation.fields,
        asks=_asks(obligation),
        verdict=decided.verdict,
        because=decided.because,
        owner=rule.owner,
        unlocked_by=decided.unlocked_by,
        bypasses=decided.bypasses,
        kept=None if isinstance(kept, Unread) else kept,
        not_kept_because=kept.detail if isinstance(kept, Unread) else "",
    )


def _asks(obligation: Obligation) -> str:
    """`Industry filled, of all records of Account`."""
    named = _listed(obligation.fields)
    if obligation.demand is Demand.SOME_FILLED:
        asked = f"at least {obligation.at_least} of {named} filled"
    else:
        asked = f"{named} {_ASKS[obligation.demand]}"
    return f"{asked}, of {scope_words(obligation.object, obligation.when)}"


def _listed(names: Iterable[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
