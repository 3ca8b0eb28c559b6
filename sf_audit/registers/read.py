"""The registers of a workspace: each is read by itself, and what is wrong with one costs no other.

A mistake is told with file, line and the word that was probably meant. `register check` refuses; a review goes on
without the register, and says so.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, cast

from sf_audit.errors import UsageProblem, WrongFiles
from sf_audit.nearness import folded, nearest
from sf_audit.registers.csv_form import written_in_csv
from sf_audit.registers.kinds import FOLDER, KINDS, Entry, Kind, Surroundings
from sf_audit.registers.people import hint_for, key_of
from sf_audit.rulebook.files.refusals import Refusals
from sf_audit.rulebook.files.validate import validated
from sf_audit.rulebook.files.written_values import WrongValue
from sf_audit.rulebook.files.yaml_file import Written, read_yaml
from sf_audit.rulebook.files.yaml_text import yaml_bytes
from sf_audit.small_file import is_there

_YAML, _CSV = (".yaml", ".yml"), ".csv"
_OF_A_SPREADSHEET = (".xlsx", ".xls", ".ods", ".numbers")


@dataclass(frozen=True, slots=True)
class Register:
    """One register as it was read. `file` is relative to the workspace. With any of `problems` it has no entries."""

    name: str
    file: str
    sha256: str = ""
    entries: tuple[Entry, ...] = ()
    problems: tuple[UsageProblem, ...] = ()


def read_registers(workspace: Path, around: Surroundings) -> tuple[Register, ...]:
    """What is declared in the workspace, by name; nothing where it has no such folder."""
    folder = workspace / FOLDER
    if not is_there(folder):
        return ()
    if not folder.is_dir():
        problem = UsageProblem(f"{folder}: registers lie in a folder of this name", hint="Make it a folder.")
        return (Register(FOLDER, FOLDER, problems=(problem,)),)
    files, strangers = _files(folder)
    return (*(_register(workspace, KINDS[name], files[name], around) for name in KINDS if name in files), *strangers)


def _files(folder: Path) -> tuple[Mapping[str, Sequence[Path]], tuple[Register, ...]]:
    """The files of each register, and those that are of none."""
    files: dict[str, list[Path]] = defaultdict(list)
    strangers = []
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "~")) or path.suffix.lower() in {".md", ".txt"}:
            continue
        if path.stem in KINDS and path.suffix.lower() in (*_YAML, _CSV):
            files[path.stem].append(path)
        else:
            shown = path.name.encode("utf-8", "replace").decode("utf-8")  # a name may be no text at all
            strangers.append(Register(shown, f"{FOLDER}/{shown}", problems=(_stranger(path.with_name(shown)),)))
    return files, tuple(strangers)


def _stranger(path: Path) -> UsageProblem:
    """What is wrong with a file that is of no register."""
    if path.suffix.lower() in _OF_A_SPREADSHEET:
        return UsageProblem(f"{path}: is no text file", hint="Save it as “CSV UTF-8” beside it, and take it away.")
    if path.stem in KINDS:
        return UsageProblem(f"{path}: a register is a .yaml or a .csv file", hint=f"Call it {path.stem}.yaml.")
    near = nearest(path.stem, KINDS)
    hint = f"Did you mean “{near}”?" if near else f"There are: {', '.join(KINDS)}. Take other files away."
    return UsageProblem(f"{path}: there is no register “{path.stem}”", hint=hint)


def _register(workspace: Path, kind: Kind, paths: Sequence[Path], around: Surroundings) -> Register:
    path = paths[0]
    file = path.relative_to(workspace).as_posix()
    try:
        _refuse_several(kind, paths)
        if not path.resolve().is_relative_to(workspace.resolve()):
            _refuse_link(path)
        content = yaml_bytes(path)
        entries = _entries(path, content, kind, around)
    except UsageProblem as problem:
        problems = problem.problems if isinstance(problem, WrongFiles) else (problem,)
        return Register(kind.name, file, problems=tuple(problems))
    return Register(kind.name, file, hashlib.sha256(content).hexdigest(), entries)


def _refuse_link(path: Path) -> None:
    raise UsageProblem(f"{path}: is a link that leads out of the workspace", hint="Put the file itself there.")


def _refuse_several(kind: Kind, paths: Sequence[Path]) -> None:
    if len(paths) > 1:
        names = " and ".join(path.name for path in paths)
        raise UsageProblem(f"{paths[0]}: {kind.name} is declared twice, in {names}", hint="Keep one of them.")


def _entries(path: Path, content: bytes, kind: Kind, around: Surroundings) -> tuple[Entry, ...]:
    """The entries of a register. Raises UsageProblem, or WrongFiles with all that is wrong."""
    known = [field.name for field in fields(kind.entry)]
    written = written_in_csv(path, content, kind.name, known) if path.suffix.lower() == _CSV else read_yaml(path)
    entries = cast(Sequence[Entry], getattr(validated(kind.file, written, written.content), kind.name))
    if not entries:
        raise written.problem((kind.name,), "declares nothing", hint="Write an entry, or take the file away.")
    refusals = Refusals()
    found = tuple(
        entry.with_people(_Finder(written, (kind.name, number), around, refusals).find)
        for number, entry in enumerate(entries)
    )
    for problem in (
        *_repeated(written, kind, found),
        *_in_future(kind, found, around.today),
        *kind.wrong(found, around),
    ):
        refusals.add(written.problem((kind.name, *problem.where), str(problem)))
    refusals.refuse()
    return found


@dataclass(frozen=True, slots=True)
class _Finder:
    """Looks up the people that one entry names, and notes those who are nobody."""

    written: Written
    place: tuple[str | int, ...]
    around: Surroundings
    refusals: Refusals

    def find(self, word: str, where: tuple[str | int, ...]) -> str:
        """The key of who is called so."""
        key = key_of(self.around.config, word)
        if not key:
            says, hint = f"“{word}” is nobody who is declared", hint_for(self.around.config, word)
            self.refusals.add(self.written.problem((*self.place, *where), says, hint=hint))
        return key or word


def _repeated(written: Written, kind: Kind, entries: Sequence[Entry]) -> Iterator[WrongValue]:
    seen: dict[str, int] = {}
    for number, entry in enumerate(entries):
        first = seen.setdefault(folded(entry.name), number)
        if first != number:
            line = written.line((kind.name, first))
            yield WrongValue((number, kind.key), f"“{entry.name}” stands in line {line} already")


def _in_future(kind: Kind, entries: Sequence[Entry], today: date) -> Iterator[WrongValue]:
    """Days that tell of something that has happened."""
    for number, entry in enumerate(entries):
        for name in kind.days:
            for where, day in _days(entry, name.split(".")):
                if day is not None and day > today:
                    yield WrongValue((number, *where), f"{day} lies in the future; the newest day anywhere is {today}")


def _days(entry: Any, names: Sequence[str]) -> Iterator[tuple[tuple[str | int, ...], date | None]]:
    """The days under a name, each with its place; `history.on` are those of all lines."""
    value = getattr(entry, names[0])
    if len(names) == 1:
        yield (names[0],), value
        return
    for place, part in enumerate(value):
        for where, day in _days(part, names[1:]):
            yield (names[0], place, *where), day
