"""The words of a worklist: who it is for, how much there is to do, and what a list has no room for."""

from __future__ import annotations

from collections.abc import Iterable

from sf_audit.model.worklist import FailingRecord, Fix, Kind, Recipient, Worklist
from sf_audit.report import words

KINDS = {Kind.PERSON: "Person", Kind.QUEUE: "Queue", Kind.ROLE: "Role"}


def called(recipient: Recipient) -> str:
    """Who a list is for, as people call them; the id where no name is known."""
    if recipient.kind is Kind.ROLE:
        return recipient.name or words.party(recipient.id)
    return recipient.name or recipient.id


def summary(worklist: Worklist) -> str:
    """How much there is to do, and how much of it is in the list."""
    still_open = [record for fix in worklist.fixes for record in fix.records if record.waived_until is None]
    text = f"{words.count(worklist.findings, 'finding')} to fix"
    if len(still_open) < worklist.findings:
        text += f"; here are the {len(still_open):,} that weigh most"
    return text + (f"; {worklist.waived:,} waived" if worklist.waived else "")


def own_share(worklist: Worklist) -> str:
    """What the recipient's records keep, for nobody else to read; empty where it is not said."""
    share = worklist.own_share
    if share is None or not share.judged:
        return ""
    kept = share.judged - share.broken
    part = words.percent(kept / share.judged)
    return (
        f"Your records keep {part} of what was asked of them: {kept:,} of {share.judged:,} answers, on "
        f"{words.count(share.records, 'record')}. Only your own list says this."
    )


def of_fix(fix: Fix) -> str:
    """How many findings of a rule are to be fixed, and how many of them are in the list."""
    here = sum(record.waived_until is None for record in fix.records)
    if here < fix.findings:
        return f"{here:,} of {words.count(fix.findings, 'finding')}"
    return words.count(fix.findings, "finding")


def amount(record: FailingRecord) -> str:
    """What is at stake on a record; empty where nobody says it."""
    return "" if record.at_stake is None else amounts([(record.currency, record.at_stake)])


def amounts(at_stake: Iterable[tuple[str, float]]) -> str:
    """What is at stake, by currency; empty where nothing is known to be."""
    return words.money(", ".join(f"{currency} {amount:.2f}".strip() for currency, amount in at_stake))
