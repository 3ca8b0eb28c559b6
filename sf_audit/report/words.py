"""The words a review is told in: bands, reasons, dates and counts, the same in every output."""

from __future__ import annotations

import re
from datetime import date, datetime

from sf_audit.model.counts import count as count
from sf_audit.model.review import Coverage, Outcome, Pillar, Reason, Severity, Status
from sf_audit.model.tally import Tally

PILLARS = {
    Pillar.DATA_QUALITY: "Data quality",
    Pillar.ACCESS_POLICY: "Access policy",
    Pillar.SYSTEM_PERFORMANCE: "System performance",
    Pillar.ADOPTION: "Adoption and feedback",
}

STATUSES = {
    Status.BROKEN: "Broken",
    Status.KEPT: "Kept",
    Status.NOT_CHECKED: "Not checked",
    Status.NOT_APPLICABLE: "Not applicable",
}

SWITCHED_OFF = "switched_off"
"""The reason of a rule that people switched off, as `sf_audit.review.judge` writes it."""

REASONS: dict[str, str] = {
    Reason.FIELD_NOT_VISIBLE: "A field is hidden from the auditor user",
    Reason.OBJECT_NOT_READABLE: "An object is closed to the auditor user",
    Reason.ROWS_HIDDEN: "Records are hidden from the auditor user",
    Reason.FEWER_ROWS: "Far fewer records than before, and nobody has said why",
    Reason.NOT_LOADED: "A loader did not bring it, or not in time",
    Reason.INCOMPLETE: "Not all records could be read",
    Reason.STALE_GROUP: "A group's access is being recalculated",
    Reason.BUDGET_SPENT: "The API budget of this run was spent",
    Reason.UNSUPPORTED: "This org or edition does not offer it",
    Reason.RULE_DOES_NOT_FIT: "The rule does not fit this org",
    Reason.CHECK_FAILED: "The check itself failed",
    SWITCHED_OFF: "Somebody switched it off",
}

SEVERITIES = tuple(Severity)
GOOD = 90

#: Letters of a short word.
_SHORT = 12

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]+)?", re.ASCII)
MONEY = re.compile(r"([A-Z]{3}) (-?[0-9][0-9,]{0,24}(?:\.[0-9]+)?)", re.ASCII)
SLUG = re.compile(r"[a-z]+([-_][a-z0-9]+)*")
PARTIES = {"sales-ops": "Sales Ops", "salesops": "Sales Ops", "it": "IT", "unassigned": "Nobody yet"}


def band(score: int | None, coverage: Coverage | None = None) -> str:
    """Good from 90, Watch from 70, Act below; and a word for no score at all.

    Good leaves room for a tenth that is amiss. Where more than a tenth was not checked, that much can be amiss
    unseen, and the word is Watch.
    """
    if score is None:
        return "Not scored"
    if score >= GOOD and not (coverage and too_little(coverage)):
        return "Good"
    return "Watch" if score >= 70 else "Act"


def too_little(coverage: Coverage) -> bool:
    """Whether too few of the rules were checked for any score to read Good."""
    return coverage.checked * 10 < coverage.total * 9


def reason(outcome: Outcome) -> str:
    """Why a rule was not checked, as a sentence without its full stop."""
    return REASONS.get(outcome.reason, outcome.reason or "No reason was recorded")


def would_help(outcome: Outcome) -> str:
    """What would have a rule judged: a permission; or, where somebody switched it off, who, why and until when."""
    if outcome.reason == SWITCHED_OFF and outcome.accepted_until:
        return f"{outcome.detail or 'switched off'}, until {day(outcome.accepted_until)}"
    return outcome.unlocked_by


def party(name: str) -> str:
    """Who must act, as people write it: `sales-ops` is Sales Ops, `data-team` is Data team."""
    known = PARTIES.get(re.sub(r"[\s_]+", "-", name.strip().lower()))
    if known or not SLUG.fullmatch(name):
        return known or name or "Nobody yet"
    return re.sub("[-_]", " ", name).capitalize()


def stays_together(name: str) -> bool:
    """Whether a name is so short that no line should end within it, as within “Sales Ops”."""
    parts = name.split()
    return len(parts) <= 2 and all(len(part) <= _SHORT for part in parts)


def unbroken(name: str) -> str:
    """The name with no-break spaces where no line should end within it."""
    return "\N{NO-BREAK SPACE}".join(name.split()) if stays_together(name) else name


def month(period: str) -> str:
    """`2026-10` as October 2026; any other period as it is."""
    year, dash, number = period.partition("-")
    known = dash and year.isdecimal() and number.isdecimal() and len(number) == 2 and 1 <= int(number) <= 12
    return f"{MONTHS[int(number) - 1]} {year}" if known else period


def day(when: date) -> str:
    """A date that no reader takes for another one: 5 Nov 2026."""
    return f"{when.day} {MONTHS[when.month - 1][:3]} {when.year}"


def moment(when: datetime) -> str:
    """A time with the zone it is in."""
    return f"{day(when)}, {when:%H:%M} {when.tzname() or ''}".strip()


def findings(tally: Tally) -> str:
    """How many findings a review has: `308 findings of broken rules, 232 within tolerance, 3 waived`."""
    parts = [f"{count(tally.open, 'finding')} of broken rules"]
    parts += [f"{tally.within_tolerance:,} within tolerance"] if tally.within_tolerance else []
    parts += [f"{tally.waived:,} waived"] if tally.waived else []
    return ", ".join(parts)


def percent(share: float) -> str:
    """Rounded down to a tenth, so that only all of them are 100%."""
    tenths = int(share * 1000 + 1e-9)
    return f"{tenths // 10}%" if tenths % 10 == 0 else f"{tenths // 10}.{tenths % 10}%"


def amount(stake: str) -> str:
    """`1234567.50` as 1,234,568; what is more than a number as it is."""
    return f"{float(stake):,.0f}" if NUMBER.fullmatch(stake) else stake


def money(stake: str) -> str:
    """`1234567.50` as “1,234,568 in the org's currency”, `EUR 10.50` as EUR 11; anything else as it is.

    No object that a query reads says which currency an org with a single one has ("SOAP API Developer Guide",
    GetUserInfoResult, is the one place that does).
    """
    if NUMBER.fullmatch(stake):
        return f"{amount(stake)} in the org's currency"
    parts = [MONEY.fullmatch(part) for part in stake.split(", ")]
    named = [f"{part[1]} {amount(part[2].replace(',', ''))}" for part in parts if part]
    return ", ".join(named) if len(named) == len(parts) else stake


def kept_words(outcome: Outcome) -> str:
    """How many keep the rule, of how many, and how many must: no number without its denominator."""
    if not outcome.checked:
        return "nothing to look at"
    kept = max(outcome.checked - outcome.broken, 0)
    words = f"{kept:,} of {outcome.checked:,} keep it ({percent(outcome.share_kept)})"
    return words if outcome.at_least >= 1 else f"{words}; at least {percent(outcome.at_least)} must"


def new_words(outcome: Outcome) -> str:
    """How many of the new records keep the rule; empty where there is none, or nobody knows when they came."""
    new = outcome.new
    if new is None or not new.checked:
        return ""
    kept = new.checked - new.broken
    records = count(new.checked, "record")
    return f"{kept:,} of {records} created since {day(new.since)} {'keeps' if new.checked == 1 else 'keep'} it"


def gist(outcome: Outcome) -> str:
    """What became of a checked rule, in a few words: what is open, what is waived, and whether it is kept."""
    parts = [count(outcome.broken, "finding")] if outcome.broken or outcome.status is Status.BROKEN else []
    if outcome.waived:
        parts.append(f"{outcome.waived:,} waived")
    if outcome.status is Status.KEPT:
        kept = ["Kept"] if not outcome.waived else [*parts, "none open"]
        parts = [", ".join(parts) + " within tolerance"] if outcome.broken else kept
    return ", ".join(parts)
