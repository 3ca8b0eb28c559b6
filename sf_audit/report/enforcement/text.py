"""The matrix for a terminal of 80 columns: a line for each standard, then each with its evidence."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from sf_audit.model.enforcement import Enforcement, StandardEnforcement
from sf_audit.report.enforcement.words import VERDICTS, bypass_words, evidence_words, share_words
from sf_audit.report.hostile import printable
from sf_audit.report.words import count, day, percent

WIDTH = 80

_VERDICT = max(map(len, VERDICTS.values()))
_KEPT = len("99.9%")


def enforcement_text(matrix: Enforcement) -> Iterator[str]:
    """Line by line."""
    for line in _lines(matrix):
        yield f"{line}\n"


def _lines(matrix: Enforcement) -> Iterator[str]:
    about = matrix.about
    yield from _wrapped(f"{about.org_name} · read {about.taken:%Y-%m-%d %H:%M} UTC")
    judged = count(len(matrix.standards), "standard")
    oblige = f"; {count(matrix.left_out, 'rule obliges', 'rules oblige')} nobody to fill a field"
    yield from _wrapped(f"{judged}{oblige if matrix.left_out else ''}")
    by_verdict = [standard for verdict in VERDICTS for standard in matrix.standards if standard.verdict is verdict]
    yield ""
    yield _row("Verdict", "Kept", "Standard")
    for standard in by_verdict:
        yield _row(VERDICTS[standard.verdict], _share(standard), standard.rule or standard.title)
    yield ""
    yield from _wrapped("; ".join(f"{number:,} {VERDICTS[verdict]}" for verdict, number in matrix.counts.items()))
    for standard in by_verdict:
        yield ""
        yield from _standard(standard)
    for note in matrix.notes:
        yield ""
        yield from _wrapped(note)


def _row(verdict: str, kept: str, name: str) -> str:
    start, shown = f"{verdict:<{_VERDICT}}  {kept:>{_KEPT}}  ", printable(name)
    room = WIDTH - len(start)
    return start + (shown if len(shown) <= room else f"{shown[: room - 1]}…")


def _share(standard: StandardEnforcement) -> str:
    kept = standard.kept
    return percent((kept.checked - kept.broken) / kept.checked) if kept and kept.checked else "–"


def _standard(standard: StandardEnforcement) -> Iterator[str]:
    yield from _wrapped(f"{VERDICTS[standard.verdict].upper()}  {standard.rule or standard.title}")
    yield from _wrapped(standard.asks, 2)
    yield from _wrapped(f"{standard.because}.", 2)
    if standard.unlocked_by:
        yield from _wrapped(f"→ {standard.unlocked_by}", 2)
    if standard.rule:
        yield from _wrapped(f"Records: {_records(standard)}", 2)
    for bypass in standard.bypasses:
        yield from _wrapped(f"Past it: {bypass_words(bypass)}", 2)
    for evidence in standard.evidence:
        yield from _wrapped(f"· {evidence_words(evidence)}", 4)


def _records(standard: StandardEnforcement) -> str:
    if standard.kept is None:
        return f"not checked: {standard.not_kept_because}"
    if standard.since is None or standard.before is None or standard.after is None:
        return share_words(standard.kept)
    before, after = share_words(standard.before), share_words(standard.after)
    return f"{share_words(standard.kept)}; created before {day(standard.since)}: {before}; since: {after}"


def _wrapped(text: str, indent: int = 0) -> Iterator[str]:
    """Lines of at most 80 columns; a name that is longer stays whole."""
    wrapper = textwrap.TextWrapper(WIDTH, initial_indent=" " * indent, subsequent_indent=" " * (indent + 2))
    wrapper.break_long_words = wrapper.break_on_hyphens = False
    yield from wrapper.wrap(printable(text)) or [""]
