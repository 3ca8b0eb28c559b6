"""From a stored review to the lists of those who can fix what it found, one after the other."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from sf_audit.model.counts import count
from sf_audit.model.example import FieldValue
from sf_audit.model.review import Outcome, Review, ReviewStatus, Status
from sf_audit.model.severity import Severity
from sf_audit.model.worklist import (
    By,
    Correction,
    FailingRecord,
    Fix,
    Kind,
    Merge,
    Occasion,
    OwnShare,
    Recipient,
    Worklist,
)
from sf_audit.review.examples import profile_names, with_profile_names
from sf_audit.review.findings_table import FINDINGS
from sf_audit.review.labels import LABELS
from sf_audit.review.merges import MERGES
from sf_audit.review.rules_file import read_rules
from sf_audit.review.stored_findings import reading
from sf_audit.rulebook.rules.headline import Headline
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.rules.rule_text import sha256_of
from sf_audit.rulebook.workspace.standards import Standards
from sf_audit.rulebook.workspace.visibility import Visibility
from sf_audit.snapshot.tables import Snapshot
from sf_audit.worklists.choose import Findings, Total
from sf_audit.worklists.corrections import agreed, corrections, knowing
from sf_audit.worklists.merges import Merges
from sf_audit.worklists.recipients import Recipients, not_known

_PRUNED = "The names were removed from this review, or withheld: records and people are called by their ids."
_NO_SNAPSHOT = "The snapshot of this review is not here: whether record owners are active, who is whose manager, and "
_NO_VALUES = "which values are right is not known."


@dataclass(frozen=True)
class Source:
    """A stored review in its folder, with its snapshot where that is still there, and what the workspace says."""

    review: Review
    folder: Path
    standards: Standards
    snapshot: Snapshot | None = None


@dataclass(frozen=True)
class Lists:
    """The lists of a review. `of_each` makes one after the other, so that memory does not grow with their number.

    `corrections` are the values that are known to be right, by object and field.
    """

    occasion: Occasion
    recipients: tuple[Recipient, ...]
    corrections: Mapping[tuple[str, str], tuple[Correction, ...]]
    _composer: _Composer

    def of_each(self) -> Iterator[Worklist]:
        """The lists in the order of their recipients."""
        return map(self._composer.worklist, self.recipients)

    def merges(self) -> Iterator[tuple[str, tuple[Merge, ...]]]:
        """By object, all duplicates to merge, those of rules that are kept within their tolerance too."""
        merges = self._composer.merges
        return ((name, merges.of_object(name)) for name in merges.objects())


@contextmanager
def composed(source: Source, by: By, *, redact: bool = False) -> Iterator[Lists]:
    """The lists, for as long as the block lasts. Without names in the review they are redacted."""
    labelled = (source.folder / LABELS).is_file()
    kept = [LABELS, MERGES]
    files = [source.folder / FINDINGS, *(source.folder / name for name in kept if (source.folder / name).is_file())]
    with reading(*files), duckdb.connect() as connection:
        named = labelled and not redact
        broken = {each.rule: each for each in source.review.outcomes if each.status is Status.BROKEN}
        findings = Findings(connection, source.folder, sorted(broken), named, _answering(source.review))
        people = Recipients.of(
            source.snapshot,
            by,
            findings.record_owners(),
            findings.names(),
            owners_are_shown=source.standards.people.visibility is Visibility.INDIVIDUALS,
            redact=not named,
        )
        findings.assign(people.table())
        merges = Merges(connection, source.folder)
        merges.assign(findings.labels)
        asked = _asked(source, broken)
        known = _known(asked, findings, source.snapshot) if named and source.snapshot else {}
        missing = (*_missing(source, labelled), *people.unknown())
        occasion = Occasion(
            org=source.review.org,
            period=source.review.period,
            finished=source.review.finished,
            by=by,
            snapshot=source.review.snapshot,
            missing=missing,
            notes=_notes(source.review),
            redact=not named,
            compared=source.standards.people.visibility is not Visibility.OFF,
        )
        profiles = profile_names(connection, source.folder / LABELS) if named else {}
        headlines = {rule.id: rule.headline for rule in asked if rule.headline}
        own = findings.own_shares() if by is By.OWNER and source.standards.people.tells_accuracy else {}
        composer = _Composer(findings, merges, broken, known, headlines, profiles, findings.totals(), own)
        everybody = tuple(_recipient(kind, key, people, source) for kind, key in composer.totals)
        yield Lists(occasion, everybody, agreed(known), composer)


@dataclass(frozen=True)
class _Composer:
    """What each list is made of."""

    findings: Findings
    merges: Merges
    broken: Mapping[str, Outcome]
    known: Mapping[tuple[str, str], Correction]
    headlines: Mapping[str, Headline]
    profiles: Mapping[str, str]
    totals: Mapping[tuple[Kind, str], Total]
    own_shares: Mapping[str, OwnShare]

    def worklist(self, recipient: Recipient) -> Worklist:
        rows: dict[str, list[FailingRecord]] = {}
        for row in self.findings.chosen(recipient.kind, recipient.id):
            rows.setdefault(row["rule"], []).append(self._record(row))
        total = self.totals[recipient.kind, recipient.id]
        fixes = tuple(self._fix(rule, tuple(some), total.by_rule.get(rule, 0)) for rule, some in rows.items())
        merges = self.merges.of(recipient.kind, recipient.id)
        own = self.own_shares.get(recipient.id) if recipient.kind is Kind.PERSON else None
        return Worklist(recipient, fixes, total.still_open, total.waived, tuple(total.at_stake.items()), own, merges)

    def _fix(self, rule: str, records: tuple[FailingRecord, ...], findings: int) -> Fix:
        outcome = self.broken[rule]
        # That of the outcome counts the findings of the whole org.
        heading = self.headlines[rule].of(findings) if findings and rule in self.headlines else outcome.title
        return Fix(rule, heading, outcome.why, outcome.fix, Severity(outcome.severity), findings, records)

    def _record(self, row: Mapping[str, Any]) -> FailingRecord:
        known = self.known.get((row["rule"], row["id"]))
        return FailingRecord(
            object=row["object"],
            id=row["id"],
            part=row["part"] or "",
            label=row["label"],
            because=with_profile_names(row["because"], self.profiles),
            values=tuple(FieldValue(value["field"], value["value"]) for value in row["values"] or ()),
            suggested=(FieldValue(known.field, known.value),) if known else (),
            at_stake=row["at_stake"],
            currency=row["currency"] or "",
            first_seen=row["first_seen"],
            due=row["due"],
            waived_until=row["waived_until"],
            record_owner=row["record_owner"],
            broken=row["broken"],
            key=row["key"],
        )


def _answering(review: Review) -> dict[str, str]:
    """By rule, who is responsible for it, as the registers of the review have it."""
    routed = review.registers.routed if review.registers else ()
    return {rule: " and ".join(line.responsible) for line in routed for rule in line.rules}


def _asked(source: Source, broken: Container[str]) -> list[Rule]:
    """Those of the broken rules that ask today what they asked in the review: others know nothing of its findings."""
    stored = read_rules(source.folder)
    rules = (rule for rule in source.standards.rules if rule.id in broken and rule.id in stored)
    return [rule for rule in rules if stored[rule.id].sha256 == sha256_of(rule.text)]


def _known(asked: Sequence[Rule], findings: Findings, snapshot: Snapshot) -> dict[tuple[str, str], Correction]:
    """By rule and record, the values that are known to be right."""
    return {
        (rule.id, each.id): each
        for rule in knowing(asked, snapshot)
        for each in corrections(rule, findings.of_rule(rule.id), snapshot)
    }


def _recipient(kind: Kind, key: str, people: Recipients, source: Source) -> Recipient:
    if kind is not Kind.ROLE:
        return people.named(kind, key)
    entry = source.standards.config.owners.get(key)
    return Recipient(kind, key, entry.name if entry else "")


def _missing(source: Source, labelled: bool) -> Iterator[str]:
    """What could not be seen, and may have changed the lists."""
    review = source.review
    if review.status is not ReviewStatus.COMPLETE:
        blind = sum(each.status is Status.NOT_CHECKED and each.accepted_until is None for each in review.outcomes)
        yield f"The review is {review.status}: {count(blind, 'rule')} could not be checked, or not on all records."
    if not labelled:
        yield _PRUNED
    if source.snapshot is None:
        yield _NO_SNAPSHOT + _NO_VALUES
    yield from not_known(source.snapshot)


def _notes(review: Review) -> tuple[str, ...]:
    tolerated = sum(each.broken for each in review.outcomes if each.status is Status.KEPT)
    if not tolerated:
        return ()
    are = "is" if tolerated == 1 else "are"
    return (f"{count(tolerated, 'finding')} of rules that are kept within their tolerance {are} in no list.",)
