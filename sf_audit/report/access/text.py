"""Answers about access for a terminal: the answer first, then what it rests on; long lists say how much more there is.

Every text of the org passes `printable`, so that no name can talk to the terminal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from sf_audit.model.access import About, Changed, Diff, Holding, Lost, Records, Remedy, Shift, Unknown, Way, Who, Why
from sf_audit.report.hostile import printable
from sf_audit.report.words import count

ANSWERS = {
    "yes": "yes",
    "conditional": "only in a session that activates it",
    "no": "no",
    "not_checked": "not checked",
}

_IN_A_SESSION = f", {ANSWERS['conditional']}"

#: How many lines of a list, names in a line, and rights of one group of people are shown.
_LINES, _NAMES, _RIGHTS = 40, 8, 12


def why_text(why: Why) -> str:
    """Why, in a screen."""
    return _lines(_why(why))


def who_text(who: Who) -> str:
    """Who, in a screen; everybody is in CSV and JSON."""
    return _lines(_who(who))


def diff_text(diff: Diff) -> str:
    """What changed, in a screen; all of it is in CSV and JSON."""
    return _lines(_diff(diff))


def lost_words(lost: tuple[Lost, ...]) -> str:
    """What goes with a remedy, in a sentence."""
    if not lost:
        return "takes nothing else from this user"
    some = ", ".join(right_words(loss.target, loss.right) for loss in lost[:_NAMES])
    more = f" and {len(lost) - _NAMES:,} more" if len(lost) > _NAMES else ""
    return f"takes {count(len(lost), 'other right')} from this user: {some}{more}"


def others_words(remedy: Remedy) -> str:
    """Whom else a remedy hits."""
    return (
        f"takes something from {count(remedy.other_users, 'other user')}"
        if remedy.other_users
        else "touches nobody else"
    )


def right_words(target: str, right: str) -> str:
    """A right as people say it."""
    return target if right == "use" else f"{right.replace('_', ' ')} on {target}"


def ways_by_state(why: Why) -> dict[str, list[Way]]:
    """The ways under what they are: those that are open, that a session opens, and closed ones; none of them empty."""
    seen = "Ways" if why.complete else "Ways that are seen"
    found: dict[str, list[Way]] = {seen: [], "Ways that a session must activate first": [], "Closed ways": []}
    open_now, in_a_session, closed = found.values()
    for way in why.ways:
        (closed if way.closed else in_a_session if way.conditional else open_now).append(way)
    return {title: ways for title, ways in found.items() if ways}


def records_words(records: Records) -> Iterator[str]:
    """How many records a right reaches, a sentence at a time."""
    yield records.because
    yield from (sharing.said for sharing in records.opened_by)
    yield from records.notes


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{printable(line)}\n" for line in lines)


def _head(about: About) -> str:
    return f"{about.org_name} · read {about.taken:%Y-%m-%d %H:%M} UTC"


def _why(why: Why) -> Iterator[str]:
    yield f"{why.person.name} · {why.asked}: {ANSWERS[why.answer]}"
    yield _head(why.about)
    if why.because:
        yield f"  {why.because}"
    if why.unlocked_by:
        yield f"  {why.unlocked_by}"
    for title, ways in ways_by_state(why).items():
        yield from _list(title, [way.said for way in ways])
    yield from _list("Besides", list(why.notes), "--json")
    if why.records is not None:
        yield from _list(f"Records of {why.records.object}", list(records_words(why.records)), "--json")
    for number, remedy in enumerate(why.remedies):
        smallest = "The smallest change that ends it" if remedy.smallest else "A change that ends it"
        yield ""
        yield smallest if number == 0 else "Or"
        yield from (f"  · {step}" for step in remedy.steps[:_RIGHTS])
        yield from _rest(len(remedy.steps), _RIGHTS)
        yield f"    {lost_words(remedy.also_takes_away)}"
        yield f"    {others_words(remedy)}"


def _who(who: Who) -> Iterator[str]:
    in_a_session = f", and {who.only_in_a_session:,} {ANSWERS['conditional']}" if who.only_in_a_session else ""
    yield f"{who.asked}: {who.live:,} of {count(who.users, 'active user')}{in_a_session}"
    yield _head(who.about)
    yield from _freezing(who)
    yield from _list("Through", [f"{number:>7,}  {path}" for path, number in who.by_path.items()])
    yield from _list("Who", [_holder(holder) for holder in who.holders])
    yield from _unknown("Not checked", who.unknown)
    if who.doubt:
        yield ""
        yield f"Everybody else is not checked: {who.doubt}"
        if who.unlocked_by:
            yield f"  {who.unlocked_by}"


def _freezing(who: Who) -> Iterator[str]:
    frozen = sum(holder.frozen for holder in who.holders)
    unknown = sum(not holder.frozen_known and not holder.conditional for holder in who.holders)
    if frozen:
        yield f"  not counted: {count(frozen, 'frozen user')} who would hold it again when unfrozen"
    if unknown:
        yield f"  counted: {count(unknown, 'user')} of whom it was not readable whether they are frozen (Manage Users)"


def _holder(holding: Holding) -> str:
    marks = [holding.user_type] if holding.user_type not in {"", "Standard"} else []
    marks += ["frozen"] if holding.frozen else []
    marks += ["only in a session that activates it"] if holding.conditional else []
    marks += ["may have more ways"] if holding.may_hold_more else []
    marked = f" ({', '.join(marks)})" if marks else ""
    more = f" and {len(holding.through) - _NAMES:,} more" if len(holding.through) > _NAMES else ""
    return f"{holding.name}{marked}: {', '.join(holding.through[:_NAMES])}{more}"


def _diff(diff: Diff) -> Iterator[str]:
    each = Counter((changed.gained, changed.only_in_a_session) for _, changed in diff.each())
    gained, lost = (each[side, False] + each[side, True] for side in (True, False))
    people = count(sum(len(shift.people) for shift in diff.shifts), "user")
    yield f"{gained:,} gained and {lost:,} lost, by {people}, since {diff.before:%Y-%m-%d %H:%M} UTC"
    if each[True, True] or each[False, True]:
        yield f"  of them {ANSWERS['conditional']}: {each[True, True]:,} gained and {each[False, True]:,} lost"
    yield _head(diff.about)
    for shift in diff.shifts[:_LINES]:
        yield ""
        yield _people(shift)
        yield from _changes(shift.changes)
    yield from _rest(len(diff.shifts), _LINES, "groups of users", "--csv or --json")
    yield from _unknown("Not compared", diff.unknown)
    yield from _list("Not compared for anybody", list(diff.not_compared))
    yield from _list(
        "Fields not collected of", [", ".join(diff.fields_not_asked_for)] * bool(diff.fields_not_asked_for)
    )


def _people(shift: Shift) -> str:
    names = ", ".join(person.name for person in shift.people[:_NAMES])
    more = f" and {len(shift.people) - _NAMES:,} more" if len(shift.people) > _NAMES else ""
    return f"{names}{more}"


def _changes(changes: tuple[Changed, ...]) -> Iterator[str]:
    """By cause, the most telling first: what somebody did explains many rights at once."""
    causes = Counter((change.gained, change.only_in_a_session, change.through) for change in changes)
    for cause, _ in sorted(causes.items(), key=lambda counted: (-counted[1], counted[0])):
        gained, in_a_session, through = cause
        rights = [
            right_words(change.target, change.right)
            for change in changes
            if (change.gained, change.only_in_a_session, change.through) == cause
        ]
        more = f" and {len(rights) - _RIGHTS:,} more" if len(rights) > _RIGHTS else ""
        yield f"  {'+' if gained else '-'} {', '.join(rights[:_RIGHTS])}{more}"
        yield f"    {'; '.join(through)}{_IN_A_SESSION if in_a_session else ''}"


def _unknown(title: str, unknown: tuple[Unknown, ...]) -> Iterator[str]:
    yield from _list(title, [f"{person.name}: {person.why}" for person in unknown])
    yield from sorted({f"  → {person.unlocked_by}" for person in unknown if person.unlocked_by})


def _list(title: str, lines: list[str], where: str = "--csv or --json") -> Iterator[str]:
    if not lines:
        return
    yield ""
    yield title
    yield from (f"  {line}" for line in lines[:_LINES])
    yield from _rest(len(lines), _LINES, where=where)


def _rest(size: int, shown: int, noun: str = "", where: str = "--json") -> Iterator[str]:
    """After a list that is cut, how much of it was shown."""
    if size > shown:
        yield f"  … the first {shown} of {size:,}{f' {noun}' if noun else ''}; all of them: {where}"
