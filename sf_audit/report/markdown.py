"""The review in short, to paste into Slack, Confluence or a ticket."""

from __future__ import annotations

from collections.abc import Iterator

from sf_audit.model.layout import Audience
from sf_audit.model.review import Review
from sf_audit.report.audiences import AUDIENCES, arranged
from sf_audit.report.banners import more_words
from sf_audit.report.first_page import changed_words
from sf_audit.report.hostile import markdown_text
from sf_audit.report.lifecycle_lines import LATER, LifecycleLines
from sf_audit.report.limit_lines import LimitLines
from sf_audit.report.register_lines import pressing
from sf_audit.report.terminal_lists import due_words
from sf_audit.report.view import View, view
from sf_audit.report.words import count

LONGEST = 300


def markdown(review: Review, audience: Audience | None = None) -> str:
    """Headings, lists and two tables; texts of the org can be no markup, link or mention in it."""
    reader = AUDIENCES[audience] if audience else None
    return "\n".join(_lines(arranged(view(review), reader), f" for {reader.name}" if reader else "")) + "\n"


def _lines(shown: View, edition: str) -> Iterator[str]:
    score = shown.review.score.overall
    kind = " (sandbox)" if shown.review.org.is_sandbox else ""
    yield f"# CRM health review{edition}: {_safe(shown.review.org.name)}{kind}, {_safe(shown.month)}"
    yield ""
    yield f"**{'No score' if score is None else score}, {shown.band}** · {_safe(_trend(shown))} · {shown.coverage}"
    yield ""
    yield f"{shown.findings}."
    yield ""
    if shown.banners:
        yield from (f"> {_safe(banner)}  " for banner in shown.banners)
        if shown.more_banners:
            yield f"> {more_words(len(shown.more_banners), 'in review.html')}  "
        yield ""
    yield from _pillars(shown)
    yield from _standing(shown)
    yield from _risks(shown)
    yield from _weakened(shown)
    yield from _registers(shown)
    yield from _limits(shown.limits)
    yield "## What changed"
    yield ""
    yield changed_words(shown.changed)
    yield ""
    yield from _score_change(shown)
    yield from _rule_changes(shown)
    yield from _lifecycle(shown.lifecycle)
    yield from _blind(shown)


def _pillars(shown: View) -> Iterator[str]:
    yield "| Pillar | Score | Band | Broken | Checked |"
    yield "| --- | ---: | --- | ---: | ---: |"
    for pillar in shown.pillars:
        score = "–" if pillar.score is None else pillar.score
        yield f"| {pillar.name} | {score} | {pillar.band} | {pillar.broken} | {pillar.checked} of {pillar.total} |"
    yield ""


def _standing(shown: View) -> Iterator[str]:
    if not shown.score.standing:
        return
    yield "| Beside the score | Share | Counted |"
    yield "| --- | ---: | --- |"
    for line in shown.score.standing:
        counted = ". ".join(part for part in (line.numbers, line.note) if part)
        yield f"| {_safe(line.name)} | {line.share} | {_safe(counted)} |"
    yield ""
    yield f"{shown.score.explained}"
    yield ""


def _score_change(shown: View) -> Iterator[str]:
    if shown.score.change:
        yield f"Score: {_safe(shown.score.change)}."
        yield ""
        yield from (f"- {part.points} {part.cause}" for part in shown.score.parts)
        yield ""


def _risks(shown: View) -> Iterator[str]:
    yield "## Top risks"
    yield ""
    if not shown.risks:
        yield "No checked rule is broken."
    for place, risk in enumerate(shown.risks, start=1):
        points = f", {risk.points} points" if risk.points else ""
        findings = f"({count(risk.findings, 'finding')}{points}). {_safe(risk.owner)}, {due_words(risk.due)}"
        yield f"{place}. **{risk.severity.capitalize()}**: {_safe(risk.title)} {findings}"
    if any(risk.points for risk in shown.risks):
        yield ""
        yield shown.score.points
    yield ""


def _weakened(shown: View) -> Iterator[str]:
    if not shown.weakened:
        return
    yield f"## Weakened: {len(shown.weakened)}"
    yield ""
    for line in shown.weakened:
        who = f"{_safe(line.approver)}, until {_safe(line.until)}"
        yield f"- **{_safe(line.rule)}**: {_safe(line.what)}. {who}: {_safe(line.reason)}"
    yield ""


def _registers(shown: View) -> Iterator[str]:
    if shown.registers is None:
        return
    yield "## Requests and decisions"
    yield ""
    yield _safe(shown.registers.summary)
    yield ""
    lines = list(pressing(shown.registers))
    yield from (f"- {_safe(line)}" for line in lines)
    yield from ([""] if lines else [])


def _limits(limits: LimitLines | None) -> Iterator[str]:
    if limits is None:
        return
    yield "## System performance and limits"
    yield ""
    yield _safe(limits.summary)
    yield ""
    if limits.lines:
        yield "| Limit | Used now | Outlook | Diagnostics for IT | Impact for Ops |"
        yield "| --- | ---: | --- | --- | --- |"
    for line in limits.lines:
        outlook = _safe("; ".join(line.outlook))
        used = f"{line.share_words} ({_safe(line.used)})"
        yield f"| {_safe(line.label)} | {used} | {outlook} | {_safe(line.diagnostics)} | {_safe(line.impact)} |"
    yield from ([""] if limits.lines else [])
    yield from ([limits.rest, ""] if limits.rest else [])
    yield from (f"- Not checked: {_safe(problem)}" for problem in limits.not_read)
    yield from (f"- A sample was left out: {_safe(note)}" for note in limits.notes)
    yield from ([""] if limits.not_read or limits.notes else [])


def _rule_changes(shown: View) -> Iterator[str]:
    if shown.rule_changes:
        yield f"{_safe(shown.rule_change_words)}:"
        yield ""
        yield from (f"- {_safe(line.rule)}: {_safe(line.what)}" for line in shown.rule_changes)
        yield ""


def _lifecycle(lines: LifecycleLines | None) -> Iterator[str]:
    if lines is None:
        return
    for sentence in filter(None, (lines.age, lines.burn_down)):
        yield _safe(sentence)
        yield ""
    yield f"| Findings that came in | Then | {' | '.join(LATER)} |"
    yield f"| --- | ---: |{' ---: |' * len(LATER)}"
    yield from (f"| {_safe(line.month)} | {line.came} | {' | '.join(line.after)} |" for line in lines.cohorts)
    yield ""


def _blind(shown: View) -> Iterator[str]:
    yield f"## Not checked: {count(shown.counts['Not checked'], 'rule')}"
    yield ""
    for group in shown.blind:
        unlocked_by = _safe(group.unlocked_by) or "no permission would change it"
        yield f"- {count(len(group.rules), 'rule')}: {unlocked_by}"
    if not shown.blind:
        yield shown.all_checked


def _trend(shown: View) -> str:
    return f"{shown.trend.arrow} {shown.trend.words}".strip()


def _safe(text: str) -> str:
    return markdown_text(text, limit=LONGEST)
