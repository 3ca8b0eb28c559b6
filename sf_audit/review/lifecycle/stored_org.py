"""An org of a workspace by its stored reviews, for commands that look at nothing else."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from sf_audit.errors import IntegrityBroken, UsageProblem
from sf_audit.review.archive import Archive, find_review
from sf_audit.review.findings_table import FINDINGS
from sf_audit.review.history import Past, Stored, read_review
from sf_audit.review.lifecycle.looks import looks
from sf_audit.review.lifecycle.presence import DamagedReviews, Presence, read_presence
from sf_audit.snapshot.chain_folders import REVIEWS

#: Sorts after every month that there can be.
_ALWAYS = "9999-12"


@dataclass(frozen=True, slots=True)
class StoredOrg:
    """The reviews of one org. `past` notes those that cannot be read."""

    id: str
    past: Past

    @classmethod
    def of(cls, workspace: Path, org_id: str = "") -> StoredOrg:
        """The org with this id; without one, the only org of the workspace. UsageProblem where that names none."""
        home = workspace / REVIEWS
        names = sorted(path.name for path in home.iterdir() if path.is_dir()) if home.is_dir() else []
        known = ", ".join(names)
        if org_id:
            names = [name for name in names if name[:15] == org_id[:15]]
        if len(names) == 1:
            return cls(names[0], Past(Archive(home / names[0]), _ALWAYS))
        if not known:
            raise UsageProblem(f"no review is stored in {home}", hint="Name a workspace with --workspace.")
        problem = f"no review of {org_id} is stored here" if org_id else "reviews of several orgs are stored here"
        raise UsageProblem(problem, hint=f"Name one of them with --org-id: {known}.")

    def months(self) -> tuple[Stored, ...]:
        """The review that stands for each month, the oldest month first."""
        return tuple(self.past.of_each_month())[::-1]

    def review(self, where: str) -> Stored:
        """A review by its month, or by its folder."""
        folder = self._folder(where)
        try:
            return read_review(folder)
        except (OSError, ValidationError, IntegrityBroken) as damage:
            raise IntegrityBroken(
                f"{folder} cannot be read ({type(damage).__name__})", hint="Restore it from a backup."
            ) from None

    @property
    def name(self) -> str:
        """What the org is called in its newest month."""
        return next((review.org_name for review in self.past.of_each_month()), "") or self.id

    @property
    def damaged(self) -> tuple[str, ...]:
        """The reviews that were met and cannot be read, by their places."""
        return tuple(sorted(place(folder) for folder in self.past.damaged))

    @contextmanager
    def remembered(self, more: Sequence[Stored] = ()) -> Iterator[Presence]:
        """All findings of what a review would look back on, and of these reviews. Damaged ones are left out."""
        # Only keys, ids of rules, names of objects and dates are spilled: nothing of a record.
        with tempfile.TemporaryDirectory(prefix="sf-audit-") as spill, closing(self._read(more, Path(spill))) as read:
            if self.past.damaged and not self.months():
                raise IntegrityBroken(
                    f"no stored review can be read: damaged or without {FINDINGS} are {', '.join(self.damaged)}",
                    hint="Restore them from a backup; sf-audit verify says what was changed.",
                )
            if not self.months():
                hint = "Run sf-audit review without --rule, once a month."
                raise UsageProblem("no month was reviewed by all rules", hint=hint)
            yield read

    def _read(self, more: Sequence[Stored], spill: Path) -> Presence:
        """What there is of the findings. A review that lost its own is as damaged as one whose findings are damaged."""
        while True:
            named = (each for each in more if each.folder not in self.past.damaged)
            found = (*self.past.looked_back(), *self.months(), *named)
            lost = {each.folder for each in found if not (each.folder / FINDINGS).is_file()}
            self.past.damaged.update(lost)
            try:
                if not lost:
                    return read_presence(looks(found), spill)
            except DamagedReviews as damaged:
                self.past.damaged.update(damaged.folders)

    def _folder(self, where: str) -> Path:
        if where in self.past.archive.periods():
            found = [folder for folder in self.past.archive.best_first(where) if (folder / FINDINGS).is_file()]
            if found:
                return found[0]
        path = Path(where)
        if not _is_there(path):
            months = ", ".join(self.past.archive.periods()[::-1])
            raise UsageProblem(f"there is no review “{where}”", hint=f"Name a folder of a review, or one of: {months}.")
        folder = find_review(path).resolve()
        if folder.parent.parent != self.past.archive.folder.resolve():
            raise UsageProblem(f"{where} is no review of {self.id}", hint="Compare reviews of one org and workspace.")
        return self.past.archive.folder / folder.parent.name / folder.name


def _is_there(path: Path) -> bool:
    """Also of a name that no file can have."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def place(folder: Path) -> str:
    """Where a review is in its archive: `2026-10/2`."""
    return f"{folder.parent.name}/{folder.name}"
