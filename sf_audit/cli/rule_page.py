"""One rule in full on a terminal: why, how to fix it, its check with its settings, which records, and the queries."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import StringIO

from ruamel.yaml import YAML

from sf_audit.connector.api.soql import Today, select
from sf_audit.errors import UsageProblem
from sf_audit.model.review import Unread
from sf_audit.report.words import count, percent
from sf_audit.rulebook.rules.needs import needs_of
from sf_audit.rulebook.rules.records import OfRecords
from sf_audit.rulebook.rules.rule import Rule, poor_of
from sf_audit.rulebook.rules.settings_of import meanings
from sf_audit.rulebook.settings.list_files import FROM
from sf_audit.rulebook.settings.org_names import ChoosesRecords
from sf_audit.rulebook.settings.scope_words import scope_words
from sf_audit.snapshot.needs import (
    CUSTOM_OBJECTS,
    FILL_COUNTS,
    GUEST_SHARES,
    RECENT_DAYS,
    RECENT_FILL_COUNTS,
    Clause,
    Comparison,
    Need,
    Source,
)

#: Standard fields that hold a time of day; without the org, other fields that are compared with days count as dates.
_TIMES = frozenset(
    {"CreatedDate", "LastModifiedDate", "SystemModstamp", "LastLoginDate", "LastViewedDate", "LastReferencedDate"}
)
_AGES = frozenset({Comparison.OLDER_THAN_DAYS, Comparison.NEWER_THAN_DAYS, Comparison.IN_PERIOD})

#: What is asked where no records are read.
_ASKED = {
    Source.DESCRIBE: "describe of {}",
    Source.LIMITS: "GET /limits, of which {}",
    Source.RECORD_TYPES: "what picklists offer for each record type of {}",
}
_COUNTED = {
    FILL_COUNTS: "SELECT COUNT(field) of the custom fields of {}",
    RECENT_FILL_COUNTS: f"SELECT COUNT(field) of the custom fields, in records of the last {RECENT_DAYS} days, of {{}}",
    GUEST_SHARES: "SELECT COUNT(Id) of the shares with guest users, where the org has any guest user, of {}",
}


@dataclass(frozen=True, slots=True)
class _Guess:
    """The type of a field, as far as a rule file tells it."""

    type: str
    filterable: bool = True


def rule_lines(rule: Rule) -> Iterator[str]:
    """The page, line by line."""
    yield from (f"{rule.id}: {rule.title}", "")
    if rule.headline:
        yield f"Broken:   {rule.headline.other}"
    yield from (f"Why:      {rule.why}", f"Fix:      {rule.fix}", f"Severity: {rule.severity}")
    yield from (f"Owner:    {rule.owner}, partner {rule.partner or 'none'}", f"At least: {percent(rule.at_least)}")
    yield f"Poor:     {percent(poor_of(rule))} or less has no points{'' if rule.poor is None else ', as its file says'}"
    if rule.at_stake:
        yield f"At stake: {rule.at_stake}"
    yield from (f"File:     {rule.file}", "", "Check:")
    yield from (f"  {line}" for line in _settings(rule))
    yield from ("", f"It says: {_says(rule)}", f"It means {_scope(rule)}.")
    yield from (f"It compares them with {others}." for others in _compared_with(rule))
    yield ""
    yield from _asked(rule)
    pronoun = "it" if len(rule.examples) == 1 else "them"
    yield from ("", f"{count(len(rule.examples), 'example')}; run {pronoun} with: sf-audit rules test {rule.id}")


def _settings(rule: Rule) -> list[str]:
    """Verb and settings as in the file; a list that stands in another file is not printed."""
    if not rule.text:
        return [rule.check.verb]
    ((verb, settings),) = json.loads(rule.text).items()
    shown = {name: value for name, value in settings.items() if f"{name}{FROM}" not in settings}
    written = StringIO()
    YAML(typ="safe", pure=True).dump({verb: shown}, written)
    return written.getvalue().rstrip().splitlines()


def _says(rule: Rule) -> str:
    """The first paragraph of the page of its verb."""
    return (inspect.getdoc(type(rule.check)) or "").split("\n\n")[0].replace("\n", " ")


def _scope(rule: Rule) -> str:
    check = rule.check
    return scope_words(check.object, check.when) if isinstance(check, OfRecords) else "the org, not single records"


def _compared_with(rule: Rule) -> Iterator[str]:
    """The records of other objects that it looks at, in words."""
    for name, meaning in meanings(type(rule.check)).items():
        table = getattr(rule.check, meaning.of) if isinstance(meaning, ChoosesRecords) else None
        if table is not None and table != getattr(rule.check, "object", None):
            yield scope_words(table, getattr(rule.check, name))


def _asked(rule: Rule) -> Iterator[str]:
    needs = needs_of(rule)
    if isinstance(needs, Unread):
        yield from ("It cannot be run:", f"  {needs.detail}. {needs.unlocked_by}")
        return
    yield "Asked of the org for this rule alone:"
    for need in needs:
        yield f"  {_query(need)}"
        if need.optional:
            yield f"    and, where the org has them: {', '.join(sorted(need.optional))}"
    yield "`sf-audit plan --org NAME` prints what a review of that org sends for all rules together."


def _query(need: Need) -> str:
    asked = _COUNTED.get(need.table) or _ASKED.get(need.source)
    if asked:
        of = ", ".join("every custom object" if name == CUSTOM_OBJECTS else name for name in sorted(need.of))
        return asked.format(of or "all")
    kinds = {column: _Guess("string") for column in need.columns} | {row.field: _kind(row) for row in need.rows}
    now = datetime.now(UTC)
    try:
        query = str(select(need.table, need.columns, need.rows, kinds, Today(now.date(), UTC)))
    except UsageProblem as problem:
        return f"{need.table}: {', '.join(sorted(need.columns))} ({problem})"
    return query if need.source is Source.DATA else f"{query} (Tooling API)"


def _kind(clause: Clause) -> _Guess:
    if clause.comparison in _AGES:
        return _Guess("datetime" if clause.field in _TIMES else "date")
    return _Guess(_kind_of_values(clause.values))


def _kind_of_values(values: Iterable[object]) -> str:
    kinds = {type(value) for value in values}
    if kinds == {bool}:
        return "boolean"
    return "double" if kinds and kinds <= {int, float} else "string"
