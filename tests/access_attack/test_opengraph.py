"""The file for BloodHound: the form that its documentation wants, and every user as a node."""

from __future__ import annotations

import re
from typing import Any

from access_graphs import SYSTEM, Org, snapshot_of

from sf_audit.access import Access
from sf_audit.access.attack import attack_graph, opengraph

ORG = "00D000000000001EAA"


def document() -> dict[str, Any]:
    org = Org()
    org.profile("Admin", *SYSTEM)
    org.profile("Sales")
    org.user("ada", "Admin")
    onboarding = org.permission_set("Onboarding", "ManageUsers")
    org.user("ann", "Sales", onboarding)
    org.user("ben", "Sales", onboarding)
    with snapshot_of(org) as snapshot:
        made: dict[str, Any] = opengraph(attack_graph(Access.of(snapshot)), ORG)
    return made


def test_everybody_with_a_way_is_a_node_of_their_own() -> None:
    nodes = {one["id"]: (one["kinds"][0], one["properties"]["name"]) for one in document()["graph"]["nodes"]}

    assert nodes["005_ann"] == ("SF_User", "ann")
    assert nodes["005_ben"] == ("SF_User", "ben")
    assert nodes["005_ada"] == ("SF_User", "ada")
    assert nodes["0PS_Onboarding"] == ("SF_PermissionSet", "Onboarding")
    assert nodes[f"{ORG}:capability:ManageUsers"] == ("SF_Capability", "manage users")
    assert nodes[f"{ORG}:administrator"] == ("SF_Administrator", "administrator")


def test_way_of_one_person_can_be_walked() -> None:
    edges = {(one["start"]["value"], one["kind"], one["end"]["value"]) for one in document()["graph"]["edges"]}

    assert {
        ("005_ann", "SF_HasAssigned", "0PS_Onboarding"),
        ("0PS_Onboarding", "SF_Grants", f"{ORG}:capability:ManageUsers"),
        (f"{ORG}:capability:ManageUsers", "SF_LeadsTo", "005_ada"),
        ("005_ada", "SF_IsAdministrator", f"{ORG}:administrator"),
    } <= edges


def test_form_is_the_one_that_the_ingest_takes() -> None:
    made = document()
    nodes, edges = made["graph"]["nodes"], made["graph"]["edges"]
    ids = [one["id"] for one in nodes]

    assert set(made) == {"metadata", "graph"}
    assert made["metadata"] == {"source_kind": "SFBase"}
    assert len(ids) == len(set(ids))
    assert all(set(one) == {"id", "kinds", "properties"} and len(one["kinds"]) <= 3 for one in nodes)
    assert all(set(one) == {"kind", "start", "end", "properties"} for one in edges)
    assert all(re.fullmatch(r"[A-Za-z0-9_]+", one["kind"]) for one in edges)
    assert all(one[end]["value"] in ids and one[end]["match_by"] == "id" for one in edges for end in ("start", "end"))
    for one in [*nodes, *edges]:
        assert all(key == key.lower() and key != "objectid" for key in one["properties"])
        assert all(isinstance(value, str | int | bool) for value in one["properties"].values())
