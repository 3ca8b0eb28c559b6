"""How much of the open pipeline is on records that break nothing high or critical: a sum for each currency.

The amounts are those of the records, which are in the currency of each of them where the org works with several
("Manage Multiple Currencies"): amounts of different ones do not add up.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sf_audit.model.judged_together import JudgedTogether, SameAnswers
from sf_audit.model.review import Reason, Unread
from sf_audit.model.standing import OpenPipeline, PipelineMoney
from sf_audit.review.currencies import unread_currency
from sf_audit.salesforce.pipeline import AMOUNT, IS_CLOSED, OPPORTUNITY
from sf_audit.snapshot.needs import Clause, Comparison, Need
from sf_audit.snapshot.tables import Snapshot

_OPEN = Need(OPPORTUNITY, frozenset({"Id", AMOUNT}), frozenset({Clause(IS_CLOSED, Comparison.IN, (False,))}))


def open_pipeline(
    together: JudgedTogether | None, mask: int, why_unknown: Unread | None, snapshot: Snapshot
) -> OpenPipeline:
    """The money of open opportunities that rules of the mask judged; not known where one of its parts was not read.

    `why_unknown` says why these rules say nothing of opportunities.
    """
    unread = _unread(snapshot) or why_unknown
    if unread is not None:
        return OpenPipeline(missing=unread.detail, unlocked_by=unread.unlocked_by)
    if together is None:
        return OpenPipeline(missing="no rule of severity high or critical looks at opportunities")
    if not together.has_money:
        return OpenPipeline(missing=f"{OPPORTUNITY}.{AMOUNT} holds no numbers")
    return _sums([row for row in together.rows if row.currency is not None], mask)


def _sums(is_open: Sequence[SameAnswers], mask: int) -> OpenPipeline:
    judged = [row for row in is_open if row.judged & mask]
    opportunities, not_judged = (sum(row.records for row in rows) for rows in (judged, is_open))
    not_judged -= opportunities
    if not opportunities:
        why = "no rule of severity high or critical looks at open ones" if not_judged else "no opportunity is open"
        return OpenPipeline(not_judged=not_judged, missing=why)
    if not all(row.amount.is_finite() for row in judged):
        return OpenPipeline(missing=f"amounts in {OPPORTUNITY}.{AMOUNT} are no numbers that add up")
    return OpenPipeline(
        money=tuple(
            PipelineMoney(
                currency, _amount(judged, currency), _amount([row for row in judged if not row.broken & mask], currency)
            )
            for currency in sorted({row.currency or "" for row in judged if row.amounts})
        ),
        opportunities=opportunities,
        without_amount=opportunities - sum(row.amounts for row in judged),
        not_judged=not_judged,
    )


def _amount(rows: Sequence[SameAnswers], currency: str) -> float:
    return round(float(sum((row.amount for row in rows if row.currency == currency), Decimal(0))), 2)


def _unread(snapshot: Snapshot) -> Unread | None:
    """Why the open opportunities, or what is expected of them, are not known."""
    table = snapshot.tables.get(OPPORTUNITY)
    if table is None:
        return Unread(Reason.INCOMPLETE, f"no rule reads {OPPORTUNITY}")
    if table.unread is not None:
        return table.unread
    for column in sorted(_OPEN.required_columns - table.columns.keys()):
        return dict(table.unseen).get(column) or Unread(Reason.INCOMPLETE, f"no rule reads {OPPORTUNITY}.{column}")
    if not snapshot.has_rows_of(_OPEN):
        return Unread(Reason.INCOMPLETE, "no rule reads all open opportunities")
    return unread_currency(snapshot, OPPORTUNITY)
