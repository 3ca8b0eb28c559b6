"""The files of a folder of rules, and the id that each gives its rule."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from sf_audit.errors import UsageProblem
from sf_audit.rulebook.files.refusals import Refusals
from sf_audit.rulebook.rules.example_orgs import EXAMPLE_ORGS

_SUFFIXES = {".yaml", ".yml"}


def rule_files(folder: Path, refusals: Refusals) -> dict[str, Path]:
    """By id, without a prefix: the files of the folder and of those in it. Two of one id are refused.

    Ids that differ in capitals alone are one: on Windows and macOS they would be one file.
    """
    found: dict[str, Path] = {}
    taken: dict[str, Path] = {}
    for path in sorted(path for path in yaml_files(folder) if path.stem != EXAMPLE_ORGS):
        rule_id = path.relative_to(folder).with_suffix("").as_posix()
        other = taken.setdefault(unicodedata.normalize("NFC", rule_id).casefold(), path)
        if other != path:
            hint = "Rename one of them: neither capitals nor the ending tell ids apart."
            refusals.add(UsageProblem(f"{other} and {path} are two rules of one id", hint=hint))
            continue
        found[rule_id] = path
    return found


def yaml_files(folder: Path) -> Iterator[Path]:
    """Every YAML file of the folder and of those in it, in no order."""
    if not folder.is_dir():
        raise UsageProblem(f"{folder}: no such folder", hint="Run `sf-audit init` to make a workspace.")
    for parent, folders, names in os.walk(folder, onerror=_refuse):
        here = Path(parent)
        yield from (here / name for name in (*folders, *names) if Path(name).suffix in _SUFFIXES)


def _refuse(problem: OSError) -> None:
    """A folder that cannot be read may hold rules: it is not passed over."""
    hint = "Give the user that runs sf-audit Read on it."
    raise UsageProblem(f"{problem.filename}: cannot be read: {problem.strerror}", hint=hint) from None
