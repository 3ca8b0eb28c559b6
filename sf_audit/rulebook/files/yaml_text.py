"""The text of a file that people wrote: UTF-8 with or without a byte order mark, and lines as any editor ends them."""

from __future__ import annotations

import re
from pathlib import Path

from sf_audit.errors import UsageProblem
from sf_audit.small_file import FileTooLarge, read_small_file

LARGEST = 1_000_000

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_SAVE = "Save the file as UTF-8 (in Notepad: Save as, Encoding)."

#: What YAML 1.2 allows in a file beside printable characters ("YAML 1.2.2", 5.1).
_CONTROL = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def yaml_text(path: Path) -> str:
    """The text. Raises UsageProblem for what is no such file, too large, not UTF-8, or holds control characters."""
    content = yaml_bytes(path)
    if content.startswith(_UTF_16):
        raise UsageProblem(f"{path}: the file is saved as UTF-16", hint=_SAVE)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content.count(b"\n", 0, problem.start) + 1
        letter = content[problem.start : problem.start + 1].decode("cp1252", "replace")
        says = f"{path}:{line}: not UTF-8 text: here stands “{letter}” as Windows writes it (Windows-1252)"
        raise UsageProblem(says, hint=_SAVE) from None
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        says = f"{path}:{line}: a control character (U+{ord(control[0]):04X}) that nobody sees stands in this line"
        raise UsageProblem(says, hint="Write the line again.")
    return text


def without_last(text: str, key: str) -> str:
    """The text without this key of the file, where nothing follows it but what belongs to it."""
    before, found, after = text.partition(f"\n{key}:")
    return f"{before}\n" if found and re.search(r"^[^\s#-]", after.partition("\n")[2], re.MULTILINE) is None else text


def yaml_bytes(path: Path) -> bytes:
    """The bytes of such a file. Raises UsageProblem for what is no file, or too large."""
    try:
        return read_small_file(path, LARGEST)
    except FileTooLarge:
        raise UsageProblem(
            f"{path}: larger than 1 MB", hint="Such files have a few kilobytes: is it this one?"
        ) from None
    except OSError as problem:
        hint = "Put a file of text there, or take it away."
        raise UsageProblem(f"{path}: cannot be read: {problem.strerror}", hint=hint) from None
