"""Reviews of made-up months: rules whose checks say what a test tells them, composed and archived for real."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, ClassVar

import pyarrow.parquet as pq

from sf_audit.model.review import (
    ApiUse,
    Breach,
    NotReadable,
    Outcome,
    Pillar,
    Reason,
    Review,
    Severity,
    Unread,
    Verdict,
)
from sf_audit.report.review_json import to_json
from sf_audit.review.archive import REVIEW, Archive
from sf_audit.review.compose import Gathered, compose
from sf_audit.review.findings_table import FINDINGS
from sf_audit.review.labels import LABELS
from sf_audit.rulebook.judging.examples import example_snapshot
from sf_audit.rulebook.rules.rule import OrgExample, Rule
from sf_audit.rulebook.workspace.config import Config, Waiver
from sf_audit.rulebook.workspace.standards import Standards
from sf_audit.rulebook.workspace.visibility import PeopleSettings
from sf_audit.snapshot.needs import Need, merge
from sf_audit.snapshot.tables import Snapshot

ORG = "00D000000000001EAA"
HIDDEN = Unread(Reason.FIELD_NOT_VISIBLE, "Account.X is not visible", "Read on Account.X")
PARTLY = Unread(Reason.ROWS_HIDDEN, "only shared rows were read", "View All Records")
FAR = date(2030, 1, 1)


@dataclass(frozen=True)
class Told:
    """A check that sees what the test says."""

    verb: ClassVar[str] = "told"
    seen: Verdict | Unread

    def needs(self) -> Sequence[Need]:
        return []

    def examine(self, _: Snapshot) -> Verdict:
        if isinstance(self.seen, Unread):
            raise NotReadable(self.seen)
        return self.seen


def rule(seen: Verdict | Unread, name: str = "quality/a", **more: Any) -> Rule:
    facts: dict[str, Any] = {"severity": Severity.MEDIUM, "owner": "sales_ops", "partner": "it", "uid": name}
    said = {**facts, **more}
    return Rule(name, title=name, why="", fix="", pillar=Pillar.DATA_QUALITY, check=Told(seen), **said)


def breaking(*ids: str, checked: int = 10, **more: Any) -> Verdict:
    """So many were looked at, and these break the rule."""
    return Verdict(checked, len(ids), tuple(Breach("Account", record_id, "is wrong") for record_id in ids), **more)


def waiver(name: str = "quality/a", until: date = FAR, **more: Any) -> Waiver:
    return Waiver(name, "migration", "cfo", until, **more)


@dataclass
class Workspace:
    """Reviews of one org, month after month."""

    folder: Path
    config: Config = field(default_factory=Config)
    people: PeopleSettings = field(default_factory=PeopleSettings)

    def review(
        self,
        today: date,
        *rules: Rule,
        waivers: Iterable[Waiver] = (),
        org: Mapping[str, Any] | None = None,
        redact: bool = False,
        whole: bool = True,
        started: datetime | None = None,
    ) -> Review:
        """Judge and archive."""
        made, archive = self.folder / "scratch", Archive.of(self.folder, ORG)
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir(parents=True)
        begun = started or datetime(today.year, today.month, today.day, 6, tzinfo=UTC)
        gathered = Gathered("sha", begun, "auditor", ApiUse(1, 100))
        standards = Standards(rules, self.config, tuple(waivers), "rules", whole=whole, people=self.people)
        needs = merge(standards.needs(today))
        with example_snapshot(OrgExample(org=org or {}, today=today), needs) as snapshot:
            review = compose(snapshot, standards, gathered, archive, made, redact=redact)

        def fill(folder: Path) -> None:
            for path in made.iterdir():
                shutil.copyfile(path, folder / path.name)
            (folder / REVIEW).write_text(to_json(review), encoding="utf-8")

        archive.write(review.period, fill)
        return review

    def stored(self, period: str, number: int) -> Path:
        """The folder of a review in the archive."""
        return self.folder / "reviews" / ORG / period / str(number)

    @property
    def findings(self) -> list[dict[str, Any]]:
        """Of the last review, in the order of the file."""
        return _rows(self.folder / "scratch" / FINDINGS)

    @property
    def labels(self) -> list[dict[str, Any]] | None:
        """Of the last review, None where there is no file."""
        path = self.folder / "scratch" / LABELS
        return _rows(path) if path.is_file() else None


def outcome(review: Review, name: str = "quality/a") -> Outcome:
    return next(outcome for outcome in review.outcomes if outcome.rule == name)


def _rows(path: Path) -> list[dict[str, Any]]:
    with pq.ParquetFile(path) as file:
        found: list[dict[str, Any]] = file.read().to_pylist()
    return found
