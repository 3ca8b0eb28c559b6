"""The workbook as another program opens it: every cell is what was written, and none of them is worked out."""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from sf_audit.report.formats import FORMATS, Document
from tests.debian import cannot, install, one_at_a_time
from tests.report.cells import cells_of
from tests.report.october_review import october
from tests.report.test_golden_reports import SPITEFUL
from tests.report.test_review_workbook import SHEETS
from tests.report.written import rows_of

pytestmark = pytest.mark.demo


@pytest.fixture(scope="module")
def soffice() -> str:
    """LibreOffice Calc as Debian packages it, without its windows."""
    with one_at_a_time():
        if shutil.which("soffice") is None:
            install("libreoffice-calc-nogui")
    return shutil.which("soffice") or cannot("LibreOffice is not installed, and could not be")


@pytest.mark.timeout(180)
def test_libreoffice_opens_it_and_writes_the_same(
    soffice: str, hostile_document: Callable[[str], Document], tmp_path: Path
) -> None:
    review, written, saved = october(), tmp_path / "written", tmp_path / "saved"
    documents = {"october": Document(review, lambda: rows_of(review)), "hostile": hostile_document(SPITEFUL)}
    for name, document in documents.items():
        (written / name).mkdir(parents=True)
        FORMATS["xlsx"].write(document, written / name)
        (written / name / "review.xlsx").rename(written / f"{name}.xlsx")

    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    files = [str(written / f"{name}.xlsx") for name in documents]
    command = [soffice, "--headless", profile, "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(saved)]
    subprocess.run([*command, *files], check=True, capture_output=True, timeout=150)

    for name in documents:
        assert load_workbook(saved / f"{name}.xlsx").sheetnames == SHEETS
        assert cells_of(saved / f"{name}.xlsx") == cells_of(written / f"{name}.xlsx")
        with zipfile.ZipFile(saved / f"{name}.xlsx") as archive:
            assert not [part for part in archive.namelist() if "sheet" in part and b"<f>" in archive.read(part)]
