"""Nothing that somebody typed moves the cursor, talks to the terminal or turns a line around, in any command."""

from __future__ import annotations

import ast
import json
import logging
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from sf_audit.cli import output
from sf_audit.cli.terminal_text import harmless, harmless_but_colours, harmless_document
from tests.cli.demo_town import ROOT, Town, run, town

#: The title of the window, the clipboard, a link, one C1 byte, a lone return, and letters from right to left.
EVIL = (
    "Evil\x1b]0;owned\x07\x1b]52;c;cHdu\x07\x1b]8;;http://x\x1b\\\x9b31m\r\u202egnp.exe\u2066\u2069\u200b\u2028"
    "\ud83d end"
)
#: As a server can store it: no half of a pair.
NAME = EVIL.replace("\ud83d", "")
IN_YAML = json.dumps(NAME)

RULE = f"""\
title: {IN_YAML}
why: {IN_YAML}
fix: {IN_YAML}
severity: low
owner: sales_ops
at_least: 100%
check:
  filled: {{object: Account, field: Phone}}
"""


def unseen(text: str) -> set[str]:
    """What a terminal would not show as a letter; the end of a line of CSV is one."""
    return {
        letter
        for letter in text.replace("\r\n", "\n")
        if letter not in "\n\t" and (unicodedata.category(letter)[0] == "C" or letter in "\u2028\u2029")
    }


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """An org in which everything that has a name has this one."""
    with town(tmp_path_factory.mktemp("hostile")) as served:
        rows = served.company.org.rows
        for table, column in (
            ("Organization", "Name"),
            ("Profile", "Name"),
            ("User", "Name"),
            ("PermissionSet", "Label"),
            ("PermissionSetGroup", "MasterLabel"),
            ("UserRole", "Name"),
        ):
            if column in {name for (name,) in rows.execute(f'SELECT column_name FROM (DESCRIBE "{table}")').fetchall()}:
                rows.execute(f'UPDATE "{table}" SET "{column}" = ? || "{column}"', [NAME])
        yield served


@pytest.fixture(scope="module")
def workspace(hostile: Town, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace")
    (folder / "rules" / "quality").mkdir(parents=True)
    (folder / "rules" / "quality" / "phone.yaml").write_text(RULE, encoding="utf-8")
    return folder


#: The arguments of each command; `{workspace}` is a workspace in which a review was made.
COMMANDS = {
    "review": "review {org} {at} --rule own --rule access/modify-all-data",
    "review in JSON lines": "review {org} {at} --rule own --log-format json",
    "plan": "plan {org} {at} --rule own",
    "doctor": "doctor {org} {at}",
    "rules list": "rules list {at}",
    "rules list in JSON": "rules list {at} --json",
    "rules show": "rules show own/quality/phone {at}",
    "rules test": "rules test own {at}",
    "rules of a wrong name": "rules show own/quality/ph\x1b]0;x\x07one {at}",
    "access who": "access who ViewSetup {org} {at}",
    "access who in JSON": "access who ViewSetup {org} {at} --json",
    "access why": "access why {user} ViewSetup {org} {at}",
    "access attack": "access attack {org} {at}",
    "access of a wrong name": "access why nobody\u202e\x1b]0;x\x07 ViewSetup {org} {at}",
    "verify": "verify {at}",
    "prune": "prune {at}",
    "orgs": "orgs",
    "an option of a wrong name": "review --out\x1b]0;x\x07put\u202e x",
    "a format of a wrong name": "review --format h\x1b]0;x\x07tml\u202e",
    "a command of a wrong name": "rev\x1b]0;x\x07iew\u202e",
}


def arguments(line: str, of: Town, workspace: Path) -> list[str]:
    words: list[str] = []
    for word in line.split(" "):
        match word:
            case "{org}":
                words += of.trust
            case "{at}":
                words += ["--workspace", str(workspace)]
            case "{user}":
                words.append(of.company.org.username)
            case _:
                words.append(word)
    return words


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_lets_a_name_talk_to_the_terminal(hostile: Town, workspace: Path, command: str) -> None:
    ran = run(*arguments(COMMANDS[command], hostile, workspace), env=hostile.variables)

    assert ran.code == (2 if "wrong name" in command else 1 if command == "rules test" else 0), ran.err
    assert ran.out + ran.err != ""
    assert unseen(ran.out + ran.err) == set()


def test_what_was_typed_is_shown_all_the_same(hostile: Town, workspace: Path) -> None:
    ran = run("rules", "show", "own/quality/phone", "--workspace", str(workspace))

    assert "Evil\\x1b]0;owned\\x07" in ran.out
    assert "\\u202egnp.exe" in ran.out


def test_json_means_what_it_meant(hostile: Town, workspace: Path) -> None:
    ran = run("rules", "list", "--json", "--workspace", str(workspace))

    assert [rule["title"] for rule in json.loads(ran.out) if rule["id"] == "own/quality/phone"] == [NAME]


def test_a_time_zone_that_nobody_knows_is_shown_harmless(tmp_path: Path) -> None:
    with town(tmp_path / "town") as served:
        served.company.org.rows.execute('UPDATE "Organization" SET "TimeZoneSidKey" = ?', [NAME])
        ran = run("review", *served.trust, "--workspace", str(tmp_path), env=served.variables)

    assert ran.code == 2
    assert "time zone" in ran.err
    assert unseen(ran.out + ran.err) == set()


def test_colours_of_ours_pass_and_nothing_else() -> None:
    assert harmless_but_colours(f"\x1b[1;31mred\x1b[0m {EVIL}").startswith("\x1b[1;31mred\x1b[0m Evil\\x1b]0;")
    assert unseen(harmless_but_colours(EVIL)) == set()
    assert unseen(harmless_but_colours("\x1b[2J\x1b[?25l\x1b[6n\x1b]0;x")) == set()


@pytest.mark.parametrize("text", [EVIL, "\ud800", "a\r\nb", "\x00", "\x7f", "\x85", "\U000e0041", "\ufeff"])
def test_every_text_is_harmless(text: str) -> None:
    assert unseen(harmless(text)) == set()
    assert "\r" not in harmless(text)
    assert unseen(harmless_document(text)) == set()


def test_a_document_keeps_what_joins_letters_and_ends_lines() -> None:
    assert harmless_document("می\u200cخواهم,1\r\n👩\u200d💻,2\r\n") == "می\u200cخواهم,1\r\n👩\u200d💻,2\r\n"


def test_warnings_of_libraries_go_the_same_way(capsys: pytest.CaptureFixture[str]) -> None:
    before = logging.lastResort
    try:
        output.guard_warnings()
        assert logging.lastResort is not None
        logging.lastResort.handle(logging.makeLogRecord({"msg": EVIL, "levelno": logging.WARNING}))
    finally:
        logging.lastResort = before

    assert unseen(capsys.readouterr().err) == set()


#: What writes to a terminal. `click.prompt` shows words of ours.
PRINTING = {"echo", "secho", "print", "write", "writelines", "pager", "echo_via_pager"}
MODULES = sorted((ROOT / "sf_audit" / "cli").rglob("*.py"))


def printed_by(path: Path) -> list[str]:
    """The calls of a file that print by themselves."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func)
        owner, _, name = called.rpartition(".")
        if name in PRINTING and (owner in {"", "click", "rich", "sys.stdout", "sys.stderr"} or "console" in owner):
            found.append(called)
    return found


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_other_module_prints_by_itself(path: Path) -> None:
    assert path.name == "output.py" or printed_by(path) == []


def test_a_problem_of_click_passes_the_door(capsys: pytest.CaptureFixture[str]) -> None:
    output.say_usage_problem(click.UsageError(EVIL))

    assert unseen(capsys.readouterr().err) == set()
