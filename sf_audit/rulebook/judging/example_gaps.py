"""What an example org lacks for its rule to be judged, in words: it came out otherwise, and this may be why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sf_audit.errors import UsageProblem
from sf_audit.model.review import Reason
from sf_audit.rulebook.rules.rule import OrgExample
from sf_audit.snapshot.needs import Need

#: What the example itself asks for with hidden and hidden_rows.
HIDDEN = frozenset({Reason.FIELD_NOT_VISIBLE, Reason.OBJECT_NOT_READABLE, Reason.ROWS_HIDDEN})

_WORDS: Mapping[str, str] = {"VARCHAR": "text", "BIGINT": "number", "DOUBLE": "number", "BOOLEAN": "true or false"}


def gaps(example: OrgExample, needs: Sequence[Need]) -> str:
    """The objects and fields that the rule reads and that no row of the example has; empty where there are none."""
    missing = [name for need in needs for name in _missing(example, need)]
    return f"the rule also reads what the example does not have: {', '.join(missing)}" if missing else ""


def _missing(example: OrgExample, need: Need) -> Iterator[str]:
    if need.table not in example.org:
        if need.table not in example.hidden:
            yield need.table
        return
    rows = example.org[need.table]
    if not rows:
        return
    for column in sorted(need.required_columns):
        name = f"{need.table}.{column}"
        if name not in example.hidden and not any(column in row for row in rows):
            yield name


def read_as(example: OrgExample, types: Mapping[str, Mapping[str, str]], needs: Sequence[Need]) -> str:
    """As what the values of an example were taken: a check judges its own types. `types` are by table and column."""
    taken = [
        f"{need.table}.{column} {_WORDS.get(types[need.table].get(column, ''), 'date')}"
        for need in needs
        for column in sorted({column for row in example.org.get(need.table, ()) for column in row} - {"Id"})
    ]
    quotes = "texts that look like numbers or dates stand in quotes, numbers and dates do not"
    return f"its values were read as {', '.join(taken)}: {quotes}" if taken else ""


def refuse_rows_without_id(example: OrgExample, needs: Sequence[Need]) -> None:
    """A record that the check would name has no name. Raises UsageProblem."""
    for need in needs:
        if "Id" in need.columns and any(row.get("Id") is None for row in example.org.get(need.table, ())):
            raise UsageProblem(f"{need.table} has a row without Id: give each row one, such as Id: 001A")
