"""`make bench-review`: a review of a million failing records, and a workbook of 200,000 of them.

The demo company, grown, is read once. Then `sf-audit review --snapshot` judges it by every shipped rule and by one of
its own that each account breaks, and writes the page and the failing records; `sf-audit report --format xlsx` writes
the workbook of a smaller one. Each is a process of its own, timed from its start to its end.
`--rows 100000` measures smaller ones.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from pathlib import Path

from bench.command import run
from bench.line import HEADER, Line
from bench.whole import served

_ROWS, _WORKBOOK_ROWS = 1_000_000, 200_000
_MOST_SECONDS, _MOST_MB, _MOST_PAGE_MB = 60.0, 1_000.0, 2.0
_MOST_WORKBOOK_SECONDS, _MOST_WORKBOOK_MB = 30.0, 150.0

#: What the demo company has to be asked for, for so many accounts: six in ten of what it grows by are.
_RECORDS_TO_AN_ACCOUNT = 1.9

_RULE = """\
title: No account is called as it is
why: To have every account fail.
fix: Nothing has to be done.
severity: low
owner: sales_ops
check:
  one_of: {object: Account, field: Name, values: [Nobody]}
"""


def main() -> None:
    """Read, then time both."""
    parser = argparse.ArgumentParser(prog="python -m bench.review", description=__doc__)
    parser.add_argument("--rows", type=int, default=_ROWS, help="failing records of the review")
    parser.add_argument("--workbook-rows", type=int, default=_WORKBOOK_ROWS, help="failing records of the workbook")
    asked = parser.parse_args()
    print(HEADER, flush=True)
    with tempfile.TemporaryDirectory(prefix="sf-audit-bench-") as named:
        print(_review(Path(named) / "review", asked.rows), flush=True)
        print(_workbook(Path(named) / "workbook", asked.workbook_rows), flush=True)


def _review(workspace: Path, rows: int) -> Line:
    snapshot = _read(workspace, rows)
    used = run(workspace, ["review", "--workspace", str(workspace), "--snapshot", str(snapshot), *_QUIET])
    review, failing = _found(workspace)
    page = (review / "review.html").stat().st_size / 1e6
    if page >= _MOST_PAGE_MB:
        raise SystemExit(f"the page has {page:.1f} MB, and may have {_MOST_PAGE_MB:g}")
    return Line(
        f"review of {rows:,} failing records",
        used.seconds,
        most_seconds=_MOST_SECONDS,
        mb=used.mb,
        most_mb=_MOST_MB,
        note=f"{failing:,} failing; page {page:.2f} MB",
    )


def _workbook(workspace: Path, rows: int) -> Line:
    _read(workspace, rows)
    review, failing = _found(workspace)
    used = run(workspace, ["report", str(review), "--format", "xlsx", "--quiet"])
    size = (review / "review.xlsx").stat().st_size / 1e6
    return Line(
        f"workbook of {rows:,} failing records",
        used.seconds,
        most_seconds=_MOST_WORKBOOK_SECONDS,
        mb=used.mb,
        most_mb=_MOST_WORKBOOK_MB,
        note=f"{failing:,} failing; {size:.1f} MB",
    )


_QUIET = ("--fail-on", "none", "--quiet")


def _read(workspace: Path, rows: int) -> Path:
    """A workspace with the rule, and the folder of its one snapshot, which has been reviewed."""
    rule = workspace / "rules" / "quality" / "every-account-fails.yaml"
    rule.parent.mkdir(parents=True)
    rule.write_text(_RULE, encoding="utf-8")
    with served(round(rows * _RECORDS_TO_AN_ACCOUNT)) as org:
        run(workspace, ["review", "--workspace", str(workspace), *_QUIET], org)
    failing = _found(workspace)[1]
    if failing < rows:
        raise SystemExit(f"{failing:,} records fail, and {rows:,} should")
    (manifest,) = (workspace / "snapshots").glob("*/*/manifest.json")
    return manifest.parent


def _found(workspace: Path) -> tuple[Path, int]:
    """The folder of the newest review, and how many records it says fail."""
    review = max((workspace / "reviews").glob("*/*/[0-9]*/review.json"), key=lambda path: path.stat().st_mtime)
    document = json.loads(review.read_text(encoding="utf-8"))
    return review.parent, sum(outcome["broken"] for outcome in document["outcomes"])


if __name__ == "__main__":
    main()
