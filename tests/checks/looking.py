"""One check at a tiny org: the words of these tests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sf_audit.model.review import Pillar, Severity, Unread, Verdict
from sf_audit.rulebook.judging.examine import examine
from sf_audit.rulebook.judging.examples import breaching_ids, example_snapshot
from sf_audit.rulebook.rules.check import AnyCheck
from sf_audit.rulebook.rules.rule import OrgExample, Rule
from sf_audit.snapshot.tables import Snapshot

Rows = Mapping[str, Sequence[Mapping[str, Any]]]

#: By table name, what is known of the table beside its rows: `rows_hidden`, `uncovered`, `columns`…
Facts = Mapping[str, Mapping[str, Any]]


@contextmanager
def org(check: AnyCheck, rows: Rows, facts: Facts, hidden: Iterable[str] = ()) -> Iterator[Snapshot]:
    """A snapshot of the rows, taken on 16 March 2026 at 9:00 UTC."""
    example = OrgExample(org={name: tuple(some) for name, some in rows.items()}, hidden=tuple(hidden))
    with example_snapshot(example, check.needs()) as snapshot:
        tables = {name: replace(table, **facts.get(name, {})) for name, table in snapshot.tables.items()}
        snapshot.tables = tables
        yield snapshot


def look(
    check: AnyCheck,
    rows: Rows,
    facts: Facts | None = None,
    hidden: Iterable[str] = (),
    *,
    rule_id: str = "quality/x",
) -> tuple[Verdict | Unread, list[str]]:
    """What the check sees, and the ids that break it in order."""
    rule = Rule(rule_id, rule_id, "", "", "", Severity.LOW, "it", "", Pillar.DATA_QUALITY, check)
    with org(check, rows, facts or {}, hidden) as snapshot:
        seen = examine([rule], snapshot)[rule.id]
        return seen, sorted(breaching_ids(seen)) if isinstance(seen, Verdict) else []


def verdict(check: AnyCheck, rows: Rows, facts: Facts | None = None, hidden: Iterable[str] = ()) -> Verdict:
    """The verdict, where there must be one."""
    seen, _ = look(check, rows, facts, hidden)
    assert isinstance(seen, Verdict), seen
    return seen


def unread(check: AnyCheck, rows: Rows, facts: Facts | None = None, hidden: Iterable[str] = ()) -> Unread:
    """What could not be seen, where something cannot."""
    seen, _ = look(check, rows, facts, hidden)
    assert isinstance(seen, Unread), seen
    return seen
