"""A disk that is full, or fails, while records are judged is not a fault of a check: the run ends, and says so."""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from sf_audit.errors import IntegrityBroken
from sf_audit.expectations.attempt import attempt
from sf_audit.model.review import Reason, Unread, Verdict
from sf_audit.rulebook.judging.examine import Seen, examine
from sf_audit.rulebook.judging.examples import example_snapshot
from sf_audit.rulebook.rules.load import load_rule
from sf_audit.rulebook.rules.needs import needs_of
from sf_audit.rulebook.rules.rule import OrgExample
from tests.faults.killing import copied
from tests.snapshot.crash_points import Ended, with_file_size_limit

RULE = "title: t\nwhy: w\nfix: f\nseverity: low\nowner: it\ncheck: {}\n"
FILLED = "{filled: {object: Contact, field: Email}}"
UNIQUE = "{unique: {object: Contact, fields: [LastName]}}"
ROWS = 4000
ORG = OrgExample(
    org={"Contact": tuple({"Id": f"003{at:012}AAA", "Email": None, "LastName": str(at // 2)} for at in range(ROWS))}
)
#: Some 400 MB, to be sorted.
SORTED = """
    SELECT count(*) FROM (SELECT hash(i)::VARCHAR || repeat('x', 100) v FROM range(3000000) t(i) ORDER BY v)"""
MACHINE = ("ENOSPC", "EDQUOT", "EFBIG", "EIO", "EROFS", "EMFILE", "ENFILE")


def prepared(folder: Path, *checks: str) -> Path:
    for number, check in enumerate(checks):
        (folder / f"{number}.yaml").write_text(RULE.format(check))
    return folder


def judged(folder: Path) -> dict[str, Seen]:
    rules = [load_rule(path, f"quality/{path.stem}") for path in sorted(folder.glob("*.yaml"))]
    needs = [need for rule in rules if not isinstance(found := needs_of(rule), Unread) for need in found]
    with example_snapshot(ORG, needs) as snapshot:
        return examine(rules, snapshot)


@dataclass(frozen=True)
class Judges:
    """The work of a child: judge the rules of a folder, none of which may be blamed."""

    def __call__(self, folder: Path) -> None:
        for name, seen in judged(folder).items():
            unread = seen if isinstance(seen, Unread) else seen.unread
            assert unread is None or unread.reason is not Reason.CHECK_FAILED, f"{name}: {unread}"


@dataclass(frozen=True)
class Spills:
    """The work of a child: a step of a check that needs more room than there is in memory."""

    def __call__(self, folder: Path) -> None:
        with duckdb.connect() as connection:
            connection.execute(f"SET temp_directory = '{folder}/spill'")
            connection.execute("SET memory_limit = '60MB'")
            connection.execute("SET threads = 1")
            found = attempt("looking", lambda: connection.execute(SORTED).fetchall())
        raise AssertionError(found)


@pytest.mark.parametrize("checks", [(FILLED,), (FILLED, UNIQUE)], ids=["one rule", "two rules"])
@pytest.mark.parametrize("limit", [10, 1000])
def test_failing_records_that_cannot_be_stored_end_the_run(tmp_path: Path, checks: tuple[str, ...], limit: int) -> None:
    assert with_file_size_limit(Judges(), prepared(tmp_path, *checks), limit, copied) is Ended.SAID


def test_twins_that_cannot_be_stored_end_the_run(tmp_path: Path) -> None:
    rule = load_rule(prepared(tmp_path, UNIQUE) / "0.yaml", "quality/0")
    needs = needs_of(rule)
    assert not isinstance(needs, Unread)
    with example_snapshot(ORG, needs) as snapshot:
        seen = examine([rule], snapshot)["quality/0"]
        assert isinstance(seen, Verdict)
        sizes = {path.name.split("-")[0]: path.stat().st_size for path in snapshot.scratch.glob("*.parquet")}
    assert sizes["failing"] + 500 < sizes["twins"]

    assert with_file_size_limit(Judges(), tmp_path, sizes["failing"] + 400, copied) is Ended.SAID


def test_what_does_not_fit_into_memory_and_not_on_the_disk_ends_the_run(tmp_path: Path) -> None:
    assert with_file_size_limit(Spills(), tmp_path, 0, copied) is Ended.SAID


@pytest.mark.parametrize("name", MACHINE)
def test_what_this_machine_refuses_is_said_in_its_words(name: str) -> None:
    number = getattr(errno, name)

    def work() -> None:
        raise OSError(number, os.strerror(number), "/private/name")

    with pytest.raises(IntegrityBroken) as caught:
        attempt("looking at the org", work)

    assert str(caught.value) == f"this machine refused a file: {os.strerror(number)}"
    assert caught.value.hint
    assert caught.value.exit_code == 6


def test_a_full_disk_for_what_spills_is_one_too(tmp_path: Path) -> None:
    with duckdb.connect() as connection:
        connection.execute(f"SET temp_directory = '{tmp_path}/spill'")
        connection.execute("SET memory_limit = '60MB'")
        connection.execute("SET threads = 1")
        connection.execute("SET max_temp_directory_size = '3MB'")

        with pytest.raises(IntegrityBroken, match="this machine refused a file: No space left on device"):
            attempt("looking", lambda: connection.execute(SORTED).fetchall())


@pytest.mark.parametrize("problem", [FileNotFoundError(errno.ENOENT, "x"), OSError("x"), duckdb.IOException("x")])
def test_an_error_that_a_check_makes_by_itself_costs_its_rule(problem: Exception) -> None:
    def work() -> None:
        raise problem

    found = attempt("looking at the org", work)

    assert isinstance(found, Unread)
    assert found.reason is Reason.CHECK_FAILED
