"""A workbook is written as every file is: whole, or with the refusal of the disk, and never with a traceback."""

from __future__ import annotations

import errno
import gc
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook

from sf_audit.report.workbook import Sheet, write_workbook

FULL = Path("/dev/full")


def sheet(rows: int) -> Sheet:
    return Sheet("Records", ("id", "name"), rows, ((f"003{number:015}", "Ada" * 20) for number in range(rows)))


@pytest.fixture
def small_files() -> Iterator[None]:
    """No file may have more than 100 kB: the system answers EFBIG, as a full disk answers ENOSPC."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.skipif(not FULL.exists(), reason="no device here that is always full")
def test_a_full_disk_is_an_error_of_the_disk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "full.xlsx").symlink_to(FULL)

    with pytest.raises(OSError, match="No space left on device") as refused:
        write_workbook(tmp_path / "full.xlsx", [sheet(500)])

    assert refused.value.errno == errno.ENOSPC
    del refused
    gc.collect()
    assert capsys.readouterr().err == ""


@pytest.mark.usefixtures("small_files")
def test_no_room_for_the_rows_is_an_error_of_the_disk(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="File too large") as refused:
        write_workbook(tmp_path / "rows.xlsx", [sheet(5_000)])

    assert refused.value.errno == errno.EFBIG


def test_a_folder_that_is_not_there_is_an_error_of_the_disk(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        write_workbook(tmp_path / "nowhere" / "rows.xlsx", [sheet(5)])


def test_a_workbook_has_all_its_rows(tmp_path: Path) -> None:
    write_workbook(tmp_path / "rows.xlsx", [sheet(500)])

    rows = list(load_workbook(tmp_path / "rows.xlsx")["Records"].values)
    assert rows[0] == ("id", "name")
    assert rows[500] == ("003000000000000499", "Ada" * 20)
    assert len(rows) == 501
