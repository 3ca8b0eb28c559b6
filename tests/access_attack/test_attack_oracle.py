"""Ways and cuts against brute force: every edge taken out in turn, and every combination of changes tried."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from itertools import combinations
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sf_audit.access import Access
from sf_audit.access.attack import CAPABILITIES, AttackGraph, attack_graph, cuts, routes, smallest_cut
from sf_audit.model.attack import Step
from tests.access.access_graphs import SYSTEM, Org, snapshot_of

POWERS = [capability.permission for capability in CAPABILITIES]
_SETS = st.lists(st.sets(st.sampled_from(POWERS), max_size=3), min_size=1, max_size=4)
_PEOPLE = st.lists(st.sets(st.integers(0, 3), max_size=3), min_size=1, max_size=5)


def made(sets: list[set[str]], people: list[set[int]]) -> Org:
    org = Org()
    org.profile("Admin", *SYSTEM)
    org.profile("Sales")
    org.user("ada", "Admin")
    flags: list[dict[str, Any]] = [{f"Permissions{name}": True for name in held} for held in sets]
    ids = [org.permission_set(f"S{at}", **held) for at, held in enumerate(flags)]
    for number, held in enumerate(people):
        org.user(f"u{number}", "Sales", *(ids[at] for at in sorted(held) if at < len(ids)))
    for row in org.rows["PermissionSet"]:
        for one in POWERS:
            row.setdefault(f"Permissions{one}", False)
    return org


def distances(steps: Iterable[Step]) -> dict[str, int]:
    """How far each node is from the goal, without the graph library."""
    behind: dict[str, list[str]] = {}
    for step in steps:
        behind.setdefault(step.end, []).append(step.start)
    found, waiting = {"administrator": 0}, deque(["administrator"])
    while waiting:
        node = waiting.popleft()
        for before in behind.get(node, []):
            if before not in found:
                found[before] = found[node] + 1
                waiting.append(before)
    return found


def reaching(graph: AttackGraph, without: Iterable[Step]) -> int:
    """How many users get there when these edges are gone."""
    gone = {(one.start, one.end) for one in without}
    far = distances(step for step in graph.steps() if (step.start, step.end) not in gone)
    return sum(len(class_) for class_ in graph.classes if class_.node in far)


def fewest(graph: AttackGraph) -> int:
    removable = [step for step in graph.steps() if step.changes]
    return min(
        sum(one.changes for one in chosen)
        for size in range(len(removable) + 1)
        for chosen in combinations(removable, size)
        if reaching(graph, chosen) == 0
    )


@given(_SETS, _PEOPLE)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_shortest_ways_and_cuts_are_those_of_brute_force(sets: list[set[str]], people: list[set[int]]) -> None:
    with snapshot_of(made(sets, people)) as snapshot:
        graph = attack_graph(Access.of(snapshot))
    far = distances(graph.steps())
    everybody = reaching(graph, ())

    assert {route.people.node: len(route.ways[0]) for route in routes(graph)} == {
        class_.node: far[class_.node] for class_ in graph.classes if class_.node in far
    }
    assert all(cut.users == everybody - reaching(graph, [cut.step]) for cut in cuts(graph))
    assert {(cut.step.start, cut.step.end) for cut in cuts(graph)} >= {
        (step.start, step.end) for step in graph.steps() if step.changes and reaching(graph, [step]) < everybody
    }


@given(st.lists(st.sets(st.sampled_from(POWERS), max_size=2), min_size=1, max_size=3), _PEOPLE)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_smallest_cut_stops_everybody_and_nothing_smaller_does(sets: list[set[str]], people: list[set[int]]) -> None:
    with snapshot_of(made(sets, people)) as snapshot:
        graph = attack_graph(Access.of(snapshot))

    cut = smallest_cut(graph)

    assert reaching(graph, cut) == 0
    assert sum(one.changes for one in cut) == fewest(graph)
