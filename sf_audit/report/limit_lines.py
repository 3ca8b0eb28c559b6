"""The limits of the org as every output for people tells them: how much is used, how that went, when it ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from sf_audit.model.limits import LEAST_DAYS, LEAST_SPAN, NEAR, Limits, LimitUse, Reached
from sf_audit.report import words
from sf_audit.report.limit_texts import TEXTS, limit_text

_ACT, _NOTABLE = 0.95, 0.5

NO_SAMPLES = (
    "There is no curve and no forecast: nobody measured the limits on the days before. Salesforce tells only how they "
    "are now. Run sf-audit sample each day; sf-audit schedule prints what does."
)


@dataclass(frozen=True, slots=True)
class LimitLine:
    """One limit. `share` is 0 to 1 and more, `curve` the shares day by day, None where nobody measured.

    `near` is one that is more than half used, was near its end on some day, or may come to 80% within a year.
    """

    name: str
    label: str
    used: str
    share: float
    share_words: str
    tone: str
    outlook: tuple[str, ...]
    diagnostics: str
    impact: str
    curve: tuple[float | None, ...]
    curve_words: str
    near: bool


@dataclass(frozen=True, slots=True)
class LimitLines:
    """The section: what lies behind it, the limits worth a line, all of them, and what was not checked."""

    summary: str
    lines: tuple[LimitLine, ...]
    everything: tuple[LimitLine, ...]
    rest: str
    not_read: tuple[str, ...]
    notes: tuple[str, ...]
    sampled: bool


def limit_lines(limits: Limits | None) -> LimitLines | None:
    """The section; None only of a review from before limits were told."""
    if limits is None:
        return None
    everything = tuple(_line(use) for use in sorted(limits.limits, key=lambda use: (-use.share, use.name)))
    lines = tuple(line for line in everything if line.name in TEXTS or line.near)
    left = len(everything) - len(lines)
    rest = f"{words.count(left, 'other limit is', 'other limits are')} less than half used." if left else ""
    return LimitLines(_summary(limits), lines, everything, rest, limits.not_read, limits.notes, limits.samples > 0)


def _summary(limits: Limits) -> str:
    if not limits.limits:
        return "Not checked: this review has no figures of the org's limits."
    if not limits.samples or limits.newest is None:
        return NO_SAMPLES
    taken = words.count(limits.samples, "sample")
    return f"Curves and forecasts rest on {taken}, the last of {words.day(limits.newest)}, and on this review."


def _line(use: LimitUse) -> LimitLine:
    text = limit_text(use.name)
    curve = tuple(None if used is None else used / use.maximum for used in use.curve)
    return LimitLine(
        name=use.name,
        label=text.label,
        used=" ".join(filter(None, (f"{use.used:,} of {use.maximum:,}", text.unit))),
        share=use.share,
        share_words=words.percent(max(use.share, 0)),
        tone="act" if use.share >= _ACT else "watch" if use.share >= NEAR else "good",
        outlook=_outlook(use),
        diagnostics=text.diagnostics,
        impact=text.impact,
        curve=curve,
        curve_words=_curve_words(text.label, use, curve),
        near=use.share >= _NOTABLE or _was_or_comes_near(use),
    )


def _was_or_comes_near(use: LimitUse) -> bool:
    coming = use.forecast is not None and any(mark.already or mark.earliest for mark in use.forecast.reached)
    return coming or (use.peak is not None and use.peak.days_near > 0)


def _curve_words(label: str, use: LimitUse, curve: Sequence[float | None]) -> str:
    known = [share for share in curve if share is not None]
    if len(known) < 2:
        return ""
    ends = f"from {words.percent(max(known[0], 0))} on {words.day(use.since)} to {words.percent(max(known[-1], 0))}"
    return f"{label}: {ends} now, measured on {words.count(len(known), 'day')}"


def _outlook(use: LimitUse) -> tuple[str, ...]:
    if use.measured < 2:
        return ("No samples",)
    if not use.fills_up:
        return _peak(use)
    if use.forecast is None:
        return (f"Too few samples for a forecast: {_too_few(use)}",)
    return tuple(map(_reached, use.forecast.reached))


def _too_few(use: LimitUse) -> str:
    if use.measured < LEAST_DAYS:
        return f"{use.measured} of {words.count(LEAST_DAYS, 'day')}"
    return f"they span {len(use.curve) - 1} of {words.count(LEAST_SPAN, 'day')}"


def _peak(use: LimitUse) -> tuple[str, ...]:
    """What begins again each day grows towards no end: its worst day counts."""
    if use.peak is None:
        return ()
    share = use.peak.used / use.maximum
    worst = f"Begins again; at most {words.percent(max(share, 0))}, on {words.day(use.peak.on)}"
    near = use.peak.days_near
    return (worst, f"80% or more on {near} of {words.count(use.measured, 'day')}") if near else (worst,)


def _reached(mark: Reached) -> str:
    share = f"{mark.percent}%"
    if mark.already:
        return f"{share} is reached"
    if mark.earliest is None:
        return f"{share} not within a year"
    if mark.latest is None:
        return f"{share} from {words.day(mark.earliest)} on, or not within a year"
    if mark.latest - mark.earliest <= timedelta(days=1):
        return f"{share} about {words.day(mark.earliest)}"
    return f"{share} between {words.day(mark.earliest)} and {words.day(mark.latest)}"
