"""Exit codes have one list, and nothing ends with a number of its own."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from sf_audit import exit_codes
from sf_audit.cli.entry import COMMANDS, _failed, commands
from sf_audit.errors import AuditError
from sf_audit.exit_codes import ExitCode

ROOT = Path(__file__).parents[2] / "sf_audit"
ENDS = {"exit", "_exit"}


def test_the_codes_are_those_that_scripts_rely_on() -> None:
    assert {code.name: code.value for code in ExitCode} == {
        "DONE": 0,
        "FINDINGS": 1,
        "USAGE": 2,
        "PARTIAL": 3,
        "SIGN_IN_REFUSED": 4,
        "ORG_UNAVAILABLE": 5,
        "INTEGRITY": 6,
        "BUG": 70,
        "ANOTHER_RUN": 75,
        "INTERRUPTED": 130,
    }


def test_every_error_for_a_person_has_one_of_them_and_is_no_bug() -> None:
    codes = [kind.exit_code for kind in every_kind(AuditError)]

    assert {type(code) for code in codes} == {ExitCode}
    assert ExitCode.BUG not in codes


def test_nothing_ends_with_a_number_of_its_own() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in sorted(ROOT.rglob("*.py"))
        if path != Path(exit_codes.__file__) and path.relative_to(ROOT).parts[0] != "demo"
        for line in numbers(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert found == []


def test_the_help_of_a_command_names_no_other_code() -> None:
    context = click.Context(commands)
    texts = [commands.get_command(context, name).help or "" for name in COMMANDS]  # type: ignore[union-attr]
    named = {int(code) for text in texts for code in re.findall(r"(?:Exit codes?:?|·) (\d+)\b", text)}

    assert named
    assert named <= set(ExitCode)


def test_what_click_would_end_with_1_is_a_usage_problem(capsys: pytest.CaptureFixture[str]) -> None:
    code = _failed(click.FileError("rules", hint="it is a folder"))

    assert (code, click.FileError.exit_code) == (ExitCode.USAGE, 1)
    assert "it is a folder" in capsys.readouterr().err


def every_kind(kind: type[AuditError]) -> Iterator[type[AuditError]]:
    for below in kind.__subclasses__():
        yield below
        yield from every_kind(below)


def numbers(tree: ast.AST) -> Iterator[int]:
    """Lines that end with a literal number, or give a name that is about exit codes one."""
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(attr=name), args=[end, *_]) if name in ENDS and has_number(end):
                yield node.lineno
            case ast.Assign(targets=[ast.Name(id="exit_code")], value=value) if has_number(value):
                yield node.lineno
            case ast.AnnAssign(target=ast.Name(id="exit_code"), value=ast.expr() as value) if has_number(value):
                yield node.lineno


def has_number(node: ast.expr) -> bool:
    return any(isinstance(part, ast.Constant) and type(part.value) is int for part in ast.walk(node))
