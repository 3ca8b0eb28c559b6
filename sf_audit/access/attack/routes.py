"""Who reaches the administrator, how, and what would stop it.

Everything here is exact for the graph as it is; nothing is sampled. Of equally short ways at most `MOST` are listed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import networkx as nx

from sf_audit.access.attack.graph import AttackGraph
from sf_audit.model.attack import GOAL, Cut, Route, Step, UserClass

MOST = 20
_SOURCE = "everybody"


def routes(graph: AttackGraph) -> tuple[Route, ...]:
    """For each class that can get there, its shortest ways: guests first, then outsiders, then by length."""
    onwards = _onwards(graph)
    found = [
        Route(class_, tuple(_ways(graph, onwards, class_.node))) for class_ in graph.classes if class_.node in onwards
    ]
    order = {"guest": 0, "external": 1, "internal": 2}
    return tuple(
        sorted(found, key=lambda route: (order[route.people.who], len(route.ways[0]), route.people.users[0][1]))
    )


def cuts(graph: AttackGraph, people: Sequence[UserClass] | None = None) -> tuple[Cut, ...]:
    """Every assignment and every permission of a set that matters, those first whose removal alone stops most users.

    Only these `people` count, everybody where none are named. What has a way round it stops nobody alone: for that
    there is `smallest_cut`.
    """
    counted = graph.classes if people is None else people
    alone = _stopped(graph, counted)
    passing = _passing(graph, counted)
    removable = [step for step in graph.steps() if step.changes]
    ranked = [Cut(step, alone[step.start, step.end], passing[step.start, step.end]) for step in removable]
    useful = [cut for cut in ranked if cut.users or cut.passing]
    return tuple(sorted(useful, key=lambda cut: (-cut.users, -cut.passing, cut.step.changes, cut.step.says)))


def smallest_cut(graph: AttackGraph, people: Sequence[UserClass] | None = None) -> tuple[Step, ...]:
    """The fewest changes in Setup after which none of these people, or nobody, gets there.

    Of several that are equally few, the one nearest to the people, which touches the fewest others. A group counts by
    itself, by muting; where one of its sets is edited anyway, or is in several groups, even fewer changes may do.
    A permission taken out of a set is one change, an assignment that ends is one change for each user.
    """
    backwards = nx.DiGraph()
    for step in graph.steps():
        backwards.add_edge(step.end, step.start, **({"capacity": step.changes} if step.changes else {}))
    backwards.add_node(GOAL)
    backwards.add_edges_from((class_.node, _SOURCE) for class_ in (graph.classes if people is None else people))
    if _SOURCE not in backwards:
        return ()
    _, (_, reached) = nx.minimum_cut(backwards, GOAL, _SOURCE)
    cut = (step for step in graph.steps() if step.start in reached and step.end not in reached)
    return tuple(sorted(cut, key=lambda step: step.says))


def _onwards(graph: AttackGraph) -> dict[str, list[str]]:
    """For each node that leads to the goal, the next nodes on its shortest ways."""
    found: dict[str, list[str]] = nx.predecessor(graph.digraph.reverse(copy=False), GOAL)
    return found


def _ways(graph: AttackGraph, onwards: dict[str, list[str]], node: str) -> Iterator[tuple[Step, ...]]:
    """At most MOST shortest ways, in an order that does not change."""
    stack: list[tuple[str, ...]] = [(node,)]
    given = 0
    while stack and given < MOST:
        way = stack.pop()
        if way[-1] == GOAL:
            given += 1
            yield tuple(graph.step(start, end) for start, end in pairwise(way))
        else:
            stack.extend((*way, after) for after in sorted(onwards[way[-1]], reverse=True))


def _stopped(graph: AttackGraph, people: Sequence[UserClass]) -> Counter[tuple[str, str]]:
    """For each edge, the users all of whose ways go over it: those it dominates, seen from the goal."""
    edges_as_nodes = nx.DiGraph()
    edges_as_nodes.add_node(GOAL)
    for start, end in graph.digraph.edges:
        edges_as_nodes.add_edge(end, (start, end))
        edges_as_nodes.add_edge((start, end), start)
    above = nx.immediate_dominators(edges_as_nodes, GOAL)
    stopped: Counter[tuple[str, str]] = Counter()
    for person in people:
        at = above.get(person.node)
        while at is not None and at != GOAL:
            if isinstance(at, tuple):
                stopped[at] += len(person)
            at = above[at]
    return stopped


def _passing(graph: AttackGraph, people: Sequence[UserClass]) -> Counter[tuple[str, str]]:
    """For each edge, the users who have a shortest way over it."""
    onwards = _onwards(graph)
    over: dict[str, frozenset[tuple[str, str]]] = {GOAL: frozenset()}
    for node in onwards:  # nearest to the goal first
        mine = {(node, after) for after in onwards[node]}
        over[node] = frozenset(mine).union(*(over[after] for after in onwards[node]))
    passing: Counter[tuple[str, str]] = Counter()
    for person in people:
        for edge in over.get(person.node, ()):
            passing[edge] += len(person)
    return passing
