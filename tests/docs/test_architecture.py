"""The page for newcomers is true: every path on it exists, every room is on it, and names are the glossary's."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ARCHITECTURE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
GLOSSARY = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")

#: Names that were riddles once, and what the thing is called now.
FORBIDDEN = {
    "told": "translate_errors",
    "tell_machines": "log_event",
    "nobody_reads": "detach_stdout",
    "nameless": "anonymize",
    "Hears": "ProgressListener",
    "Silent": "NullProgress",
    "insist_on": "require_writable",
    "together": "composite",
    "Patience": "PollPolicy",
    "Pace": "TransferLimits",
    "spoil": "mark_incomplete",
    "Refusal": "ApiError",
    "GARBLED": "INVALID_RESPONSE",
    "CROWDED": "CONCURRENCY_LIMIT",
    "Sight": "RecordVisibility",
    "sight": "record_visibility",
    "draw": "build_plan",
    "How": "ReadStrategy",
    "Gate": "RequestPolicy",
    "Fall": "RowDrop",
    "stakes": "amounts_at_stake",
    "wounds": "defects",
    "broods": "subquery_cursors",
    "quoted": "quote_identifier, quote_literal",
}
#: Of a demo org that answers as Salesforce does, and is nobody's vocabulary but its own.
DEMO = ROOT / "sf_audit" / "demo"


def paths_on_the_page() -> list[str]:
    return sorted(set(re.findall(r"`((?:sf_audit|rules|reports|tests|docs|tools)/[^`*]*)`", ARCHITECTURE)))


def public_names(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (target.id for target in targets if isinstance(target, ast.Name) and target.id.isupper())


@pytest.mark.parametrize("path", paths_on_the_page())
def test_every_path_on_the_page_exists(path: str) -> None:
    assert (ROOT / path).exists()


def test_every_room_is_on_the_page() -> None:
    rooms = {folder.name for folder in (ROOT / "sf_audit").iterdir() if (folder / "__init__.py").is_file()}

    assert {room for room in rooms if f"`sf_audit/{room}/`" not in ARCHITECTURE} == set()


def test_no_public_name_is_one_that_was_given_up() -> None:
    files = [file for file in (ROOT / "sf_audit").rglob("*.py") if DEMO not in file.parents]
    found = {f"{file.relative_to(ROOT)}: {name}" for file in files for name in public_names(file) if name in FORBIDDEN}
    modules = {str(file.relative_to(ROOT)) for file in files if file.stem in FORBIDDEN}

    assert (found, modules) == (set(), set())


@pytest.mark.parametrize("word", re.findall(r"^\| `(\w+)`", GLOSSARY, re.MULTILINE))
def test_a_name_in_the_glossary_is_one_of_the_code(word: str) -> None:
    assert any(word in set(public_names(file)) for file in (ROOT / "sf_audit").rglob("*.py"))
