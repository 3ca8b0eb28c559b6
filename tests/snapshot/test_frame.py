"""A table in a notebook: as exact as it is stored, and never other than what was written."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from sf_audit.errors import IntegrityBroken, UsageProblem
from sf_audit.snapshot.cast import FieldType
from sf_audit.snapshot.frame import frame
from sf_audit.snapshot.needs import Source
from sf_audit.snapshot.retention import prune
from tests.snapshot.small_snapshot import COLUMNS, ORG, STARTED, collect, extras, page, staging

PAGE = Path("tables") / "Account"


def change(path: Path) -> None:
    path.write_bytes(path.read_bytes() + b" ")


def link(path: Path) -> None:
    path.rename(path.with_name("elsewhere"))
    path.symlink_to(path.with_name("elsewhere"))


@pytest.mark.parametrize("damage", [change, link, Path.unlink])
def test_a_page_that_is_not_as_it_was_written_is_not_shown(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    folder = collect(tmp_path, "first")
    path = sorted((folder / PAGE).iterdir())[0]
    damage(path)

    with pytest.raises(IntegrityBroken) as refused:
        frame(folder, "Account")

    assert str(refused.value) == f"{path} is not what was written"
    assert refused.value.hint == "Restore it from a backup."


def test_rows_that_were_pruned_are_collected_again(tmp_path: Path) -> None:
    old = collect(tmp_path, "old")
    collect(tmp_path, "new")
    prune(tmp_path, ORG.id, now=STARTED + timedelta(days=1))

    with pytest.raises(UsageProblem) as refused:
        frame(old, "Account")

    assert str(refused.value) == "The rows of Account were pruned on 2026-11-23"
    assert refused.value.hint == "Collect again."


def test_columns_keep_their_types_where_values_are_missing(tmp_path: Path) -> None:
    columns = {**COLUMNS, "Employees": FieldType("int"), "Day": FieldType("date")}
    text = page(("001000000000001AAA", "001000000000002AAA"))
    with staging(tmp_path) as gathering:
        writer = gathering.table("Account", Source.DATA, columns)
        writer.page("one", text.append_column("Employees", [["7", ""]]).append_column("Day", [["2026-11-22", ""]]))
        writer.finish(queries=["SELECT Id FROM Account"], count_before=2, count_after=2)
        folder = gathering.commit(extras())

    shown = frame(folder, "Account")

    assert {name: str(kind) for name, kind in shown.dtypes.items()} == {
        "Amount": "decimal128(38, 2)[pyarrow]",
        "Day": "date32[day][pyarrow]",
        "Employees": "int64[pyarrow]",
        "Id": "string[pyarrow]",
        "Name": "string[pyarrow]",
    }
    assert shown["Employees"].sum() == 7


def test_a_table_without_rows_has_its_columns(tmp_path: Path) -> None:
    with staging(tmp_path) as gathering:
        writer = gathering.table("Account", Source.DATA, COLUMNS)
        writer.finish(queries=["SELECT Id FROM Account"], count_before=0, count_after=0)
        folder = gathering.commit(extras())

    shown = frame(folder, "Account")

    assert (len(shown), list(shown.columns)) == (0, ["Amount", "Id", "Name"])
