"""Attack paths: how somebody who is no administrator can become one, by what they were given.

    attack_graph(access)      people, sets, capabilities and the way to `administrator`
    routes(graph)             the shortest ways of each class of people
    cuts(graph)               which single change takes the way from how many
    smallest_cut(graph)       the fewest changes that take it from everybody
    attack(access)            all of it as a document

It says what permissions allow, not what somebody did; what the way rests on beside them is said in `assumes`.
"""

from __future__ import annotations

from sf_audit.access.attack.answer import attack
from sf_audit.access.attack.capabilities import CAPABILITIES
from sf_audit.access.attack.graph import AttackGraph, attack_graph
from sf_audit.access.attack.routes import cuts, routes, smallest_cut

__all__ = ["CAPABILITIES", "AttackGraph", "attack", "attack_graph", "cuts", "routes", "smallest_cut"]
