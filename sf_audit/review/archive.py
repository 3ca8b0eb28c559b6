"""Where reviews are kept: `reviews/<org id>/<period>/<n>/`, with `current` naming the one that stands for a period.

That is the newest complete one, by its snapshot: neither a run that was cut short takes the place of a whole one, nor
an old snapshot that is judged again.

A review is written into a hidden folder and renamed, so that a reader sees all of it or nothing.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sf_audit.errors import IntegrityBroken, UsageProblem
from sf_audit.review.review_manifest import Sealing
from sf_audit.review.unfinished import begin_unfinished
from sf_audit.snapshot.chain_changes import make_durable
from sf_audit.snapshot.chain_folders import REVIEWS, numbered
from sf_audit.snapshot.disk import sync_folder
from sf_audit.snapshot.json_file import read_json_file
from sf_audit.snapshot.plain_names import refuse_link

REVIEW, CURRENT = "review.json", "current"

#: The period of reviews that ran only some of the rules: no month's review, and no point of the trend.
SOME_RULES = "some-rules"


@dataclass(frozen=True, slots=True)
class Archive:
    """All reviews of one org in a workspace. Sandboxes have an org id, and so a history, of their own."""

    folder: Path

    @classmethod
    def of(cls, workspace: Path, org_id: str) -> Archive:
        """The archive of this org, empty if there is none yet."""
        return cls(workspace / REVIEWS / org_id)

    def all(self) -> list[Path]:
        """Folders of finished reviews, newest first."""
        return [folder for period in self.periods() for folder in self.of_period(period)]

    def periods(self) -> list[str]:
        """The periods that have reviews, newest first; SOME_RULES, if there are any, before them."""
        if not self.folder.is_dir():
            return []
        return sorted((path.name for path in self.folder.iterdir() if path.is_dir()), reverse=True)

    def of_period(self, period: str) -> list[Path]:
        """Folders of the finished reviews of a period, newest first."""
        return [path for path in numbered(self.folder / period)[::-1] if (path / REVIEW).is_file()]

    def best_first(self, period: str) -> list[Path]:
        """As `of_period`, but for the review that stands for the period: it comes first."""
        link = self.folder / period / CURRENT
        current = os.readlink(link) if link.is_symlink() else ""
        return sorted(self.of_period(period), key=lambda path: path.name != current)

    def write(self, period: str, fill: Callable[[Path], None], sealing: Sealing | None = None) -> Path:
        """Make the folder of a new review; `fill` writes the files into it, and `sealing` makes it evidence."""
        home = self.folder / period
        try:
            return _stored(home, fill, sealing)
        except OSError as problem:
            reason = os.strerror(problem.errno) if problem.errno else type(problem).__name__
            raise IntegrityBroken(
                f"the review could not be stored in {home}: {reason}. Reviews from before are untouched",
                hint="Look at the disk, then judge the same snapshot again: sf-audit review --snapshot FOLDER.",
            ) from problem


def find_review(where: Path) -> Path:
    """The folder of a review, given itself, a file in it, or an archive's period."""
    for candidate in (where, where.parent, where / CURRENT):
        if (candidate / REVIEW).is_file():
            return _meant(candidate)
    raise UsageProblem(f"{where}: there is no {REVIEW}", hint="Name the folder of a review, see `reviews/`.")


def _meant(folder: Path) -> Path:
    """The folder that `current` stands for; IntegrityBroken where that is no review beside it."""
    if folder.name != CURRENT or not folder.is_symlink():
        return folder
    name = os.readlink(folder)
    if name not in {path.name for path in numbered(folder.parent)}:
        raise IntegrityBroken(f"{folder} does not lead to a review beside it", hint="Remove it, and review again.")
    return folder.with_name(name)


def read_json(folder: Path) -> dict[str, object]:
    """The review.json of a folder, unparsed."""
    content = read_json_file(folder / REVIEW)
    if not isinstance(content, dict):
        raise IntegrityBroken(f"{folder / REVIEW} is not a review", hint="Restore it, or move the folder away.")
    return content


def _stored(home: Path, fill: Callable[[Path], None], sealing: Sealing | None) -> Path:
    refuse_link(home).mkdir(parents=True, exist_ok=True, mode=0o700)
    staged = begin_unfinished(home, _next_number(home))
    try:
        fill(staged)
        make_durable(staged)
        final = _sealed(home, staged, sealing) if sealing else _named(home, staged, _next_number(home))
    except BaseException:
        shutil.rmtree(staged, ignore_errors=True)  # on a full disk these are the bytes that others need
        raise
    if _rank(final) >= _rank(home / CURRENT):
        _point(home / CURRENT, int(final.name))
    sync_folder(home)
    return final


def _sealed(home: Path, staged: Path, sealing: Sealing) -> Path:
    """Give the review its name while the chain is held, so that it is built upon the entry before its own."""
    with sealing.chain.writing() as writer:
        number = max(_next_number(home), sealing.next_number(writer, home))
        manifest = sealing.seal(writer, staged, home.name, number)
        final = _named(home, staged, number)
        sealing.enter(writer, final, manifest)
    return final


def _named(home: Path, staged: Path, number: int) -> Path:
    final = home / str(number)
    staged.rename(final)
    sync_folder(home)
    return final


def _next_number(home: Path) -> int:
    return max((int(folder.name) for folder in numbered(home)), default=0) + 1


def _rank(folder: Path) -> tuple[bool, str]:
    """What lets one review stand for its period rather than another: that it is complete, then its snapshot's time.

    To the minute, as in `sf_audit.review.history`.
    """
    try:
        document = read_json(folder)
    except IntegrityBroken:
        return (False, "")
    return document.get("status") == "complete", str(document.get("started", ""))[: len("2026-11-22T06:00")]


def _point(link: Path, number: int) -> None:
    fresh = link.with_name(f".current-{number}")
    fresh.unlink(missing_ok=True)
    os.symlink(str(number), fresh)
    fresh.replace(link)
