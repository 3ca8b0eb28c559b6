"""What is known of each stored finding, as tables: of each pattern, and of those findings that may still be there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from sf_audit.review.lifecycle.fold import Lives
from sf_audit.review.lifecycle.looks import Look
from sf_audit.review.lifecycle.presence import Patterns, Presence
from sf_audit.review.lifecycle.stages import State
from sf_audit.review.short_key import digits


def register_lived(presence: Presence, patterns: Patterns, known: Lives, ids: Mapping[str, str]) -> None:
    """Make the table `lived` beside `presence`: the patterns, with what is known of them after the last review.

    `id` is what this review calls the rule, by `ids`, NULL where it has none; `text` what found them last, empty where
    that is not known; `opened` and `fixed` are days, and `since` is the month of `opened`.
    """
    seen = presence.looks
    days = pa.array([*(look.day for look in seen), None], pa.date32())
    months = pa.array([look.period for look in seen], pa.string())
    columns = {
        "id": pa.array([ids.get(rule) for rule in presence.rules], pa.string()).take(pa.array(patterns.rule)),
        "state": pa.array(known.state),
        "since": months.take(pa.array(known.since)),
        "opened": days.take(pa.array(known.since)),
        "fixed": days.take(pa.array(known.fixed % len(days))),
        "baseline": pa.array(known.baseline),
        "in_baseline": pc.and_(pa.array(known.in_baseline), patterns.table.column("stayed")),
        "text": _texts(seen, presence.rules).take(pa.array(known.last * len(presence.rules) + patterns.rule)),
    }
    table = patterns.table
    for name, column in columns.items():
        table = table.append_column(name, column)
    presence.connection.register("lived", table)


def still_known(presence: Presence) -> pa.Table:
    """The findings that are open, or that nobody asks for at the moment; see `Ledger`.

    What the newest review with it says goes, because that knew what came before; unless an older snapshot was judged
    after it. One that was fixed has been known only since it returned.
    """
    return presence.connection.sql(
        f"""SELECT {digits("p.key")} AS key, v.id AS rule, v.state = {State.OPEN:d} AS open, v.in_baseline, v.text,
            CASE WHEN v.fixed IS NULL THEN coalesce(least(p.noted, p.late), v.opened) WHEN p.noted < v.fixed
                 THEN v.opened ELSE least(p.noted, v.opened) END AS first_seen
            FROM presence p JOIN lived v USING ({presence.pattern})
            WHERE v.id IS NOT NULL AND v.state IN ({State.OPEN:d}, {State.UNASKED:d})"""
    ).to_arrow_table()


def _texts(seen: Sequence[Look], rules: Sequence[str]) -> pa.Array:
    """Review by review what stood for each rule's text; nothing where only another text can be told from it."""
    texts = [look.rules[rule].known_text if rule in look.rules else "" for look in seen for rule in rules]
    return pa.array(texts, pa.string())
