"""`sf-audit access attack`: how people who are no administrators can become one, and what ends it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from sf_audit.access import Access
from sf_audit.access.answers.question import person
from sf_audit.access.attack import (
    AttackGraph,
    Cut,
    Route,
    Step,
    UserClass,
    attack_graph,
    cuts,
    opengraph,
    routes,
    smallest_cut,
)
from sf_audit.cli.access.source import Source, access_from, source_options
from sf_audit.cli.output import say, say_json
from sf_audit.errors import NotAnswered, UsageProblem
from sf_audit.model.access import Person
from sf_audit.model.review import NotReadable
from sf_audit.report.hostile import printable
from sf_audit.report.words import count
from sf_audit.snapshot.out_files import write_out

INCOMPLETE = 3
_ROUTES, _CUTS = 20, 10


@click.command()
@source_options
@click.option("--from", "start", metavar="USER", help="Only the ways of this username or id.")
@click.option("--json", "as_json", is_flag=True, help="Print all of it as JSON.")
@click.option("--opengraph", "out", type=click.Path(dir_okay=False, path_type=Path), help="Write it for BloodHound.")
@click.pass_context
def attack(ctx: click.Context, *, source: Source, start: str | None, as_json: bool, out: Path | None) -> None:
    """Who can become an administrator, in how few steps, and which changes take that from most.

    It follows permissions: assign permission sets, manage users, author Apex, modify metadata, customise the
    application, manage connected apps, log in as somebody else. Frozen users start nowhere.

    Exit codes: 0 everything was looked at · 2 usage · 3 somebody or something is not checked · 4 to 6 and 75 as in
    `review`.
    """
    with access_from(source) as found:
        answer = _asked(found, person(found, start, redact=source.redact) if start else None)
    if out is not None:
        _write(out, json.dumps(opengraph(answer.graph, answer.org_id), indent=1) + "\n")
    if as_json:
        say_json(_document(answer), indent=1)
    else:
        say("\n".join(_text(answer)))
    ctx.exit(0 if answer.complete else INCOMPLETE)


@dataclass(frozen=True, slots=True)
class _Answer:
    """The ways of everybody, or of the people with the same sets as `asker`. `unknown` counts who is not checked."""

    org_id: str
    graph: AttackGraph
    ways: tuple[Route, ...]
    unknown: int
    asker: Person | None = None

    @property
    def complete(self) -> bool:
        return not self.unknown and not self.graph.unseen

    @property
    def people(self) -> list[UserClass]:
        return [way.people for way in self.ways]


def _asked(access: Access, asker: Person | None) -> _Answer:
    try:
        graph = attack_graph(access)
    except NotReadable as problem:
        raise NotAnswered(f"who is an administrator is not known: {problem}", hint=problem.unread.unlocked_by) from None
    ways, org_id = routes(graph), access.snapshot.org.id
    if asker is None:
        return _Answer(org_id, graph, ways, len(graph.unknown))
    own = tuple(way for way in ways if asker.id in dict(way.people.users))
    return _Answer(org_id, graph, own, int(asker.id in graph.unknown), asker)


def _head(answer: _Answer) -> str:
    """How many can, and how many need not."""
    if answer.asker is not None:
        return _head_of(answer, answer.asker)
    reach, already = sum(map(len, answer.people)), len(answer.graph.administrators)
    return (
        f"{count(reach, 'user')} who {'is' if reach == 1 else 'are'} no administrator can become one, "
        f"{already:,} already {'is' if already == 1 else 'are'}."
    )


def _head_of(answer: _Answer, asker: Person) -> str:
    """Whether this user can."""
    name = printable(asker.name)
    if answer.ways:
        same = len(answer.people[0]) - 1
        return f"{name} can become an administrator" + (
            f", and {count(same, 'user')} in the same way." if same else "."
        )
    if asker.id in dict(answer.graph.administrators):
        return f"{name} is an administrator."
    if not asker.active or asker.frozen:
        return f"{name} is {'frozen' if asker.active else 'not active'}, and so starts nowhere."
    return f"Whether {name} can is not known." if answer.unknown else f"{name} has no way to become an administrator."


def _text(answer: _Answer) -> Iterator[str]:
    graph, ways = answer.graph, answer.ways
    yield _head(answer)
    for route in ways[:_ROUTES]:
        yield f"\n{_safe(graph, route.people.node)} ({route.people.who}), in {count(len(route.ways[0]), 'step')}"
        for step in route.ways[0]:
            yield f"  → {_safe(graph, step.end)}: {_said(step)}"
        if len(route.ways) > 1:
            yield f"  and {count(len(route.ways) - 1, 'other way')} as short"
    if len(ways) > _ROUTES:
        yield f"\n… the first {_ROUTES} of {len(ways):,} groups of people; all of them: --json"
    yield from _ends(graph, answer.people) if ways else ()
    if not answer.complete:
        more = " who may have more ways than are seen" if answer.unknown else ""
        yield f"\nNot checked: {count(answer.unknown, 'user')}{more}; not seen: {', '.join(graph.unseen) or 'nothing'}."


def _ends(graph: AttackGraph, people: list[UserClass]) -> Iterator[str]:
    yield "\nWhat takes the way from most of them, each change by itself"
    useful = [cut for cut in cuts(graph, people) if cut.users]
    yield from (f"  {count(cut.users, 'user'):>9}  {_change(graph, cut.step)}" for cut in useful[:_CUTS])
    yield from _rest(len(useful), _CUTS)
    smallest = smallest_cut(graph, people)
    changes = sum(step.changes for step in smallest)
    yield f"\nThe fewest changes that take it from all of them: {changes}"
    yield from (f"  {_change(graph, step)}" for step in smallest[:_ROUTES])
    yield from _rest(len(smallest), _ROUTES)


def _rest(size: int, shown: int) -> Iterator[str]:
    if size > shown:
        yield f"  … the first {shown} of {size:,}; all of them: --json"


def _change(graph: AttackGraph, step: Step) -> str:
    """The edge as what to do about it."""
    grant = graph.grants.get(step.start)
    verb = "end" if grant is None else "mute" if grant.kind == "group" else "take away"
    return f"{verb}: {printable(step.says)}"


def _said(step: Step) -> str:
    assumed = f", if {step.assumes}" if step.assumes else ""
    return f"{printable(step.says)}{assumed} (“{step.source}”)"


def _safe(graph: AttackGraph, node: str) -> str:
    return printable(graph.words[node])


def _document(answer: _Answer) -> dict[str, object]:
    graph, people = answer.graph, answer.people
    return {
        "schema_version": 1,
        "question": "attack",
        "complete": answer.complete,
        "administrators": [{"id": user, "name": name} for user, name in graph.administrators],
        "unknown": answer.unknown,
        "unseen": list(graph.unseen),
        "routes": [_route(way) for way in answer.ways],
        "cuts": [_cut(cut) for cut in cuts(graph, people)],
        "smallest_cut": [_step(step) for step in smallest_cut(graph, people)],
    }


def _route(route: Route) -> dict[str, object]:
    users = [{"id": user, "name": name} for user, name in route.people.users]
    return {"who": str(route.people.who), "users": users, "ways": [[_step(step) for step in way] for way in route.ways]}


def _cut(cut: Cut) -> dict[str, object]:
    return {**_step(cut.step), "users": cut.users, "passing": cut.passing}


def _step(step: Step) -> dict[str, object]:
    facts = {"kind": step.kind, "says": step.says, "source": step.source, "changes": step.changes}
    return {**facts, "assumes": step.assumes}


def _write(path: Path, text: str) -> None:
    try:
        write_out(path, text)
    except OSError as problem:
        raise UsageProblem(f"{path} cannot be written: {problem.strerror}") from None
