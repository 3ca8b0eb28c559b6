"""Attack paths for a terminal and for programs: who can become an administrator, in how few steps, and what ends it."""

from __future__ import annotations

from collections.abc import Iterator

from sf_audit.model.access import Person
from sf_audit.model.attack import Attack, Cut, Route, Step
from sf_audit.report.hostile import printable
from sf_audit.report.json_document import json_document
from sf_audit.report.words import count

SCHEMA_VERSION = 1

#: How many groups of people, and single changes, are shown on a screen.
_ROUTES, _CUTS = 20, 10


def attack_text(attack: Attack) -> str:
    """The ways and what ends them, in a screen; all of it is in JSON."""
    return "\n".join(_text(attack)) + "\n"


def attack_json(attack: Attack) -> str:
    """The document, in ASCII, ending in a newline."""
    return json_document(
        {
            "schema_version": SCHEMA_VERSION,
            "question": "attack",
            "complete": attack.complete,
            "administrators": [{"id": user, "name": name} for user, name in attack.administrators],
            "unknown": attack.unknown,
            "unseen": list(attack.unseen),
            "routes": [_route(way) for way in attack.routes],
            "cuts": [_cut(cut) for cut in attack.cuts],
            "smallest_cut": [_step(step) for step in attack.smallest_cut],
        }
    )


def _head(attack: Attack) -> str:
    """How many can, and how many need not."""
    if attack.asker is not None:
        return _head_of(attack, attack.asker)
    reach, already = sum(map(len, attack.people)), len(attack.administrators)
    return (
        f"{count(reach, 'user')} who {'is' if reach == 1 else 'are'} no administrator can become one, "
        f"{already:,} already {'is' if already == 1 else 'are'}."
    )


def _head_of(attack: Attack, asker: Person) -> str:
    """Whether this user can."""
    name = printable(asker.name)
    if attack.routes:
        same = len(attack.people[0]) - 1
        return f"{name} can become an administrator" + (
            f", and {count(same, 'user')} in the same way." if same else "."
        )
    if asker.id in dict(attack.administrators):
        return f"{name} is an administrator."
    if not asker.active or asker.frozen:
        return f"{name} is {'frozen' if asker.active else 'not active'}, and so starts nowhere."
    return f"Whether {name} can is not known." if attack.unknown else f"{name} has no way to become an administrator."


def _text(attack: Attack) -> Iterator[str]:
    yield _head(attack)
    for route in attack.routes[:_ROUTES]:
        yield f"\n{_safe(attack, route.people.node)} ({route.people.who}), in {count(len(route.ways[0]), 'step')}"
        for step in route.ways[0]:
            yield f"  → {_safe(attack, step.end)}: {_said(step)}"
        if len(route.ways) > 1:
            yield f"  and {count(len(route.ways) - 1, 'other way')} as short"
    if len(attack.routes) > _ROUTES:
        yield f"\n… the first {_ROUTES} of {len(attack.routes):,} groups of people; all of them: --json"
    yield from _ends(attack) if attack.routes else ()
    if not attack.complete:
        more = " who may have more ways than are seen" if attack.unknown else ""
        unseen = ", ".join(attack.unseen) or "nothing"
        yield f"\nNot checked: {count(attack.unknown, 'user')}{more}; not seen: {unseen}."


def _ends(attack: Attack) -> Iterator[str]:
    yield "\nWhat takes the way from most of them, each change by itself"
    useful = [cut for cut in attack.cuts if cut.users]
    yield from (f"  {count(cut.users, 'user'):>9}  {_change(attack, cut.step)}" for cut in useful[:_CUTS])
    yield from _rest(len(useful), _CUTS)
    smallest = attack.smallest_cut
    changes = sum(step.changes for step in smallest)
    yield f"\nThe fewest changes that take it from all of them: {changes}"
    yield from (f"  {_change(attack, step)}" for step in smallest[:_ROUTES])
    yield from _rest(len(smallest), _ROUTES)


def _rest(size: int, shown: int) -> Iterator[str]:
    if size > shown:
        yield f"  … the first {shown} of {size:,}; all of them: --json"


def _change(attack: Attack, step: Step) -> str:
    """The edge as what to do about it."""
    grant = attack.grants.get(step.start)
    verb = "end" if grant is None else "mute" if grant.kind == "group" else "take away"
    return f"{verb}: {printable(step.says)}"


def _said(step: Step) -> str:
    assumed = f", if {step.assumes}" if step.assumes else ""
    return f"{printable(step.says)}{assumed} (“{step.source}”)"


def _safe(attack: Attack, node: str) -> str:
    return printable(attack.words[node])


def _route(route: Route) -> dict[str, object]:
    users = [{"id": user, "name": name} for user, name in route.people.users]
    return {"who": str(route.people.who), "users": users, "ways": [[_step(step) for step in way] for way in route.ways]}


def _cut(cut: Cut) -> dict[str, object]:
    return {**_step(cut.step), "users": cut.users, "passing": cut.passing}


def _step(step: Step) -> dict[str, object]:
    facts = {"kind": step.kind, "says": step.says, "source": step.source, "changes": step.changes}
    return {**facts, "assumes": step.assumes}
