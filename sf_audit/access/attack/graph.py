"""The graph of attack paths: people → sets → capabilities → administrators, each edge with what it means.

Small whatever the org: people who hold the same of the sets that matter are one node, and sets that lead to no
capability are left out. Frozen users start nowhere, because they cannot sign in.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import networkx as nx

from sf_audit.access.attack.capabilities import CAPABILITIES
from sf_audit.access.effective.effective import Access, Answer
from sf_audit.access.rights import Held, Kind, Right
from sf_audit.model.attack import GOAL, PEOPLE, Capability, Grant, LeadsTo, Origin, Step, UserClass
from sf_audit.salesforce.permissions import ADMINISTRATOR
from sf_audit.salesforce.users import GUEST, OUTSIDE

_OUTSIDE: Mapping[str, Origin] = {**dict.fromkeys(OUTSIDE, Origin.EXTERNAL), GUEST: Origin.GUEST}


@dataclass(frozen=True, slots=True)
class AttackGraph:
    """`digraph` has a Step on each edge under `step`; `words` says what its nodes are called.

    `unknown` are active users, no administrators for all that is known, who may hold more than is seen; `unseen` are
    permissions that the snapshot does not have. Where there are any, there may be more ways than these.
    """

    digraph: nx.DiGraph
    classes: tuple[UserClass, ...]
    grants: Mapping[str, Grant]
    capabilities: tuple[Capability, ...]
    administrators: tuple[tuple[str, str], ...]
    words: Mapping[str, str]
    unknown: frozenset[str] = frozenset()
    unseen: tuple[str, ...] = ()

    def steps(self) -> Iterator[Step]:
        """Every edge."""
        for _, _, step in self.digraph.edges(data="step"):
            yield step

    def step(self, start: str, end: str) -> Step:
        """The edge between two nodes."""
        found: Step = self.digraph.edges[start, end]["step"]
        return found


def attack_graph(access: Access) -> AttackGraph:
    """The graph of an org. NotReadable where it cannot be said who is an administrator."""
    for permission in ADMINISTRATOR:
        access.require(_held(permission))
    seen = [capability for capability in CAPABILITIES if access.granted.place(_held(capability.permission)) is not None]
    given = {capability: tuple(_givers(access, capability)) for capability in seen}
    grants = _grants(access, sorted({set_id for ids in given.values() for set_id in ids}))
    administrators = _administrators(access)
    classes, assigned = _classes(access, grants, frozenset(user for user, _ in administrators))
    steps = [*assigned, *_ways(given, grants, administrators)]
    digraph = nx.DiGraph()
    digraph.add_nodes_from([GOAL, *(class_.node for class_ in classes)])
    digraph.add_edges_from((step.start, step.end, {"step": step}) for step in steps)
    return AttackGraph(
        digraph=digraph,
        classes=classes,
        grants=grants,
        capabilities=tuple(given),
        administrators=administrators,
        words=_words(classes, grants, tuple(given), administrators),
        unknown=frozenset(access.unknown) - {user for user, _ in administrators},
        unseen=tuple(sorted(capability.permission for capability in CAPABILITIES if capability not in given)),
    )


def _held(permission: str) -> Held:
    return Held(Kind.SYSTEM, permission, Right.USE)


def _givers(access: Access, capability: Capability) -> Iterator[str]:
    held = _held(capability.permission)
    return (name for name in access.granted.sets.names if access.granted.gives(name, held))


def _grants(access: Access, ids: list[str]) -> dict[str, Grant]:
    namespace = '"NamespacePrefix"' if access.snapshot.has("PermissionSet", "NamespacePrefix") else "NULL"
    rows = access.snapshot.rows(
        f"""SELECT s."Id", CASE WHEN CAST(s."IsOwnedByProfile" AS BOOLEAN) THEN 'profile'
                                WHEN s."PermissionSetGroupId" IS NOT NULL THEN 'group' ELSE 'set' END,
                   coalesce(p."Name", g."DeveloperName", s."Name"), coalesce(CAST(s.{namespace} AS VARCHAR), '')
            FROM "PermissionSet" s LEFT JOIN "Profile" p ON p."Id" = s."ProfileId"
            LEFT JOIN "PermissionSetGroup" g ON g."Id" = s."PermissionSetGroupId"
            WHERE list_contains(?, s."Id") ORDER BY 1""".replace("s.NULL", "NULL"),
        [ids],
    )
    return {row[0]: Grant(*row) for row in rows}


def _administrators(access: Access) -> tuple[tuple[str, str], ...]:
    """Those who hold it all at any time and can sign in."""
    answers = [access.answers(_held(permission)) for permission in ADMINISTRATOR]
    all_held = {at for at, each in enumerate(zip(*answers, strict=True)) if set(each) == {Answer.YES}}
    rows = access.snapshot.rows(
        """SELECT user_id, coalesce(name, user_id), signature FROM "access".person
           WHERE NOT frozen ORDER BY user_id"""
    )
    return tuple((user, name) for user, name, signature in rows if signature in all_held)


def _classes(
    access: Access, grants: Mapping[str, Grant], administrators: frozenset[str]
) -> tuple[tuple[UserClass, ...], list[Step]]:
    """People by what they hold, and the edges from them to it."""
    rows = access.snapshot.rows(
        """SELECT user_id, any_value(name), any_value(user_type), list((set_id, conditional) ORDER BY set_id)
           FROM (SELECT p.user_id, coalesce(p.name, p.user_id) AS name, p.user_type, a.set_id,
                        bool_and(a.conditional) AS conditional
                 FROM "access".person p JOIN "access".assignment a USING (user_id)
                 WHERE a.doubt = '' AND NOT p.frozen AND list_contains(?, a.set_id) GROUP BY ALL)
           GROUP BY user_id ORDER BY user_id""",
        [list(grants)],
    )
    found: dict[tuple[Origin, tuple[tuple[str, bool], ...]], list[tuple[str, str]]] = {}
    for user, name, user_type, held in rows:
        if user not in administrators:
            key = _OUTSIDE.get(user_type, Origin.INTERNAL), tuple((set_id, bool(maybe)) for set_id, maybe in held)
            found.setdefault(key, []).append((user, name))
    classes = []
    steps: list[Step] = []
    for number, ((who, held), users) in enumerate(found.items()):
        people = UserClass(f"class:{number}", who, tuple(users))
        classes.append(people)
        steps.extend(_assigned(people, grants[set_id], conditional=maybe) for set_id, maybe in held)
    return tuple(classes), steps


def _assigned(people: UserClass, grant: Grant, *, conditional: bool) -> Step:
    says = f"{_crowd(people)} {'has' if len(people) == 1 else 'have'} {grant.words}"
    assumes = "a session activates it" if conditional else ""
    return Step(people.node, grant.id, "assigned", says, "PermissionSetAssignment", assumes, len(people))


def _ways(
    given: Mapping[Capability, tuple[str, ...]], grants: Mapping[str, Grant], administrators: tuple[object, ...]
) -> Iterator[Step]:
    for capability, ids in given.items():
        node = capability.node
        for grant in (grants[set_id] for set_id in ids):
            says = f"{grant.words} gives {capability.permission}"
            yield Step(grant.id, node, "grants", says, "PermissionSet", changes=0 if grant.namespace else 1)
        if capability.leads_to is LeadsTo.SETS:
            assignable = [grant for grant in grants.values() if grant.kind != "profile"]
            yield from (_leads(capability, grant.id, f": {grant.words}") for grant in assignable)
        elif capability.leads_to is LeadsTo.RIGHTS:
            yield _leads(capability, GOAL)
        elif administrators:
            yield _leads(capability, PEOPLE)
    if administrators:
        yield Step(PEOPLE, GOAL, "is", "an administrator is one", "Standard Profiles")


def _leads(capability: Capability, to: str, target: str = "") -> Step:
    says = f"whoever may {capability.name} {capability.means}{target}"
    return Step(capability.node, to, "leads to", says, capability.source, capability.assumes)


def _crowd(people: UserClass) -> str:
    if len(people) == 1:
        return people.users[0][1]
    return f"{people.users[0][1]} and {len(people) - 1} more"


def _words(
    classes: tuple[UserClass, ...],
    grants: Mapping[str, Grant],
    capabilities: tuple[Capability, ...],
    administrators: tuple[object, ...],
) -> dict[str, str]:
    return {
        GOAL: "administrator",
        PEOPLE: "the only administrator" if len(administrators) == 1 else f"the {len(administrators)} administrators",
        **{class_.node: _crowd(class_) for class_ in classes},
        **{grant.id: grant.words for grant in grants.values()},
        **{capability.node: f"may {capability.name}" for capability in capabilities},
    }
