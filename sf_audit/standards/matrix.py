"""The matrix: a line for each standard with a field obligation, then what is enforced without a standard."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sf_audit.access.answers.labels import about
from sf_audit.model.enforcement import Enforced, Enforcement, StandardEnforcement
from sf_audit.model.review import NotReadable
from sf_audit.rulebook.fitting.fitting import fit
from sf_audit.rulebook.judging.examine import Seen
from sf_audit.rulebook.rules.records import OfRecords
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.snapshot.tables import Snapshot
from sf_audit.standards.judged import Judging, line
from sf_audit.standards.people import People
from sf_audit.standards.records_kept import kept_of
from sf_audit.standards.setup_facts import SetupFacts
from sf_audit.standards.subject import Subject, stated_by
from sf_audit.standards.undocumented import not_known, undocumented
from sf_audit.standards.verdict import Decided


def enforcement(
    snapshot: Snapshot, rules: Sequence[Rule], seen: Mapping[str, Seen], *, whole: bool = True
) -> Enforcement:
    """What of these rules the org enforces, as `examine` saw them on the records of the same snapshot.

    `seen` has those that oblige people to something. Unless they are the `whole` of the standards, nobody can say of
    what enforces anything that no standard speaks of it.
    """
    facts, people = SetupFacts(snapshot), People(snapshot)
    resolved, _ = fit(rules, snapshot)
    lines = [_line(rule, seen[rule.id], facts, people) for rule in resolved if rule.id in seen]
    left_out = len(rules) - len(lines)
    if not whole:
        return Enforcement(about(snapshot), tuple(lines), left_out)
    more, notes = _without_standard(facts, resolved, sorted({line.object for line in lines}))
    return Enforcement(about(snapshot), (*lines, *more), left_out, notes)


def _without_standard(
    facts: SetupFacts, rules: Sequence[Rule], objects: Sequence[str]
) -> tuple[list[StandardEnforcement], tuple[str, ...]]:
    """A line for each thing that is enforced on these objects and of which no rule speaks; why that is not known."""
    notes = {owner: note for owner in objects if (note := not_known(facts, owner))}
    found: list[StandardEnforcement] = []
    for owner in objects:
        if owner not in notes:
            checks = [rule.check for rule in rules if isinstance(rule.check, OfRecords) and rule.check.object == owner]
            found += undocumented(facts, owner, {column for check in checks for column in check.columns})
    return found, tuple(notes.values())


def _line(rule: Rule, seen: Seen, facts: SetupFacts, people: People) -> StandardEnforcement:
    try:
        subject = Subject.of(rule, facts, people)
    except NotReadable as problem:
        unknown = Decided(Enforced.UNKNOWN, problem.unread.detail, problem.unread.unlocked_by)
        return line(rule, stated_by(rule, facts), unknown, kept_of(seen))
    return Judging(rule, seen, subject).line()
