"""The words of the matrix, the same in every form."""

from __future__ import annotations

from collections.abc import Mapping

from sf_audit.model.enforcement import Bypass, Enforced, Evidence, Kept
from sf_audit.report.words import count, percent

VERDICTS: Mapping[Enforced, str] = {
    Enforced.ENFORCED: "enforced",
    Enforced.BYPASSED: "enforced but bypassed",
    Enforced.LATER: "enforced later than the data",
    Enforced.POSSIBLY: "possibly enforced",
    Enforced.DECLARED_ONLY: "declared only",
    Enforced.UNDOCUMENTED: "enforced but undocumented",
    Enforced.IMPOSSIBLE: "impossible",
    Enforced.UNKNOWN: "unknown",
}

#: Grants that open a way, of which so many are named.
_NAMED = 5


def bypass_words(bypass: Bypass) -> str:
    """`custom permission Skip, 4 people: permission set Bulk_Load`."""
    people = f", {count(bypass.people, 'person', 'people')}" if bypass.people is not None else ""
    named = ", ".join(bypass.held_through[:_NAMED])
    more = f" and {len(bypass.held_through) - _NAMED} more" if len(bypass.held_through) > _NAMED else ""
    return f"{bypass.through}{people}{f': {named}{more}' if named else ''}"


def evidence_words(evidence: Evidence) -> str:
    """`validation rule Name: what it does`."""
    return f"{evidence.mechanism} {evidence.name}: {evidence.says}"


def share_words(kept: Kept | None) -> str:
    """`1,190 of 1,204 keep it (98.8%)`; nothing where the records were not judged."""
    if kept is None:
        return "not checked"
    if not kept.checked:
        return "no record in scope"
    keeping = kept.checked - kept.broken
    return f"{keeping:,} of {kept.checked:,} keep it ({percent(keeping / kept.checked)})"
