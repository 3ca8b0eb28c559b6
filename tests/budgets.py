"""No file over 300 lines, no function over 40: what outgrows that is missing a noun."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
LONGEST_FILE = 300
LONGEST_FUNCTION = 40
FORBIDDEN_NAMES = {"utils", "helpers", "manager", "common", "base", "misc"}


def problems(folder: Path) -> Iterator[str]:
    """What is over budget in a folder of Python files."""
    for path in sorted(folder.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        shown = path.relative_to(ROOT)
        if text.count("\n") > LONGEST_FILE:
            yield f"{shown}: {text.count(chr(10))} lines, at most {LONGEST_FILE}"
        if path.stem in FORBIDDEN_NAMES:
            yield f"{shown}: name it after what it does"
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > LONGEST_FUNCTION:
                    yield f"{shown}:{node.lineno}: {node.name} has {lines} lines, at most {LONGEST_FUNCTION}"


if __name__ == "__main__":
    found = [problem for name in ("sf_audit", "bench", "tools", "tests") for problem in problems(ROOT / name)]
    sys.stdout.writelines(f"{one}\n" for one in found)
    sys.exit(1 if found else 0)
