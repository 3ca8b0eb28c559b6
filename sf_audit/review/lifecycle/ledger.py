"""What stored reviews know of each finding, for the review that is being made, and what that review makes of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyarrow as pa

from sf_audit.model.lifecycle import Age
from sf_audit.review.findings_table import FINDINGS
from sf_audit.review.history import Past, Stored
from sf_audit.review.lifecycle.cohorts import Remaining
from sf_audit.review.lifecycle.fold import Lives, lives
from sf_audit.review.lifecycle.lived import register_lived, still_known
from sf_audit.review.lifecycle.looks import Look, looks
from sf_audit.review.lifecycle.presence import DamagedReviews, Presence, read_presence
from sf_audit.review.lifecycle.stages import EVALUATED, Evaluation, Stage, State, moved
from sf_audit.review.short_key import short_key
from sf_audit.review.trend import History, history
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.workspace.standards import Standards


@dataclass(frozen=True, slots=True)
class Movement:
    """So many findings that this review makes the same of. `rule` is its id today, or that of a rule that is gone.

    `since` is the month in which they came, empty for those that came now. `baseline` says that the first review which
    saw the whole of the rule found them, and `in_baseline` that they have been there ever since.
    """

    rule: str
    stage: Stage
    since: str
    baseline: bool
    in_baseline: bool
    was: State
    findings: int


@dataclass(frozen=True, slots=True)
class _Counted:
    """So many findings of which the same was known, and which are found or not."""

    rule: str
    state: int
    since: str
    baseline: bool
    in_baseline: bool
    found: bool
    unasked: bool
    findings: int


@dataclass(frozen=True, slots=True)
class Ledger:
    """The findings of all stored reviews. `known` are those that are open, or that nobody asks for at the moment.

    Its columns: `key` (the digits with which the key begins), `rule` (its id today), `open`, `first_seen`,
    `in_baseline`, and `text`, the hash of the text that found it. `texts` are the texts by their hashes; `first_looked`
    has the day on which a review first evaluated a rule, and `whole_before` the rules of which one saw the whole, by
    their ids today. `columns` are what the review of each month left.
    """

    presence: Presence
    known: pa.Table
    texts: Mapping[str, str]
    first_looked: Mapping[str, date]
    whole_before: frozenset[str]
    columns: tuple[Remaining, ...]

    def movements(
        self, findings: Path, unasked: pa.Table, evaluations: Mapping[str, Evaluation]
    ) -> tuple[Movement, ...]:
        """What a findings.parquet, that of today, makes of the findings that are known.

        `unasked` has the keys of those that are gone and that no rule looks for any more, `evaluations` how much was
        seen of each rule, by its id.
        """
        connection = self.presence.connection
        connection.register("unasked", unasked)
        rows = connection.execute(
            f"""SELECT coalesce(t.rule, l.id), coalesce(l.state, 0), coalesce(l.since, ''), coalesce(l.baseline, false),
                       coalesce(l.in_baseline, false), t.key IS NOT NULL, u.key IS NOT NULL, count(*)
                FROM (SELECT p.key, v.* FROM presence p JOIN lived v USING ({self.presence.pattern})) l
                FULL JOIN (SELECT {short_key("key")} AS key, rule FROM read_parquet(?)) t ON t.key = l.key
                LEFT JOIN (SELECT {short_key("key")} AS key FROM unasked) u ON u.key = l.key
                WHERE t.key IS NOT NULL OR l.id IS NOT NULL GROUP BY ALL ORDER BY ALL""",
            [str(findings)],
        ).fetchall()
        return tuple(self._movement(_Counted(*row), evaluations) for row in rows)

    def age(self, findings: Path, today: date) -> Age | None:
        """How old the findings of a findings.parquet are that nobody waived; None where there are none."""
        rows = self.presence.connection.execute(
            """SELECT count(*), median(days)::INTEGER, max(days)::INTEGER
            FROM (SELECT ?::DATE - first_seen AS days FROM read_parquet(?) WHERE waived_until IS NULL)""",
            [today, str(findings)],
        ).fetchall()
        number, median, oldest = rows[0]
        return Age(number, median, oldest) if number else None

    def _movement(self, counted: _Counted, evaluations: Mapping[str, Evaluation]) -> Movement:
        evaluation, was = evaluations.get(counted.rule, Evaluation.GONE), State(counted.state)
        stage, _ = moved(was, evaluation, found=counted.found and evaluation in EVALUATED, asked=not counted.unasked)
        since, baseline, in_baseline = counted.since, counted.baseline, counted.in_baseline
        if stage is Stage.NEW:
            since, baseline = "", counted.rule not in self.whole_before
            in_baseline = baseline
        elif stage is Stage.RETURNED:
            since, in_baseline = "", False
        return Movement(counted.rule, stage, since, baseline, in_baseline, was, counted.findings)


@dataclass(frozen=True, slots=True)
class Memory:
    """What earlier reviews say: of the rules of today, and of every finding."""

    past: Past
    before: History
    ledger: Ledger


@contextmanager
def remembered(past: Past, standards: Standards, rules: Sequence[Rule], spill: Path) -> Iterator[Memory]:
    """What the reviews of the past say of these rules. `spill` is a private folder for what memory does not hold.

    A review whose findings cannot be read is left out, and is among the damaged ones of the past.
    """
    while True:
        before = history(past, rules, whole=standards.whole)
        stored = tuple(each for each in (*before.reviews, *past.looked_back()) if (each.folder / FINDINGS).is_file())
        try:
            presence = read_presence(looks(stored, rules, standards.sha256), spill)
        except DamagedReviews as damaged:
            past.damaged.update(damaged.folders)
            continue
        with closing(presence):
            ids = _ids(rules, before, presence.looks)
            ledger = _ledger(presence, ids, stored, {review.folder for review in past.of_each_month()})
            yield Memory(past, before, ledger)
        return


def _ids(rules: Sequence[Rule], before: History, seen: Sequence[Look]) -> dict[str, str]:
    """The ids that this review calls rules by, those that are gone included, by their first ids."""
    gone = {look.names[name]: name for look in seen for name in look.names if name in before.removed}
    return gone | {rule.uid: rule.id for rule in rules}


def _ledger(presence: Presence, ids: Mapping[str, str], stored: Sequence[Stored], months: Collection[Path]) -> Ledger:
    patterns, seen = presence.patterns(), presence.looks
    known, columns = Lives.begin(len(patterns.rule)), []
    for number, known in lives(patterns, seen, presence.rules):
        if seen[number].folder in months:
            columns.append(Remaining.of(number, known, patterns.findings, seen))
    register_lived(presence, patterns, known, ids)
    return Ledger(
        presence,
        still_known(presence),
        texts={rule.sha256: rule.text for review in stored for rule in review.rules.values() if rule.text},
        first_looked={ids.get(rule, rule): look.day for look in reversed(seen) for rule in look.names.values()},
        whole_before=frozenset(
            ids.get(rule, rule) for look in seen for rule in look.rules if look.evaluation(rule) is Evaluation.WHOLE
        ),
        columns=tuple(columns),
    )
