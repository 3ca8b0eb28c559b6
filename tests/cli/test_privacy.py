"""What must never be seen: the token anywhere, values of records in what is logged, names where they are not wanted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from sf_audit.report.formats import choices
from tests.cli.demo_town import Ran, Town, findings, run, town
from tests.report.cells import cells_of
from tests.report.written import paper_text

pytestmark = pytest.mark.demo

CANARY = "Zxqv Canary Cycles"
HIDDEN = "Quillfeather-Canary"
RULES = ("quality/account-industry-filled", "quality/account-unique", "quality/contact-email-valid", "access")


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A company with names and values that cannot be there by chance, in records that break rules."""
    with town(tmp_path_factory.mktemp("marked")) as one:
        rows = one.company.org.rows
        ids = {slug: [planted.id for planted in one.company.planted if planted.defect == slug] for slug in DEFECTS}
        rows.execute("UPDATE Account SET Name = ? WHERE Id = ?", [CANARY, ids["account-without-industry"][0]])
        rows.execute("UPDATE Contact SET Email = ? WHERE Id = ?", [f"{HIDDEN}@", ids["contact-bad-email"][0]])
        rows.execute('UPDATE "User" SET Name = ? WHERE Id = ?', [HIDDEN, ids["password-never-expires"][0]])
        yield one


DEFECTS = ("account-without-industry", "contact-bad-email", "password-never-expires")


def review(of: Town, workspace: Path, *arguments: str) -> Ran:
    chosen = [part for name in RULES for part in ("--rule", name)]
    return run("review", *of.trust, "--workspace", str(workspace), *chosen, *arguments, env=of.variables)


def holding(folder: Path, text: str) -> list[str]:
    """The names of the files below the folder in which the text is; what is no text is read as people read it."""
    return sorted(path.name for path in folder.rglob("*") if path.is_file() and text in _content(path))


def _content(path: Path) -> str:
    if path.suffix == ".parquet":
        return str(pq.ParquetFile(path).read().to_pylist())
    if path.suffix == ".pdf":
        return " ".join(paper_text(path).replace("\u200b", "").split())
    if path.suffix == ".xlsx":
        return cells_of(path)
    return path.read_bytes().decode("utf-8", "replace")


def test_every_line_of_the_log_is_json(reviewed: tuple[Path, Ran]) -> None:
    lines = [json.loads(line) for line in reviewed[1].err.splitlines()]

    assert {"time", "level", "message"} <= set.intersection(*(set(line) for line in lines))
    assert {"Account", "User", "PermissionSet"} <= {line.get("table") for line in lines}


def test_problems_are_json_too(marked: Town, tmp_path: Path) -> None:
    marked.server.org.hidden_fields.add("Account.Industry")
    try:
        partial = review(marked, tmp_path, "--log-format", "json")
    finally:
        marked.server.org.hidden_fields.discard("Account.Industry")
    refused = run(
        *("review", *marked.trust, "--workspace", str(tmp_path), "--log-format", "json"),
        env={**marked.variables, "SF_AUDIT_ACCESS_TOKEN": "00D5e0000027oiU!canary0123456789"},
    )

    assert (partial.code, refused.code) == (3, 4)
    warned = [json.loads(line) for line in partial.err.splitlines()]
    assert any(one["level"] == "warning" and "partial" in one["message"] for one in warned)
    (told,) = [json.loads(line) for line in refused.err.splitlines()]
    assert told["level"] == "error"
    assert told["exit_code"] == 4
    assert told["hint"]


def test_tokens_are_nowhere_and_names_only_in_labels_and_on_the_page(marked: Town, tmp_path: Path) -> None:
    ran = review(marked, tmp_path)

    said = ran.out + ran.err
    secret = marked.server.access_token.partition("!")[2]
    assert ran.code == 0, ran.err
    assert secret not in said
    assert holding(tmp_path, secret) == []
    assert CANARY not in ran.err
    assert HIDDEN not in ran.err
    assert holding(ran.folder, CANARY) == ["labels.parquet", "review.html"]
    assert holding(ran.folder, f"{HIDDEN}@") == ["labels.parquet", "review.html"]
    assert f"{HIDDEN}@" not in said
    assert all(CANARY not in str(row) and HIDDEN not in str(row) for row in findings(ran.folder))


def test_names_leave_a_review_with_the_records_of_its_snapshot(marked: Town, tmp_path: Path) -> None:
    formats = tuple(part for name in ("html", "csv", "pdf", "xlsx") for part in ("--format", name))
    older, newer = review(marked, tmp_path, *formats), review(marked, tmp_path, *formats)
    assert (older.code, newer.code) == (0, 0), older.err + newer.err
    edition = run("report", str(older.folder), "--format", "html", "--audience", "marketing", "--quiet")
    assert edition.code == 0, edition.err
    listed = len(findings(older.folder))

    pruned = run("prune", "--workspace", str(tmp_path))

    assert pruned.code == 0, pruned.err
    assert pruned.out.splitlines()[-1].endswith(": names removed from 1 review")
    assert holding(older.folder, CANARY) == holding(older.folder, HIDDEN) == []
    assert holding(newer.folder, CANARY) == ["labels.parquet", "review.html", "review.xlsx"]
    assert holding(older.folder, "Names withheld") == ["review-marketing.html", "review.html", "review.pdf"]
    assert len(findings(older.folder)) == listed
    left = {path.name for path in newer.folder.iterdir()} - {"labels.parquet"}
    assert {path.name for path in older.folder.iterdir()} == left | {"review-marketing.html"}
    assert "names removed" not in run("prune", "--workspace", str(tmp_path)).out


def test_redact_writes_no_names_anywhere(marked: Town, tmp_path: Path) -> None:
    formats = tuple(part for name in choices() for part in ("--format", name))

    ran = review(marked, tmp_path, "--redact", *formats, "--out", str(tmp_path / "out"))

    assert ran.code == 0, ran.err
    assert not (tmp_path / "out" / "labels.parquet").exists()
    for text in (CANARY, HIDDEN, marked.company.org.username):
        assert holding(tmp_path / "out", text) == []
        assert holding(tmp_path / "reviews", text) == []
        assert text not in ran.out + ran.err


def test_a_folder_in_place_of_a_file_is_no_bug(marked: Town, tmp_path: Path) -> None:
    (tmp_path / "sf-audit.yaml").mkdir()

    ran = run("review", *marked.trust, "--workspace", str(tmp_path), env=marked.variables)

    assert ran.code == 2
    assert "sf-audit.yaml" in ran.err
    assert marked.server.access_token not in ran.err
