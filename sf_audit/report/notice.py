"""The review in five lines, for a mailbox or a chat: how healthy and how sure, what changed, what comes first."""

from __future__ import annotations

from dataclasses import dataclass

from sf_audit.model.review import Review, ReviewStatus
from sf_audit.report.first_page import changed_words
from sf_audit.report.hostile import printable
from sf_audit.report.terminal_lists import due_words
from sf_audit.report.view import Risk, View, view
from sf_audit.report.words import count

#: Characters of a line: who reads it on a telephone sees two of its rows.
LONGEST = 200

_RISKS = 3


@dataclass(frozen=True, slots=True)
class Notice:
    """What somebody is told without opening a file: texts of one line, without characters that cannot be seen."""

    subject: str
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it, with an end of line after each."""
        return "".join(f"{line}\n" for line in (self.subject, "", *self.lines))


def notice(review: Review) -> Notice:
    """Five lines at most, and the subject."""
    shown = view(review)
    lines = [_health(shown), f"{changed_words(shown.changed)}", *map(_risk, shown.risks[:_RISKS])]
    return Notice(_line(_subject(shown)), tuple(map(_line, lines)))


def _subject(shown: View) -> str:
    org = shown.review.org
    kind = " (sandbox)" if org.is_sandbox else ""
    whole = "" if shown.review.status is ReviewStatus.COMPLETE else f", {shown.review.status}"
    return f"CRM health review of {org.name}{kind}, {shown.month}: {_score(shown)}{whole}"


def _health(shown: View) -> str:
    trend = f"{shown.trend.arrow} {shown.trend.words}".strip()
    return f"{_score(shown)} · {trend} · {shown.coverage}"


def _score(shown: View) -> str:
    score = shown.review.score.overall
    return f"{'no score' if score is None else score}, {shown.band}"


def _risk(risk: Risk) -> str:
    findings = count(risk.findings, "finding")
    return f"{risk.severity.capitalize()}: {risk.title} ({findings}). {risk.who}, {due_words(risk.due)}"


def _line(text: str) -> str:
    return printable(text, limit=LONGEST)
