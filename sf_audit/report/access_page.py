"""access.html: why somebody can do something, with a picture of every way, as one page that needs nothing else."""

from __future__ import annotations

from sf_audit.grants import Why
from sf_audit.report.access_picture import MOST, picture
from sf_audit.report.access_text import ANSWERS, lost_words, others_words, records_words, ways_by_state
from sf_audit.report.html import ours, page

_TONES = {"yes": "", "conditional": "watch", "no": "good", "not_checked": "unseen"}


def access_page(why: Why) -> str:
    """The page. It has no script, and its policy allows none."""
    return page(
        "access.html.j2",
        ours("review.css") + ours("access.css"),
        "",
        {
            "why": why,
            "answer": ANSWERS[why.answer],
            "tone": _TONES[why.answer],
            "ways": ways_by_state(why),
            "records": list(records_words(why.records)) if why.records else [],
            "picture": picture(why),
            "not_drawn": max(0, len(why.ways) - MOST),
            "remedies": [(one, lost_words(one.also_takes_away), others_words(one)) for one in why.remedies],
        },
    )
