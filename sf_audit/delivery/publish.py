"""Writes a judged review to the archive and to where somebody wants it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryFile

import pyarrow.parquet as pq

from sf_audit.errors import UsageProblem
from sf_audit.model.review import Review
from sf_audit.report.formats import DOCUMENT, FORMATS, Document
from sf_audit.review.archive import SOME_RULES, Archive
from sf_audit.review.examples import with_examples
from sf_audit.review.findings_table import FINDINGS, LABELS
from sf_audit.review.rules_file import RULES
from sf_audit.review.run import Judged


def publish(
    judged: Judged, workspace: Path, out: Path | None, formats: Sequence[str], *, redact: bool, whole: bool = True
) -> Path:
    """The folder with all files of the review: `out`, or the one in the archive.

    A review that is not `whole`, because somebody chose some rules, is kept apart from the months.
    """
    review = with_examples(judged.review, judged.folder)

    def fill(folder: Path) -> None:
        for name in (FINDINGS, LABELS, RULES):
            if (judged.folder / name).is_file():
                shutil.copyfile(judged.folder / name, folder / name)
        write(review, folder, [*formats, DOCUMENT.name], redact=redact)

    kept = Archive.of(workspace, review.org.id).write(review.period if whole else SOME_RULES, fill)
    return kept if out is None else _copied(kept, out)


def require_writable(out: Path) -> None:
    """UsageProblem where no files can be put into this folder, before an org is read for nothing."""
    try:
        out.mkdir(parents=True, exist_ok=True, mode=0o700)
        with TemporaryFile(dir=out):
            pass
    except OSError as problem:
        raise UsageProblem(f"{out} cannot be written: {problem.strerror}", hint="Name another folder.") from None


def write(review: Review, folder: Path, formats: Sequence[str], *, redact: bool) -> None:
    """The review in these formats, beside findings.parquet."""
    document = Document(review, lambda: _rows(folder / FINDINGS), redact)
    for name in formats:
        with (folder / FORMATS[name].file).open("wb") as file:
            file.writelines(FORMATS[name].written(document))


def _rows(path: Path) -> Iterator[Mapping[str, object]]:
    with pq.ParquetFile(path) as file:
        for batch in file.iter_batches():
            yield from batch.to_pylist()


def _copied(kept: Path, out: Path) -> Path:
    try:
        out.mkdir(parents=True, exist_ok=True, mode=0o700)
        for path in sorted(kept.iterdir()):
            beside = out / f".{path.name}.new"
            shutil.copyfile(path, beside)
            beside.replace(out / path.name)
    except OSError as problem:
        raise UsageProblem(
            f"{out} cannot be written: {problem.strerror}", hint=f"The review is kept in {kept}."
        ) from None
    return out
