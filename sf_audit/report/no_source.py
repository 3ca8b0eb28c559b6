"""The parts of a review that nothing is known of: nobody may take an empty part for a good one."""

from __future__ import annotations

from collections.abc import Iterator

from sf_audit.model.review import Review
from sf_audit.report import words


def without_source(review: Review) -> tuple[str, ...]:
    """A sentence for each. What users think of the CRM is in no review yet."""
    return (*_pillars(review), "User feedback: nobody's feedback is in this review")


def _pillars(review: Review) -> Iterator[str]:
    judged = {outcome.pillar for outcome in review.outcomes if outcome.is_judged}
    for pillar, name in words.PILLARS.items():
        if pillar not in judged:
            yield f"{name}: no rule was judged"
