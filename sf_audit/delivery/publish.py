"""Writes a judged review to the archive and to where somebody wants it."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryFile

from sf_audit.delivery.written import write
from sf_audit.errors import UsageProblem
from sf_audit.model.layout import DEFAULT_LAYOUT, Layout
from sf_audit.report.formats import DOCUMENT
from sf_audit.review.archive import SOME_RULES, Archive
from sf_audit.review.examples import with_examples
from sf_audit.review.findings_table import FINDINGS
from sf_audit.review.labels import LABELS
from sf_audit.review.lifecycle.unasked import UNASKED
from sf_audit.review.merges import MERGES
from sf_audit.review.review_manifest import Sealing
from sf_audit.review.rules_file import RULES
from sf_audit.review.run import Judged
from sf_audit.rulebook.workspace.sources import SOURCES
from sf_audit.snapshot.chain import Chain
from sf_audit.snapshot.disk import FULL
from sf_audit.snapshot.layout import MANIFEST, SEAL, SIGNATURE
from sf_audit.snapshot.out_files import copy_into
from sf_audit.snapshot.signing import Signer

#: Files of the archive that say nothing without their chain, or to people.
_PROOF = frozenset({MANIFEST, SEAL, SIGNATURE, SOURCES, UNASKED})


def publish(
    judged: Judged,
    workspace: Path,
    out: Path | None,
    formats: Sequence[str],
    *,
    redact: bool,
    layout: Layout = DEFAULT_LAYOUT,
    whole: bool = True,
    signer: Signer | None = None,
) -> Path:
    """The folder with all files of the review: `out`, or the one in the archive.

    A review that is not `whole`, because somebody chose some rules, is kept apart from the months. The one in the
    archive is sealed, and an entry of the org's chain; `out` holds a copy for people.
    """
    review = with_examples(judged.review, judged.folder)

    def fill(folder: Path) -> None:
        for name in (FINDINGS, LABELS, MERGES, RULES, SOURCES, UNASKED):
            if (judged.folder / name).is_file():
                shutil.copyfile(judged.folder / name, folder / name)
        write(review, folder, [*formats, DOCUMENT.name], redact=redact, layout=layout)

    sealing = Sealing(Chain(workspace, review.org.id, signer), judged.judgement)
    kept = Archive.of(workspace, review.org.id).write(review.period if whole else SOME_RULES, fill, sealing)
    return kept if out is None else _copied(kept, out)


def require_writable(out: Path) -> None:
    """UsageProblem where no files can be put into this folder, before an org is read for nothing."""
    try:
        out.mkdir(parents=True, exist_ok=True, mode=0o700)
        with TemporaryFile(dir=out):
            pass
    except OSError as problem:
        raise UsageProblem(f"{out} cannot be written: {problem.strerror}", hint="Name another folder.") from None


def require_workspace(folder: Path) -> None:
    """UsageProblem where no workspace can be made or written, before an org is read for nothing. Nothing is made."""
    there = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    try:
        with TemporaryFile(dir=there):
            pass
    except OSError as problem:
        if problem.errno in FULL:  # no fault of who named it
            return
        says = f"the workspace {folder} cannot be written: {problem.strerror}"
        raise UsageProblem(says, hint="Name another folder with --workspace, or look at its permissions.") from None


def _copied(kept: Path, out: Path) -> Path:
    """The files that people read, beside what is in `out` already; what proves them stays in the archive."""
    try:
        out.mkdir(parents=True, exist_ok=True, mode=0o700)
        for path in sorted(kept.iterdir()):
            if path.name not in _PROOF:
                copy_into(path, out / path.name)
    except OSError as problem:
        raise UsageProblem(
            f"{out} cannot be written: {problem.strerror}", hint=f"The review is kept in {kept}."
        ) from None
    return out
