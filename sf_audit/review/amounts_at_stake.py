"""What money hangs on failing records: a sum for each currency, because amounts of different ones do not add up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import duckdb

from sf_audit.expectations.records import is_number, kinds
from sf_audit.model.review import FailingRows, Verdict
from sf_audit.review.currencies import unread_currency
from sf_audit.rulebook.judging.examine import Seen
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.salesforce.features import CURRENCY
from sf_audit.snapshot.sql import quote_identifier, quote_literal
from sf_audit.snapshot.tables import Snapshot


def amounts_at_stake(snapshot: Snapshot, rules: Sequence[Rule], seen: Mapping[str, Seen]) -> str:
    """SQL of rule, id, at_stake and currency, where the rule names a number that the org lets us read."""
    selects = ["SELECT '' AS rule, '' AS id, 0.0::DOUBLE AS at_stake, '' AS currency WHERE false"]
    for rule, table, why_not in _wanted(snapshot, rules, seen):
        if why_not:
            continue
        currency = f"coalesce({quote_identifier(CURRENCY)}, '')" if snapshot.has(table, CURRENCY) else "''"
        selects.append(
            f"""SELECT {quote_literal(rule.id)} AS rule, "Id" AS id,
                CAST({quote_identifier(rule.at_stake)} AS DOUBLE) AS at_stake,
                {currency} AS currency FROM {quote_identifier(table)}"""
        )
    return " UNION ALL ".join(selects)


def not_summed(snapshot: Snapshot, rules: Sequence[Rule], seen: Mapping[str, Seen]) -> dict[str, str]:
    """By rule, why nothing can be said to be at stake."""
    return {
        rule.id: f"{why_not}, so at_stake in {rule.file or rule.id} sums nothing"
        for rule, _, why_not in _wanted(snapshot, rules, seen)
        if why_not
    }


def _wanted(snapshot: Snapshot, rules: Sequence[Rule], seen: Mapping[str, Seen]) -> Iterator[tuple[Rule, str, str]]:
    """The broken rules that name such a field, the object of their records, and why it cannot be summed, if not."""
    for rule in rules:
        verdict = seen.get(rule.id)
        if not rule.at_stake or not isinstance(verdict, Verdict) or not isinstance(verdict.breaches, FailingRows):
            continue
        table = verdict.breaches.object
        if snapshot.has(table, rule.at_stake):
            no_numbers = not is_number(kinds(snapshot.connection, table).get(rule.at_stake, ""))
            unread = unread_currency(snapshot, table)
            why_not = f"{rule.at_stake} of {table} holds no numbers" if no_numbers else unread.detail if unread else ""
            yield rule, table, why_not


def sums(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """By rule, what hangs on its open findings: `10.50`, or `EUR 10.50, JPY 4.00`.

    The connection has them as `found`, and `stakes` as its view.
    """
    rows = connection.execute(
        """SELECT f.rule, s.currency, sum(s.at_stake) FROM found f JOIN stakes s ON s.rule = f.rule AND s.id = f.id
        WHERE f.waived_until IS NULL AND s.at_stake IS NOT NULL GROUP BY ALL ORDER BY ALL"""
    ).fetchall()
    of_rule: dict[str, list[str]] = {}
    for rule, currency, amount in rows:
        of_rule.setdefault(rule, []).append(f"{currency} {amount:,.2f}" if currency else f"{amount:.2f}")
    return {rule: ", ".join(amounts) for rule, amounts in of_rule.items()}
