"""The answer about attack paths: all that is said of them, with nothing left to look up."""

from __future__ import annotations

from sf_audit.access.attack.graph import attack_graph
from sf_audit.access.attack.routes import cuts, routes, smallest_cut
from sf_audit.access.effective.effective import Access
from sf_audit.model.access import Person
from sf_audit.model.attack import Attack


def attack(access: Access, asker: Person | None = None) -> Attack:
    """Who can become an administrator, or whether `asker` can. NotReadable where it is not known who is one."""
    graph = attack_graph(access)
    found = tuple(way for way in routes(graph) if asker is None or asker.id in dict(way.people.users))
    people = [way.people for way in found]
    return Attack(
        org_id=access.snapshot.org.id,
        administrators=graph.administrators,
        routes=found,
        cuts=cuts(graph, people),
        smallest_cut=smallest_cut(graph, people),
        unknown=len(graph.unknown) if asker is None else int(asker.id in graph.unknown),
        unseen=graph.unseen,
        asker=asker,
        steps=tuple(graph.steps()),
        classes=graph.classes,
        grants=graph.grants,
        capabilities=graph.capabilities,
        words=graph.words,
    )
