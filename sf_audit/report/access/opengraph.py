"""The attack graph as OpenGraph, which BloodHound takes as a file.

The form is that of "OpenGraph Nodes", "OpenGraph Edges" and "OpenGraph Schema" in BloodHound's documentation: at most
three kinds to a node, names of properties in small letters, values that are plain, kinds of edges in letters, digits
and underscores. Users are single nodes here, since BloodHound is asked about persons. It writes ids in capitals, which
ids of 18 characters survive.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sf_audit.model.attack import GOAL, PEOPLE, Attack, Step
from sf_audit.report.json_document import json_document

SOURCE_KIND = "SFBase"
_KINDS: Mapping[str, str] = {
    "assigned": "SF_HasAssigned",
    "grants": "SF_Grants",
    "leads to": "SF_LeadsTo",
    "is": "SF_IsAdministrator",
}
_GRANTS: Mapping[str, str] = {"profile": "SF_Profile", "set": "SF_PermissionSet", "group": "SF_PermissionSetGroup"}

Json = dict[str, object]


def opengraph(attack: Attack) -> str:
    """The whole graph, whoever was asked about.

    Ids of things that are no records have the org's id in them, so that orgs stay apart.
    """
    nodes, edges = list(_nodes(attack)), list(_edges(attack))
    return json_document({"metadata": {"source_kind": SOURCE_KIND}, "graph": {"nodes": nodes, "edges": edges}})


def _nodes(attack: Attack) -> Iterator[Json]:
    org_id = attack.org_id
    yield _node(_id(GOAL, org_id), "SF_Administrator", "administrator", org_id)
    for capability in attack.capabilities:
        node = _id(capability.node, org_id)
        yield _node(node, "SF_Capability", capability.name, org_id, permission=capability.permission)
    for grant in attack.grants.values():
        yield _node(grant.id, _GRANTS[grant.kind], grant.name, org_id)
    for people in attack.classes:
        for user, name in people.users:
            yield _node(user, "SF_User", name, org_id, usertype=str(people.who))
    for user, name in attack.administrators:
        yield _node(user, "SF_User", name, org_id, usertype="internal", administrator=True)


def _node(node: str, kind: str, name: str, org_id: str, **more: object) -> Json:
    properties = {"name": name, "displayname": name, "organizationid": org_id, **more}
    return {"id": node, "kinds": [kind, SOURCE_KIND], "properties": properties}


def _edges(attack: Attack) -> Iterator[Json]:
    """Each edge once for each person at its ends."""
    org_id = attack.org_id
    persons = {class_.node: [user for user, _ in class_.users] for class_ in attack.classes}
    persons[PEOPLE] = [user for user, _ in attack.administrators]
    for step in attack.steps:
        for start in persons.get(step.start, [_id(step.start, org_id)]):
            for end in persons.get(step.end, [_id(step.end, org_id)]):
                yield _edge(step, start, end)


def _edge(step: Step, start: str, end: str) -> Json:
    properties: Json = {"source": step.source}
    if step.kind != "assigned":
        properties["says"] = step.says
    if step.assumes:
        properties["assumes"] = step.assumes
    ends = {"start": {"value": start, "match_by": "id"}, "end": {"value": end, "match_by": "id"}}
    return {"kind": _KINDS[step.kind], **ends, "properties": properties}


def _id(node: str, org_id: str) -> str:
    """Sets have ids of their own; what the graph made up gets the org in front."""
    return f"{org_id}:{node}" if node == GOAL or node.startswith("capability:") else node
