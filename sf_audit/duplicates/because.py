"""Why a record is said to have a duplicate: API names, words of ours, numbers and ids, never a field's text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sf_audit.duplicates.certainty import Certainty
from sf_audit.duplicates.finder import Evidence, Found, Member, Weighed
from sf_audit.duplicates.model import Model
from sf_audit.duplicates.subjects import Subject
from sf_audit.duplicates.survivor import Survivor, survivor
from sf_audit.model.counts import count

#: Salesforce merges at most three records at once, so that of more pairs nobody reads the evidence.
_MOST_PAIRS = 2


@dataclass(frozen=True, slots=True)
class Duplicate:
    """A record, the `other` of its object that it is most surely the same as, how many `more` there are, and why."""

    id: str
    other: str
    more: int
    because: str


def duplicates(found: Found, subject: Subject, other_object: str = "") -> Iterator[Duplicate]:
    """The records that are blamed, in the order of their groups. With another object, only those of the first."""
    by_record: dict[str, list[Weighed]] = {}
    for pair in found.pairs.values():
        by_record.setdefault(pair.left, []).append(pair)
        by_record.setdefault(pair.right, []).append(pair)
    if other_object:
        yield from _of_two_objects(found, subject, by_record, other_object)
    else:
        for group in found.groups:
            stays = survivor(group)
            for member in group:
                yield _in_group(member, group, stays, by_record, subject)


def _in_group(
    member: Member, group: Sequence[Member], stays: Survivor, by_record: Mapping[str, list[Weighed]], subject: Subject
) -> Duplicate:
    pairs = _strongest_first(by_record.get(member.id, []))
    ids = [some.id for some in group if some.id != member.id]
    other = _other(pairs[0], member.id) if pairs else ids[0]
    suggested = "it is suggested to stay" if stays.id == member.id else f"{stays.id} is suggested to stay"
    whole = f"; of {count(len(group), 'record')} {suggested}, because {stays.reason}"
    return Duplicate(member.id, other, len(group) - 2, _reason(pairs, member.id, subject) + whole)


def _of_two_objects(
    found: Found, subject: Subject, by_record: Mapping[str, list[Weighed]], other_object: str
) -> Iterator[Duplicate]:
    first = sorted({member.id for group in found.groups for member in group if not member.side})
    for record in first:
        pairs = _strongest_first(by_record[record])
        says = _reason(pairs, record, subject, f"{other_object} ")
        yield Duplicate(record, "", len(pairs) - 1, says)


def _strongest_first(pairs: Iterable[Weighed]) -> list[Weighed]:
    return sorted(pairs, key=lambda pair: (-round(pair.weight, 6), pair.left, pair.right))


def _other(pair: Weighed, record: str) -> str:
    return pair.right if pair.left == record else pair.left


def _reason(pairs: Sequence[Weighed], record: str, subject: Subject, kind: str = "") -> str:
    parts = [
        f"{_sure(pair)} the same as {kind}{_other(pair, record)}: {_weighing(pair, subject)}"
        for pair in pairs[:_MOST_PAIRS]
    ]
    return f"is {'; and '.join(parts)}"


def _sure(pair: Weighed) -> str:
    words = {"possible": "possibly", "likely": "most likely", "certain": "certainly"}
    return words[Certainty.of(pair.weight).value]


def _weighing(pair: Weighed, subject: Subject) -> str:
    """What speaks for it, the strongest first, and what against."""
    for_it = sorted((some for some in pair.evidence if some.bits > 0), key=lambda some: -some.bits)
    against = sorted((some for some in pair.evidence if some.bits < 0), key=lambda some: some.bits)
    reasons = ", ".join(_point(some, subject) for some in for_it)
    objections = ", ".join(_point(some, subject) for some in against)
    return f"{reasons}; against it {objections}" if objections else reasons


def _point(evidence: Evidence, subject: Subject) -> str:
    words = _words(subject.model, evidence)
    sign = "+" if evidence.bits > 0 else "−"
    field = subject.field_of(evidence.comparison, evidence.level)
    return f"{field} {words} ({sign}{abs(evidence.bits):.1f})"


def _words(model: Model, evidence: Evidence) -> str:
    comparison = next(some for some in model.comparisons if some.name == evidence.comparison)
    return next(level.says for level in comparison.levels if level.name == evidence.level)
