"""Adds a waiver to `waivers.yaml`: everything that stands there stays as it is, comments and line ends too.

What would come out is read again before the file is replaced. Where it would not hold what was there and the new
waiver, nothing is written.
"""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from pathlib import Path

from ruamel.yaml.comments import CommentedSeq

from sf_audit.errors import UsageProblem
from sf_audit.rulebook.files.yaml_file import Written, read_yaml
from sf_audit.rulebook.files.yaml_text import yaml_bytes
from sf_audit.rulebook.workspace.config import WAIVERS_FILE, Waiver, load_waivers
from sf_audit.small_file import is_there
from sf_audit.snapshot.chain_folders import SNAPSHOTS
from sf_audit.snapshot.disk import private_folder, write_whole
from sf_audit.snapshot.lock import lock_folder

_KEY = "waivers"
_MARK = b"\xef\xbb\xbf"
_EMPTY_LIST = re.compile(r"(waivers:)[ \t]*\[[ \t]*\](.*)", re.DOTALL)
_DASH = re.compile(r"([ \t]*)-(?:[ \t\r\n]|$)")

#: Seconds to wait for somebody else who adds a waiver.
_WAIT = 10


def add_waiver(workspace: Path, waiver: Waiver) -> Path:
    """Add it at the end of the file, which is made where there is none. UsageProblem where that cannot be done."""
    path = (workspace / WAIVERS_FILE).resolve()
    lock = lock_folder(private_folder(workspace / SNAPSHOTS), wait=_WAIT)
    try:
        before = yaml_bytes(path) if is_there(path) else b""
        known = load_waivers(workspace)
        after = _added(path, before, waiver)
        if _read(after) != (*known, waiver):
            raise _by_hand(path, waiver)
        _replace(path, after)
    finally:
        lock.release()
    return path


def _replace(path: Path, content: bytes) -> None:
    """With the permissions that the file has."""
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
    write_whole(path, content)
    path.chmod(mode)


def _read(content: bytes) -> tuple[Waiver, ...]:
    """What the file would say; nothing where it could not be read."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / WAIVERS_FILE).write_bytes(content)
        try:
            return load_waivers(Path(folder))
        except UsageProblem:
            return ()


def _added(path: Path, before: bytes, waiver: Waiver) -> bytes:
    mark = _MARK if before.startswith(_MARK) else b""
    text = before.removeprefix(_MARK).decode("utf-8")
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    if lines and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += end
    place, indent, head = _place(path, lines, waiver)
    entry = [f"{line}{end}" for line in (*head, *_entry(waiver, indent))]
    return mark + "".join((*lines[:place], *entry, *lines[place:])).encode()


def _place(path: Path, lines: list[str], waiver: Waiver) -> tuple[int, str, Sequence[str]]:
    """Before which line the entry goes, how far it is indented, and what stands before it. May change `lines`."""
    written = read_yaml(path, may_be_empty=True) if lines else Written(path, {})
    listed = written.content.get(_KEY)
    if listed is None:
        return len(lines), "  ", [f"{_KEY}:"]
    number = written.line((_KEY,)) - 1
    empty = _EMPTY_LIST.fullmatch(lines[number])
    if empty:
        lines[number] = f"{empty[1]}{empty[2]}"
        return number + 1, "  ", ()
    if not isinstance(listed, CommentedSeq) or not listed or listed.fa.flow_style():
        raise _by_hand(path, waiver)
    dashes = (_DASH.match(line) for line in reversed(lines[: written.line((_KEY, 0))]))
    return len(lines), next(dash[1] for dash in dashes if dash), ()


def _by_hand(path: Path, waiver: Waiver) -> UsageProblem:
    entry = "\n".join(_entry(waiver, "  "))
    return UsageProblem(
        f"{path}: is written in a form that nothing can be added to without changing the rest",
        hint=f"Write each waiver on lines of its own, or add this one yourself:\n{entry}",
    )


def _entry(waiver: Waiver, indent: str) -> list[str]:
    """The lines of the entry; what it does not say is left out."""
    values = ((field.name, getattr(waiver, field.name)) for field in fields(waiver))
    lines = [f"{name}: {_scalar(value)}" for name, value in values if value not in ("", None, False)]
    return [f"{indent}{'  ' if number else '- '}{line}" for number, line in enumerate(lines)]


def _scalar(value: object) -> str:
    """Texts stand in quotes, so that nothing in them is a number, a comment or a key."""
    if isinstance(value, date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False)
