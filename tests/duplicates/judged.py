"""What the verb `no_duplicate` says of an org: the words of these tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import duckdb

from sf_audit.checks.no_duplicate import NoDuplicate
from sf_audit.model.review import FailingRows, Pillar, Severity, Verdict
from sf_audit.rulebook.judging.examine import examine
from sf_audit.rulebook.rules.rule import Rule
from tests.checks.looking import Rows, org


@dataclass(frozen=True)
class Blamed:
    """A record that is one of several: the other one, how many more there are, and the reason."""

    other: str
    more: int
    because: str


def blamed(
    check: NoDuplicate, rows: Rows, settings: Mapping[str, Any] | None = None, hidden: Sequence[str] = ()
) -> dict[str, Blamed]:
    """By id, what is said of the records that break it. `settings` are those of DuckDB."""
    rule = Rule("quality/x", "quality/x", "", "", "", Severity.LOW, "it", "", Pillar.DATA_QUALITY, check)
    with org(check, rows, {}, hidden) as snapshot:
        for name, value in (settings or {}).items():
            snapshot.connection.execute(f"SET {name} = {value}")
        seen = examine([rule], snapshot)[rule.id]
        assert isinstance(seen, Verdict), seen
        if not isinstance(seen.breaches, FailingRows):
            return {}
        assert seen.breaches.twins is not None
        assert seen.breaches.twins == seen.breaches.reasons
        found = (
            duckdb.connect()
            .execute("SELECT id, other, more, because FROM read_parquet(?)", [str(seen.breaches.twins)])
            .fetchall()
        )
        return {record: Blamed(*rest) for record, *rest in found}
