"""Findings and names of a stored review that are not as they were written end the reading, with the file's name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sf_audit.errors import IntegrityBroken
from sf_audit.review.stored_findings import reading

HINT = "Restore it from a backup, or judge the snapshot again: sf-audit review --snapshot FOLDER."
COLUMNS: dict[str, list[object]] = {
    **{key: ["x"] for key in ("rule", "object", "id", "part", "because", "severity", "owner", "partner", "key")},
    "record_owner_id": [None],
    **{key: [date(2026, 1, 1)] for key in ("first_seen", "due", "waived_until")},
}


def written(folder: Path, **changed: list[object] | None) -> Path:
    """Findings; a column that is changed to None is left out."""
    columns = {name: values for name, values in (COLUMNS | changed).items() if values is not None}
    pq.write_table(pa.table(columns), folder / "findings.parquet")
    return folder / "findings.parquet"


def folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


def link_instead(path: Path) -> None:
    path.rename(path.with_name("elsewhere.parquet"))
    path.symlink_to(path.with_name("elsewhere.parquet"))


def text_instead(path: Path) -> None:
    path.write_text("rule,id\n")


def link_to_nothing(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.with_name("nowhere"))


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (Path.unlink, "it is missing"),
        (link_to_nothing, "it is missing"),
        (folder_instead, "it is no file"),
        (link_instead, "it is no file"),
        (text_instead, "no Parquet file (ArrowInvalid)"),
    ],
)
def test_a_file_that_is_none_is_named(tmp_path: Path, damage: Callable[[Path], None], why: str) -> None:
    path = written(tmp_path)
    damage(path)

    with pytest.raises(IntegrityBroken) as refused, reading(path):
        pass

    assert str(refused.value) == f"{path} is not what was written: {why}"
    assert refused.value.hint == HINT


@pytest.mark.parametrize("column", list(COLUMNS))
@pytest.mark.parametrize("values", [None, [7]])
def test_a_column_that_is_missing_or_of_another_type_is_named(
    tmp_path: Path, column: str, values: list[object] | None
) -> None:
    path = written(tmp_path, **{column: values})

    with pytest.raises(IntegrityBroken) as refused, reading(path):
        pass

    assert str(refused.value) == f"{path} is not what was written: it has no column {column} of the right type"


def test_names_of_records_are_looked_at_as_well(tmp_path: Path) -> None:
    pq.write_table(pa.table({"object": ["Account"], "id": ["001"]}), tmp_path / "labels.parquet")

    with (
        pytest.raises(IntegrityBroken, match="it has no column label of the right type"),
        reading(tmp_path / "labels.parquet"),
    ):
        pass


def test_damage_that_shows_only_while_the_rows_are_read_names_the_files(tmp_path: Path) -> None:
    path = written(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[:4] + b"\xff" * 200 + whole[204:])

    with pytest.raises(IntegrityBroken) as refused, reading(path), duckdb.connect() as connection:
        connection.execute("SELECT * FROM read_parquet(?)", [str(path)]).fetchall()

    assert str(refused.value).startswith(f"{path} is not what was written: ")


def test_what_is_as_it_was_written_is_read(tmp_path: Path) -> None:
    with reading(path := written(tmp_path)):
        assert pq.read_table(path).num_rows == 1
