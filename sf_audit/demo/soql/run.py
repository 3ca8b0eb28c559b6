"""The way in: a query's text to its answer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from sf_audit.demo.schema import OrgData, SObject
from sf_audit.demo.soql import bulk as bulk_rules
from sf_audit.demo.soql import tooling as tooling_rules
from sf_audit.demo.soql.answer import Answer
from sf_audit.demo.soql.errors import malformed, no_query_more, no_such_type
from sf_audit.demo.soql.grammar import parse
from sf_audit.demo.soql.grouped import is_count
from sf_audit.demo.soql.scope import Binding, Inquiry
from sf_audit.demo.soql.sight import Sight
from sf_audit.demo.soql.statement import Select, Statement
from sf_audit.demo.soql.storage import Storage
from sf_audit.demo.soql.syntax import Query

_BATCH: Final = 2_000
# "Relationship Query Limitations": since 58.0 the root and four levels of children.
_DEEP_SINCE: Final = 58.0
_DEEPEST: Final = 4


def run(
    org: OrgData,
    text: str,
    *,
    tooling: bool = False,
    bulk: bool = False,
    now: datetime,
    strict_tooling: bool = True,
    version: float = 66.0,
) -> Answer:
    """Answer a query as the org would; close the answer when done.

    `tooling` and `bulk` say which API was asked; `now` is what relative dates are relative to; `strict_tooling` is the
    documented rule for objects such as EntityDefinition, otherwise the observed one. `version` is that of the API.

    Raises:
        SoqlError: what the platform would refuse, in its words.
    """
    query, sight = _parsed(text), Sight(org)
    sobject = sight.at(query.source.name, tooling=tooling)
    if sobject is None:
        raise no_such_type(text, query.source.at, query.source.name)
    if bulk:
        bulk_rules.check(query, sobject)
    query = tooling_rules.admitted(query, sobject.name, strict=strict_tooling)
    cursor = org.rows.cursor()
    deepest = _DEEPEST if version >= _DEEP_SINCE else 1
    inquiry = Inquiry(text, sight, Storage(cursor), _moment(now), org.user_id, tooling, deepest)
    try:
        counts = is_count(query)
        statement = _statement(inquiry, query, sobject)
        if bulk:
            bulk_rules.check_columns(statement.shape)
        answer = Answer(cursor, sobject, statement, tooling=tooling, is_count=counts)
        if not bulk:
            _check_size(answer, query, sobject)
    except BaseException:
        cursor.close()
        raise
    return answer


def _parsed(text: str) -> Query:
    query = parse(text)
    if "ALL ROWS" in query.notes:
        raise malformed("ALL ROWS not allowed in this context")
    return query


def _moment(now: datetime) -> datetime:
    return now.astimezone(UTC) if now.tzinfo else now


def _statement(inquiry: Inquiry, query: Query, sobject: SObject) -> Statement:
    select = Select(inquiry, query, sobject, Binding())
    if not is_count(query):
        return select.statement()
    if len(query.items) > 1 or query.group_by:
        raise malformed("COUNT() must be the only element in the SELECT list, and cannot be grouped")
    return select.count()


def _check_size(answer: Answer, query: Query, sobject: SObject) -> None:
    """Some answers are only given if they fit in one batch."""
    if answer.is_count:
        return
    if answer.total > 1 and (answer.tooling or sobject.tooling) and tooling_rules.asks_for_metadata(query):
        raise tooling_rules.too_many_for_metadata(answer.total)
    if answer.total > _BATCH and answer.is_aggregate:
        raise no_query_more("Aggregate query")
    if answer.total > _BATCH and not sobject.query_more:
        raise no_query_more(sobject.name)
