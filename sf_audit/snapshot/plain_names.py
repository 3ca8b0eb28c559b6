"""Names of files that a stored document holds, before anything is read, written or deleted by them.

A manifest may have been edited. Whatever it says, a name from it stays inside the folder of the document.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from sf_audit.errors import IntegrityBroken

_LONGEST = 255

#: Windows opens a device for these, whatever their extension ("Naming Files, Paths, and Namespaces").
_DEVICES = re.compile(r"(CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(COM|LPT)[0-9¹²³])(\..*)?", re.IGNORECASE)

_ADVICE = "It was edited. Restore it from a backup, or move its folder away and collect or review again."


def is_plain(name: str) -> bool:
    """Whether this is the name of a file in a folder, and cannot be a way out of it or to a device."""
    if not name or name in {".", ".."} or len(name.encode("utf-8", "replace")) > _LONGEST:
        return False
    if any(letter in name for letter in "/\\:") or name != name.strip(" ") or name.endswith("."):
        return False
    return not _DEVICES.fullmatch(name) and not any(unicodedata.category(letter)[0] == "C" for letter in name)


def require_plain(where: object, *names: str) -> None:
    """IntegrityBroken, naming the document `where`, unless every name is a plain one."""
    for name in names:
        if not is_plain(name):
            raise IntegrityBroken(f"{where} names {shown(name)}, which is no plain name in its folder", hint=_ADVICE)


def require_relative(where: object, *paths: str) -> None:
    """IntegrityBroken unless every path is made of plain names with a slash between them."""
    for path in paths:
        if not path or not all(is_plain(name) for name in path.split("/")):
            raise IntegrityBroken(f"{where} names {shown(path)}, which is not inside its folder", hint=_ADVICE)


def inside(folder: Path, relative: str, where: object) -> Path:
    """The file of this relative path; IntegrityBroken where the path, or a link on its way, leads elsewhere.

    A link at its end is not followed by this: who opens or deletes the file finds the link itself.
    """
    require_relative(where, relative)
    path = folder
    for name in relative.split("/")[:-1]:
        path = path / name
        if path.is_symlink():
            raise IntegrityBroken(f"{path} is a link, where {where} means a folder", hint=_ADVICE)
    return folder / relative


def refuse_link(path: Path) -> Path:
    """The path; IntegrityBroken where it is a link, because what is written or deleted behind it is not ours."""
    if path.is_symlink():
        raise IntegrityBroken(f"{path} is a link to elsewhere", hint="Remove the link; sf-audit makes its own folder.")
    return path


def shown(name: str) -> str:
    """A name from a document, cut and without control characters, for an error."""
    return "“" + "".join(letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in name[:80]) + "”"
