"""The stored reviews of an org, as a later review needs them: read one at a time, as far back as somebody asks.

One that cannot be read is left out and named. It costs the comparison with it, never the review of today.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from heapq import merge
from itertools import chain, islice
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, TypeAdapter, ValidationError

from sf_audit.errors import IntegrityBroken
from sf_audit.model.review import Coverage, Outcome, Point, ReviewStatus, Score, Status
from sf_audit.model.score import FORMULA
from sf_audit.model.tally import Tally
from sf_audit.review.archive import REVIEW, SOME_RULES, Archive
from sf_audit.review.findings_table import FINDINGS
from sf_audit.review.restated import restated
from sf_audit.review.rules_file import StoredRule, read_rules
from sf_audit.review.score import total
from sf_audit.snapshot.json_file import read_stored
from sf_audit.snapshot.org_day import org_day

#: How far anybody looks back: so many months, and so many reviews of each, because an hourly run makes 700.
MONTHS, REVIEWS_OF_A_MONTH = 24, 100

#: A year, so that the trend line shows this month beside that of a year ago.
POINTS = 12


@dataclass(frozen=True, slots=True)
class Stored:
    """What a later review needs of a stored one. `evaluated` says of each such rule whether all of it was seen.

    `day` is the org's. `outcomes` has every rule of the review, also those that are not evaluated, and `rules` what
    each of them asked, where the review says.
    """

    folder: Path
    period: str
    started: datetime
    evaluated: Mapping[str, bool]
    point: Point
    outcomes: Mapping[str, Outcome]
    rules: Mapping[str, StoredRule]
    rules_sha256: str
    score: Score
    day: date
    org_name: str = ""

    def by_todays_formula(self) -> Point:
        """Its point; where an older formula scored it, with its score by today's, as far as that can be known."""
        if self.score.formula == FORMULA or self.point.score is None:
            return self.point
        rules = restated(self.outcomes.values(), self.score)
        if rules is None:
            return self.point
        return replace(self.point, score=total(rules), formula=FORMULA, published=self.point.score)


@dataclass(frozen=True, slots=True)
class Past:
    """The reviews of an org up to a period. `damaged` fills with those that were met and cannot be read."""

    archive: Archive
    period: str
    damaged: set[Path] = field(default_factory=set)
    _read_before: dict[Path, Stored] = field(default_factory=dict)

    def newest_first(self) -> Iterator[Stored]:
        """Reviews that still have their findings.

        Those of some rules are among them: what they say of these rules is as good as what a month's review says.
        """
        months = chain.from_iterable(self._by_time(month) for month in self._months())
        return merge(months, self._by_time(SOME_RULES), key=_started, reverse=True)

    def latest(self) -> Stored | None:
        """The newest review of all rules that still has its findings."""
        return next(chain.from_iterable(self._by_time(month) for month in self._months()), None)

    def points(self) -> tuple[Point, ...]:
        """The review that stands for each earlier month, the oldest month first; at most twelve."""
        found = (stored for stored in self.of_each_month() if stored.period < self.period)
        return tuple(stored.by_todays_formula() for stored in islice(found, POINTS))[::-1]

    def of_each_month(self) -> Iterator[Stored]:
        """The review that stands for each month, this one included, the newest month first."""
        best = (islice(self._read(self.archive.best_first(month)), 1) for month in self._all_months())
        return chain.from_iterable(best)

    def looked_back(self) -> Iterator[Stored]:
        """Every review of the newest two months and of some rules, and the one that stands for each month before."""
        newest = self._months()[:2]
        recent = chain.from_iterable(self._by_time(month) for month in (*newest, SOME_RULES))
        return chain(recent, (stored for stored in self.of_each_month() if stored.period not in newest))

    def compared_with(self) -> Stored | None:
        """The review whose score stands beside today's: the newest whole month with one, or else the review before."""
        found = (stored for stored in self.of_each_month() if stored.period < self.period)
        scored = (
            stored
            for stored in islice(found, POINTS)
            if stored.point.status is ReviewStatus.COMPLETE and stored.point.score is not None
        )
        return next(scored, None) or self.latest()

    def is_empty(self) -> bool:
        """Whether there is no earlier review, readable or not."""
        return not any(self.archive.of_period(period) for period in (SOME_RULES, *self._months()))

    def banners(self) -> tuple[str, ...]:
        """What a reader must know of the reviews that were left out."""
        names = sorted(f"{folder.parent.name}/{folder.name}" for folder in self.damaged)
        problem = "cannot be read, and what changed is told without it. Restore it, or move its folder away."
        return tuple(f"The stored review {name} {problem}" for name in names)

    def _months(self) -> list[str]:
        """The newest months, this one first."""
        return self._all_months()[:MONTHS]

    def _all_months(self) -> list[str]:
        """A name that is no month sorts after every month."""
        return [name for name in self.archive.periods() if name <= self.period]

    def _by_time(self, period: str) -> list[Stored]:
        """The newest reviews of a period, in the order of their snapshots: an old one may have been judged again."""
        folders = (folder for folder in self.archive.of_period(period) if (folder / FINDINGS).is_file())
        read = self._read(islice(folders, REVIEWS_OF_A_MONTH))
        return sorted((stored for stored in read if stored.period <= self.period), key=_started, reverse=True)

    def _read(self, folders: Iterable[Path]) -> Iterator[Stored]:
        for folder in folders:
            if folder in self.damaged:
                continue
            try:
                self._read_before[folder] = self._read_before.get(folder) or read_review(folder)
            except (OSError, ValidationError, IntegrityBroken):
                self.damaged.add(folder)
                continue
            yield self._read_before[folder]


@dataclass(frozen=True)
class _Org:
    """What the org is called, and which days are its days."""

    name: str = ""
    time_zone: str = "UTC"


@dataclass(frozen=True)
class _Document:
    """The keys of review.json that are read back."""

    period: Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
    started: AwareDatetime
    finished: AwareDatetime
    status: ReviewStatus
    score: Score
    coverage: Coverage
    outcomes: tuple[Outcome, ...]
    org: _Org = field(default_factory=_Org)
    rules_sha256: str = ""
    schema_version: Literal[1] = 1


def read_review(folder: Path) -> Stored:
    """A stored review. Raises OSError, ValidationError or IntegrityBroken where it cannot be read."""
    review = _adapter().validate_json(read_stored(folder / REVIEW))
    evaluated = {
        outcome.rule: not outcome.reason for outcome in review.outcomes if outcome.status is not Status.NOT_CHECKED
    }
    tally = Tally.of(review.outcomes)
    point = Point(
        period=review.period,
        finished=review.finished,
        status=review.status,
        score=review.score.overall,
        checked=review.coverage.checked,
        total=review.coverage.total,
        open_findings=tally.open,
        within_tolerance=tally.within_tolerance,
        formula=review.score.formula,
    )
    outcomes = {outcome.rule: outcome for outcome in review.outcomes}
    rules = read_rules(folder)
    day = org_day(review.started, review.org.time_zone)
    return Stored(
        folder,
        review.period,
        review.started,
        evaluated,
        point,
        outcomes,
        rules,
        review.rules_sha256,
        review.score,
        day,
        review.org.name,
    )


def _started(stored: Stored) -> datetime:
    """To the minute. Orgs tell their time in whole seconds, and so runs in quick succession may seem to be swapped."""
    return stored.started.replace(second=0, microsecond=0)


@cache
def _adapter() -> TypeAdapter[_Document]:
    return TypeAdapter(_Document)
