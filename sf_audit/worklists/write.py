"""All lists of a review in a private folder: all of them, or the folder as it was before."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import time
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from sf_audit.errors import IntegrityBroken, UsageProblem
from sf_audit.model.worklist import Kind, Occasion, Recipient, Worklist
from sf_audit.report.json_document import json_document
from sf_audit.report.worklists.csv import data_loader_csv
from sf_audit.report.worklists.formats import WORKLIST_FORMATS
from sf_audit.report.worklists.page import Written, WrittenMerges, overview_page
from sf_audit.snapshot.disk import FULL
from sf_audit.worklists.compose import Lists
from sf_audit.worklists.write_merges import write_merges, write_merges_csv

#: Where the lists of an org are in its workspace, unless somebody names another folder.
WORKLISTS = "worklists"

#: Says that a folder is one of ours, and may be written anew.
MARK = "worklists.json"
OVERVIEW = "index.html"

_LISTS, _LOADS = "lists", "data-loader"

#: How folders are called that are not whole yet, beside the one that they will be.
_UNFINISHED = ".sf-audit-worklists-"
_ABANDONED_SECONDS = 24 * 60 * 60

_NOT_PLAIN = re.compile(r"[^a-z0-9]+")
_PLAIN_KEY = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")
_LONGEST_NAME = 40

#: Letters of Latin that have no base letter in Unicode.
_SPELLED = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "þ": "th", "ı": "i"})


def require_replaceable(out: Path) -> None:
    """UsageProblem where the lists cannot take the place of this folder, before anything is worked out."""
    if out.is_symlink() or (os.path.lexists(out) and not out.is_dir()):
        raise UsageProblem(f"{out} is no folder of its own", hint="Name another one with --out.")
    if out.is_dir() and any(out.iterdir()) and not (out / MARK).is_file():
        raise UsageProblem(f"{out} holds other files than worklists", hint="Name another folder with --out.")


def write_lists(lists: Lists, formats: Sequence[str], out: Path) -> int:
    """Write the lists in these formats, and the values to load; the number of lists.

    What lay in the folder is gone when all of the new lists are whole, and not before.
    """
    require_replaceable(out)
    with _all_or_nothing(out) as staged:
        for name in (_LISTS, _LOADS):
            (staged / name).mkdir(mode=0o700)
        written = [_write(worklist, lists.occasion, formats, staged) for worklist in lists.of_each()]
        loads = list(_write_loads(lists, staged))
        merges = write_merges(lists, formats, staged)
        if "html" in formats:
            overview = overview_page(lists.occasion, written, loads, merges)
            (staged / OVERVIEW).write_text(overview, encoding="utf-8")
        (staged / MARK).write_text(_document(lists, written, loads, merges), encoding="utf-8")
    return len(written)


def file_stem(recipient: Recipient) -> str:
    """What the files of a list are called: in letters that every disk and mail program takes, and never twice."""
    if recipient.kind is Kind.ROLE:
        # Roles are called as people like; two of them must not be one file.
        mark = "" if _PLAIN_KEY.fullmatch(recipient.id) else sha256(recipient.id.encode()).hexdigest()[:8]
        return "-".join(filter(None, (recipient.kind.value, _plain(recipient.id), mark)))
    return "-".join(filter(None, (recipient.kind.value, _plain(recipient.name), recipient.id)))


def _plain(text: str) -> str:
    spelled = unicodedata.normalize("NFKD", text.lower().translate(_SPELLED))
    ascii_only = spelled.encode("ascii", "ignore").decode()
    return _NOT_PLAIN.sub("-", ascii_only).strip("-")[:_LONGEST_NAME].strip("-")


def _write(worklist: Worklist, occasion: Occasion, formats: Sequence[str], folder: Path) -> Written:
    files = []
    for name in formats:
        form = WORKLIST_FORMATS[name]
        file = f"{_LISTS}/{file_stem(worklist.recipient)}{form.suffix}"
        form.write(worklist, occasion, folder / file)
        files.append((name.upper(), file))
    if worklist.merges and "csv" in formats:
        file = write_merges_csv(worklist.merges, occasion, folder, file_stem(worklist.recipient))
        files.append(("Merges", file))
    return Written(worklist.recipient, tuple(files), worklist.findings, worklist.at_stake)


def _write_loads(lists: Lists, folder: Path) -> Iterator[tuple[str, str]]:
    """A file for each field: with several in one, an empty cell could take a value away."""
    for (name, field), corrections in sorted(lists.corrections.items()):
        file = f"{_LOADS}/{name}.{field}.csv"
        (folder / file).write_text("".join(data_loader_csv(field, corrections)), encoding="utf-8", newline="")
        yield f"{name}.{field}", file


def _document(
    lists: Lists, written: Sequence[Written], loads: Sequence[tuple[str, str]], merges: Sequence[WrittenMerges]
) -> str:
    """The lists for programs: whose they are, and which files. Of nobody it says how much there is to do."""
    occasion = lists.occasion
    return json_document(
        {
            "schema_version": 1,
            "org": occasion.org.id,
            "period": occasion.period,
            "by": occasion.by.value,
            "snapshot": occasion.snapshot,
            "redacted": occasion.redact,
            "missing": occasion.missing,
            "lists": [
                {"kind": each.recipient.kind.value, "id": each.recipient.id, "files": [file for _, file in each.files]}
                for each in written
            ],
            "data_loader": [file for _, file in loads],
            "merges": [{"object": each.object, "files": [file for _, file in each.files]} for each in merges],
        }
    )


@contextmanager
def _all_or_nothing(out: Path) -> Iterator[Path]:
    """A folder to fill, which takes the place of `out` when the block ends without an error."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _clear_abandoned(out.parent)
        staged = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=out.parent))
    except OSError as problem:
        raise _refused(out, problem) from None
    try:
        yield staged
        _make_private(staged)
        _replace(out, staged)
    except OSError as problem:
        raise _refused(out, problem) from problem
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def _clear_abandoned(parent: Path) -> None:
    """Remove what killed processes left more than a day ago: it names people."""
    for path in parent.iterdir():
        is_ours = path.name.startswith(_UNFINISHED) and path.is_dir() and not path.is_symlink()
        if is_ours and time.time() - path.stat().st_mtime > _ABANDONED_SECONDS:
            shutil.rmtree(path, ignore_errors=True)


def _make_private(folder: Path) -> None:
    for path in folder.rglob("*"):
        path.chmod(0o700 if path.is_dir() else 0o600)


def _replace(out: Path, staged: Path) -> None:
    old = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=out.parent))
    try:
        if out.is_dir():
            os.rename(out, old / "old")
        os.rename(staged, out)
    finally:
        if not out.exists() and (old / "old").is_dir():
            os.rename(old / "old", out)
        shutil.rmtree(old, ignore_errors=True)


def _refused(out: Path, problem: OSError) -> UsageProblem | IntegrityBroken:
    reason = os.strerror(problem.errno) if problem.errno else type(problem).__name__
    if problem.errno in FULL:
        return IntegrityBroken(f"{out} could not be written: {reason}", hint="Make room, then run again.")
    return UsageProblem(f"{out} cannot be written: {reason}", hint="Name another folder with --out.")
