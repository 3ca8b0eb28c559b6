"""access.html: why somebody can do something, with a picture of every way, as one page that needs nothing else."""

from __future__ import annotations

from markupsafe import Markup

from sf_audit.model.access import Way, Why
from sf_audit.report.access.picture import MOST, picture
from sf_audit.report.access.text import ANSWERS, lost_words, others_words, records_words, ways_by_state
from sf_audit.report.hostile import visible
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
            "ways": {title: [_isolated(way) for way in ways] for title, ways in ways_by_state(why).items()},
            "records": list(records_words(why.records)) if why.records else [],
            "picture": picture(why),
            "not_drawn": max(0, len(why.ways) - MOST),
            "remedies": [(remedy, lost_words(remedy.also_takes_away), others_words(remedy)) for remedy in why.remedies],
        },
    )


def _isolated(way: Way) -> Markup:
    """The way in words, its name by itself, so that one that is written from the right leaves the others in place."""
    if not way.name:
        return Markup("{}").format(visible(way.said))
    name = Markup("<bdi>{}</bdi>").format(visible(way.name))
    return name.join(Markup("{}").format(visible(part)) for part in way.said.split(way.name))
