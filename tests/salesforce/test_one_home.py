"""Lists of names that Salesforce gives live in one room."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from sf_audit.salesforce.object_access import DECIDED_ELSEWHERE, STANDARD_OBJECTS
from sf_audit.salesforce.permissions import LABELS
from sf_audit.salesforce.query_rules import EACH_PARENT, NOT_COUNTED
from sf_audit.salesforce.record_access import FOLLOWS, WITHOUT_VIEW_ALL
from sf_audit.salesforce.setup_objects import SETUP_OBJECTS

ROOT = Path(__file__).parents[2] / "sf_audit"
OBJECTS = {
    *SETUP_OBJECTS,
    *STANDARD_OBJECTS,
    *DECIDED_ELSEWHERE,
    *FOLLOWS,
    *FOLLOWS.values(),
    *WITHOUT_VIEW_ALL,
    *EACH_PARENT,
    *NOT_COUNTED,
}

#: What a check reads, column by column, is no fact about the platform; nor is the order of a graph.
NEEDS = {"access/assignments/system_permissions.py", "access/attack/capabilities.py", "access/implications.py"}

#: So many names side by side are a list.
MANY = 4


def test_no_other_room_has_a_list_of_objects_or_permissions() -> None:
    found = {
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted(ROOT.rglob("*.py"))
        if path.relative_to(ROOT).parts[0] not in {"demo", "salesforce"} and str(path.relative_to(ROOT)) not in NEEDS
        for line in _lists(ast.parse(path.read_text(encoding="utf-8")))
    }

    assert found == set()


def _lists(tree: ast.AST) -> Iterator[int]:
    """Lines with a literal that names many objects, or many system permissions."""
    for node in ast.walk(tree):
        words = _words(node)
        if max(len(words & OBJECTS), len(words & LABELS.keys())) >= MANY:
            yield node.lineno  # type: ignore[attr-defined]


def _words(node: ast.AST) -> set[str]:
    match node:
        case ast.Constant(value=str(text)):
            return set(text.split())
        case ast.Set(elts=parts) | ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Dict(keys=parts):
            return {_bare(part) for part in parts}
    return set()


def _bare(part: ast.expr | None) -> str:
    text = part.value if isinstance(part, ast.Constant) else ""
    return text.removeprefix("Permissions") if isinstance(text, str) else ""
