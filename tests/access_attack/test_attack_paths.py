"""Ways to the administrator, and what ends them, on graphs written out."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from sf_audit.access import Access
from sf_audit.access.attack import AttackGraph, attack_graph, cuts, routes, smallest_cut
from sf_audit.access.attack.capabilities import CAPABILITIES
from sf_audit.model.attack import Origin
from sf_audit.model.review import NotReadable
from tests.access.access_graphs import SYSTEM, Org, snapshot_of

MORE = ("AssignPermissionSets", "ManageProfilesPermissionsets", "ManageInternalUsers", "ModifyMetadata")


@contextmanager
def graph_of(org: Org) -> Iterator[AttackGraph]:
    with snapshot_of(org) as snapshot:
        yield attack_graph(Access.of(snapshot))


@pytest.fixture
def org() -> Org:
    """An administrator, and a profile without any power; every permission is a column."""
    made = Org()
    made.profile("Admin", *SYSTEM)
    made.profile("Sales")
    made.user("ada", "Admin")
    for row in made.rows["PermissionSet"]:
        row.update(powers(*MORE) if row["Name"] == "XAdmin" else powers())
    return made


def powers(*held: str) -> dict[str, Any]:
    return {f"Permissions{one}": one in held for one in (*MORE, "ExternalClientAppDeveloper")}


def power(org: Org, name: str, *held: str, **more: Any) -> str:
    """A set with some of the permissions that only these tests have."""
    return org.permission_set(name, *(one for one in held if one in SYSTEM), **{**powers(*held), **more})


def said(graph: AttackGraph, user: str) -> list[list[str]]:
    route = next(route for route in routes(graph) if user in dict(route.people.users))
    return [[graph.words[step.end] for step in way] for way in route.ways]


def test_author_of_apex_is_two_steps_from_every_right(org: Org) -> None:
    org.user("ben", "Sales", power(org, "Hotfix", "AuthorApex"))

    with graph_of(org) as graph:
        assert said(graph, "005_ben") == [["permission set Hotfix", "may author Apex", "administrator"]]


def test_assigning_sets_leads_over_the_sets_that_exist(org: Org) -> None:
    org.user("ben", "Sales", power(org, "Helpdesk", "AssignPermissionSets"))
    power(org, "Nobodys", "ModifyMetadata")

    with graph_of(org) as graph:
        assert said(graph, "005_ben") == [
            [
                "permission set Helpdesk",
                "may assign permission sets",
                "permission set Nobodys",
                "may modify metadata",
                "administrator",
            ]
        ]


def test_assigning_sets_leads_nowhere_where_no_set_gives_more(org: Org) -> None:
    org.user("ben", "Sales", power(org, "Helpdesk", "AssignPermissionSets"))

    with graph_of(org) as graph:
        assert routes(graph) == ()
        assert smallest_cut(graph) == ()


def test_managing_users_leads_over_an_administrator(org: Org) -> None:
    org.user("ben", "Sales", power(org, "Onboarding", "ManageUsers"))

    with graph_of(org) as graph:
        assert said(graph, "005_ben") == [
            ["permission set Onboarding", "may manage users", "the only administrator", "administrator"]
        ]


def test_managing_connected_apps_is_a_way_only_with_customising_the_application(org: Org) -> None:
    org.user("ben", "Sales", org.permission_set("Apps", **powers(), PermissionsManageRemoteAccess=True))
    org.user("cy", "Sales", power(org, "Setup", "CustomizeApplication", PermissionsManageRemoteAccess=True))

    with graph_of(org) as graph:
        assert [route.people.users[0][1] for route in routes(graph)] == ["cy"]


def test_external_client_apps_are_a_way_of_their_own(org: Org) -> None:
    org.user("ben", "Sales", power(org, "Apps", "ExternalClientAppDeveloper"))

    with graph_of(org) as graph:
        assert said(graph, "005_ben") == [
            ["permission set Apps", "may make external client apps", "the only administrator", "administrator"]
        ]


def test_changing_all_data_is_a_way_with_its_assumption_said(org: Org) -> None:
    org.user("ben", "Sales", power(org, "Migration", "ModifyAllData"))

    with graph_of(org) as graph:
        (route,) = routes(graph)
        assumed = [step.assumes for step in route.ways[0] if step.assumes]

    assert assumed == ["administrators may log in as any user, or an administrator has granted login access"]


def test_what_a_group_mutes_is_no_way(org: Org) -> None:
    fixes = power(org, "Fixes", "AuthorApex")
    team = org.group("Team", [fixes])
    org.rows["PermissionSet"][-1].update(powers())
    org.user("ben", "Sales", team)

    with graph_of(org) as graph:
        assert routes(graph) == ()


def test_guests_and_outsiders_come_first(org: Org) -> None:
    fixes = power(org, "Fixes", "AuthorApex")
    org.user("ann", "Sales", fixes)
    org.user("kim", "Sales", fixes, UserType="PowerPartner")
    org.user("www", "Sales", fixes, UserType="Guest")

    with graph_of(org) as graph:
        assert [route.people.who for route in routes(graph)] == [Origin.GUEST, Origin.EXTERNAL, Origin.INTERNAL]


def test_frozen_inactive_and_administrators_start_nowhere(org: Org) -> None:
    fixes = power(org, "Fixes", "AuthorApex")
    org.user("ice", "Sales", fixes, frozen=True)
    org.user("old", "Sales", fixes, IsActive=False)
    org.assign("005_ada", fixes)

    with graph_of(org) as graph:
        assert routes(graph) == ()


def test_frozen_administrator_is_nobody_to_become(org: Org) -> None:
    org.rows["UserLogin"][0]["IsFrozen"] = True
    org.user("ben", "Sales", power(org, "Onboarding", "ManageUsers"))

    with graph_of(org) as graph:
        assert graph.administrators == ()
        assert routes(graph) == ()


def test_people_with_the_same_sets_are_one_class(org: Org) -> None:
    fixes = power(org, "Fixes", "AuthorApex")
    for name in ("ann", "ben", "cy"):
        org.user(name, "Sales", fixes)

    with graph_of(org) as graph:
        assert [len(class_) for class_ in graph.classes] == [3]
        assert graph.words["class:0"] == "ann and 2 more"


def test_session_activated_set_is_a_way_that_assumes_a_session(org: Org) -> None:
    org.user("ben", "Sales", power(org, "Emergency", "AuthorApex", HasActivationRequired=True))

    with graph_of(org) as graph:
        assert routes(graph)[0].ways[0][0].assumes == "a session activates it"


def test_cut_counts_the_users_whom_one_change_stops(org: Org) -> None:
    fixes, onboarding = power(org, "Fixes", "AuthorApex"), power(org, "Onboarding", "ManageUsers")
    for name in ("ann", "ben", "cy"):
        org.user(name, "Sales", fixes)
    org.user("dee", "Sales", fixes, onboarding)

    with graph_of(org) as graph:
        found = [(cut.step.says, cut.users, cut.passing) for cut in cuts(graph)]

    assert found == [
        ("permission set Fixes gives AuthorApex", 3, 4),
        ("ann and 2 more have permission set Fixes", 3, 3),
        ("dee has permission set Fixes", 0, 1),
    ]


def test_smallest_cut_edits_a_set_rather_than_many_assignments(org: Org) -> None:
    fixes, onboarding = power(org, "Fixes", "AuthorApex"), power(org, "Onboarding", "ManageUsers", "ModifyMetadata")
    for name in ("ann", "ben", "cy"):
        org.user(name, "Sales", fixes)
    org.user("dee", "Sales", fixes, onboarding)

    with graph_of(org) as graph:
        assert [one.says for one in smallest_cut(graph)] == [
            "dee has permission set Onboarding",
            "permission set Fixes gives AuthorApex",
        ]


def test_sets_of_packages_cannot_be_edited_so_their_assignments_end(org: Org) -> None:
    packaged = power(org, "Robot", "AuthorApex", NamespacePrefix="acme")
    org.user("ann", "Sales", packaged)
    org.user("ben", "Sales", packaged)

    with graph_of(org) as graph:
        assert [(one.says, one.changes) for one in smallest_cut(graph)] == [
            ("ann and 1 more have permission set Robot", 2)
        ]


def test_unknown_people_and_unseen_permissions_are_counted(org: Org) -> None:
    for row in org.rows["PermissionSet"]:
        del row["PermissionsExternalClientAppDeveloper"]
    org.user("ben", "Sales", org.group("Team", [], status="Outdated"))

    with graph_of(org) as graph:
        assert (graph.unknown, graph.unseen) == (frozenset({"005_ben"}), ("ExternalClientAppDeveloper",))


def test_a_group_in_doubt_hides_no_administrator_and_no_way(org: Org) -> None:
    doubtful = org.group("Team", [], "ManageUsers", status="Updating")
    org.profile("Sole", "ModifyAllData", "ViewAllData", "ManageUsers", "CustomizeApplication", "AuthorApex")
    root = org.user("boss", "Sole", doubtful)

    with graph_of(org) as graph:
        assert root in dict(graph.administrators)
        assert root not in graph.unknown


def test_nobody_is_called_an_administrator_by_guess(org: Org) -> None:
    org.without.add("PermissionSet")

    with snapshot_of(org) as snapshot, pytest.raises(NotReadable):
        attack_graph(Access.of(snapshot))


def test_ten_thousand_users_with_six_hundred_sets_take_seconds(org: Org) -> None:
    columns = [capability.permission for capability in CAPABILITIES if capability.permission not in ("ModifyAllData",)]
    sets = [power(org, f"S{at:03}", *([columns[at % len(columns)]] if at % 5 == 0 else [])) for at in range(600)]
    for at in range(10_000):
        org.user(f"u{at:05}", "Sales", *(sets[(at * 7 + step * 131 + at // 60) % 600] for step in range(6)))

    with snapshot_of(org) as snapshot:
        access = Access.of(snapshot)
        started = time.perf_counter()
        graph = attack_graph(access)
        found = routes(graph), cuts(graph), smallest_cut(graph)
        took = time.perf_counter() - started

    assert sum(len(one.people) for one in found[0]) > 5_000
    assert found[1]
    assert found[2]
    assert took < 20
