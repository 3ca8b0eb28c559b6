"""The file for BloodHound: the form that its documentation wants, and every user as a node."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from sf_audit.access import Access
from sf_audit.access.attack import attack
from sf_audit.report.access.opengraph import opengraph
from tests.access.access_graphs import SYSTEM, Org, snapshot_of
from tests.access_attack.opengraph_schema import DOCUMENT

ORG = "00D000000000001EAA"


def document(name: str = "Onboarding") -> dict[str, Any]:
    org = Org()
    org.profile("Admin", *SYSTEM)
    org.profile("Sales")
    org.user("ada", "Admin")
    onboarding = org.permission_set("Onboarding", "ManageUsers", Name=name)
    org.user("ann", "Sales", onboarding)
    org.user("ben", "Sales", onboarding)
    with snapshot_of(org) as snapshot:
        made: dict[str, Any] = json.loads(opengraph(attack(Access.of(snapshot))))
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
    ids = [one["id"] for one in made["graph"]["nodes"]]

    assert [problem.message for problem in Draft202012Validator(DOCUMENT).iter_errors(made)] == []
    assert len({record_id.upper() for record_id in ids}) == len(ids), "BloodHound writes ids in capitals"
    assert {one[end]["value"] for one in made["graph"]["edges"] for end in ("start", "end")} <= set(ids)
    assert all(made["metadata"]["source_kind"] in one["kinds"] for one in made["graph"]["nodes"])


@pytest.mark.parametrize(
    "broken",
    [
        lambda made: made["graph"]["nodes"][0]["properties"].update(objectid="x"),
        lambda made: made["graph"]["nodes"][0]["properties"].update(Name="x"),
        lambda made: made["graph"]["nodes"][0]["properties"].update(nested={}),
        lambda made: made["graph"]["nodes"][0]["properties"].update(nothing=None),
        lambda made: made["graph"]["nodes"][0]["properties"].update(mixed=[1, "a"]),
        lambda made: made["graph"]["nodes"][0]["kinds"].extend(["SF_A", "SF_B"]),
        lambda made: made["graph"]["nodes"][0].update(id=7),
        lambda made: made["graph"]["edges"][0].update(kind="SF Leads-To"),
        lambda made: made["graph"]["edges"][0]["start"].update(match_by="name"),
        lambda made: made["metadata"].update(more="x"),
    ],
)
def test_what_the_documentation_forbids_is_found(broken: Callable[[dict[str, Any]], None]) -> None:
    made = document()

    broken(made)

    assert not Draft202012Validator(DOCUMENT).is_valid(made)


def test_names_of_any_kind_leave_a_file_that_can_be_read() -> None:
    made = document("=1\u202e\x1b]0;x\x07\u2028" * 1000)

    text = json.dumps(made)

    assert text.isascii()
    assert Draft202012Validator(DOCUMENT).is_valid(json.loads(text))
