"""`sf-audit access attack`: how people who are no administrators can become one, and what ends it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

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
from sf_audit.cli.access_source import Source, access_from, source_options
from sf_audit.errors import NotAnswered, UsageProblem
from sf_audit.findings import NotReadable
from sf_audit.report.hostile import printable
from sf_audit.report.words import count

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
        asker = person(found, start) if start else None
        try:
            graph = attack_graph(found)
        except NotReadable as problem:
            raise NotAnswered(f"who is an administrator is not known: {problem}") from None
        org_id = found.snapshot.org.id
        unknown = asker.id in found.unknown if asker else bool(graph.unknown)
    if out is not None:
        _write(out, json.dumps(opengraph(graph, org_id), indent=1) + "\n")
    ways = [one for one in routes(graph) if asker is None or asker.id in dict(one.people.users)]
    click.echo(json.dumps(_document(graph, ways), indent=1) if as_json else "\n".join(_text(graph, ways)))
    ctx.exit(INCOMPLETE if unknown or graph.unseen else 0)


def _text(graph: AttackGraph, ways: list[Route]) -> Iterator[str]:
    reach = sum(len(one.people) for one in ways)
    verb = "is" if reach == 1 else "are"
    yield f"{count(reach, 'user')} who {verb} no administrator can become one, {_number(graph)} already {_be(graph)}."
    for route in ways[:_ROUTES]:
        yield f"\n{_safe(graph, route.people.node)} ({route.people.who}), in {count(len(route.ways[0]), 'step')}"
        for step in route.ways[0]:
            yield f"  → {_safe(graph, step.end)}: {_said(step)}"
        if len(route.ways) > 1:
            yield f"  and {count(len(route.ways) - 1, 'other way')} as short"
    if len(ways) > _ROUTES:
        yield f"\n… and {len(ways) - _ROUTES:,} more groups of people: see --json"
    yield from _ends(graph, [one.people for one in ways]) if ways else ()
    if graph.unknown or graph.unseen:
        yield f"\nNot checked: {count(graph.unknown, 'user')}; not seen: {', '.join(graph.unseen) or 'nothing'}."


def _ends(graph: AttackGraph, people: list[UserClass]) -> Iterator[str]:
    yield "\nWhat takes the way from most of them, each change by itself"
    for cut in [one for one in cuts(graph, people) if one.users][:_CUTS]:
        yield f"  {count(cut.users, 'user'):>9}  {_change(cut.step)}"
    smallest = smallest_cut(graph, people)
    changes = sum(one.changes for one in smallest)
    yield f"\nThe fewest changes that take it from all of them: {changes}"
    yield from (f"  {_change(one)}" for one in smallest)


def _change(step: Step) -> str:
    """The edge as what to do about it."""
    what = printable(step.says)
    return f"take away: {what}" if step.kind == "grants" else f"end: {what}"


def _said(step: Step) -> str:
    assumed = f", if {step.assumes}" if step.assumes else ""
    return f"{printable(step.says)}{assumed} (“{step.source}”)"


def _number(graph: AttackGraph) -> str:
    return f"{len(graph.administrators):,}"


def _be(graph: AttackGraph) -> str:
    return "is" if len(graph.administrators) == 1 else "are"


def _safe(graph: AttackGraph, node: str) -> str:
    return printable(graph.words[node])


def _document(graph: AttackGraph, ways: list[Route]) -> dict[str, object]:
    people = [one.people for one in ways]
    return {
        "schema_version": 1,
        "question": "attack",
        "complete": not (graph.unknown or graph.unseen),
        "administrators": [{"id": user, "name": name} for user, name in graph.administrators],
        "unknown": graph.unknown,
        "unseen": list(graph.unseen),
        "routes": [_route(one) for one in ways],
        "cuts": [_cut(one) for one in cuts(graph, people)],
        "smallest_cut": [_step(one) for one in smallest_cut(graph, people)],
    }


def _route(route: Route) -> dict[str, object]:
    users = [{"id": user, "name": name} for user, name in route.people.users]
    return {"who": str(route.people.who), "users": users, "ways": [[_step(one) for one in way] for way in route.ways]}


def _cut(cut: Cut) -> dict[str, object]:
    return {**_step(cut.step), "users": cut.users, "passing": cut.passing}


def _step(step: Step) -> dict[str, object]:
    said = {"kind": step.kind, "says": step.says, "source": step.source, "changes": step.changes}
    return {**said, "assumes": step.assumes}


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as problem:
        raise UsageProblem(f"{path} cannot be written: {problem.strerror}") from None
