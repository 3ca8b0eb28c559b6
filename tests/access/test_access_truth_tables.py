"""What one grant comes to, as the documents say it; each table names its page."""

from __future__ import annotations

import pytest

from sf_audit.access import Access, Held, Kind, Right
from sf_audit.access.implications import IMPLICATIONS
from sf_audit.errors import UsageProblem
from tests.access.access_graphs import Org, snapshot_of

ALL_BUT_FIELDS = {"read", "create", "edit", "delete", "view_all", "modify_all"}


def rights(org: Org, kind: Kind) -> set[str]:
    """`right` for objects and `target right` for the rest, of the one user there is."""
    with snapshot_of(org) as snapshot:
        held = Access.of(snapshot).rights("005_ann", [kind]).to_pylist()
    return {row["right"] if kind is Kind.OBJECT else f"{row['target']} {row['right']}" for row in held}


@pytest.mark.parametrize(
    ("granted", "held"),
    [
        ("Read", {"read"}),
        ("Create", {"read", "create"}),
        ("Edit", {"read", "edit"}),
        ("Delete", {"read", "edit", "delete"}),
        ("ViewAllRecords", {"read", "view_all"}),
        ("ModifyAllRecords", {"read", "edit", "delete", "view_all", "modify_all"}),
        ("ViewAllFields", {"view_all_fields"}),
    ],
)
def test_object_permissions(granted: str, held: set[str]) -> None:
    """Salesforce Help, "Object Permissions"."""
    org = Org()
    org.on_object(org.profile("Staff"), "Account", granted)
    org.user("ann", "Staff")

    assert rights(org, Kind.OBJECT) == held


@pytest.mark.parametrize(
    ("granted", "held"),
    [
        ("ModifyAllData", ALL_BUT_FIELDS),
        ("ViewAllData", {"read", "view_all"}),
        ("ViewAllFieldsGlobal", {"view_all_fields"}),
        ("ManageUsers", set()),
    ],
)
def test_permissions_on_all_data(granted: str, held: set[str]) -> None:
    """Salesforce Help, "“View All” and “Modify All” Permissions Overview"."""
    org = Org()
    org.profile("Staff", granted)
    org.on_object(org.permission_set("Nobodys"), "Account", "Read")
    org.user("ann", "Staff")

    assert rights(org, Kind.OBJECT) == held


@pytest.mark.parametrize(
    ("on_object", "on_field", "held"),
    [
        ((), "edit", set()),
        (("Read",), None, set()),
        (("Read",), "read", {"Account.Industry read"}),
        (("Read",), "edit", {"Account.Industry read"}),
        (("Edit",), "read", {"Account.Industry read"}),
        (("Edit",), "edit", {"Account.Industry read", "Account.Industry edit"}),
        (("Create",), "edit", {"Account.Industry read"}),
        (("ViewAllFields",), None, set()),
        (("Read", "ViewAllFields"), None, {"Account.Industry read"}),
        (("ModifyAllRecords",), None, set()),
    ],
)
def test_field_permissions(on_object: tuple[str, ...], on_field: str | None, held: set[str]) -> None:
    """Object Reference, "FieldPermissions"; Salesforce Help, "Object Permissions" for View All Fields."""
    org = Org()
    owned = org.profile("Staff")
    org.described("Account.Industry")
    org.on_object(owned, "Account", *on_object)
    if on_field:
        org.on_field(owned, "Account.Industry", edit=on_field == "edit")
    org.user("ann", "Staff")

    assert rights(org, Kind.FIELD) == held


@pytest.mark.parametrize("permission", ["ModifyAllData", "ViewAllData"])
def test_field_permissions_hold_for_those_with_all_data_too(permission: str) -> None:
    """Salesforce Help, "Field-Level Security": only View All Fields reads around it."""
    org = Org()
    org.profile("Staff", permission)
    org.described("Account.Industry")
    org.user("ann", "Staff")

    assert rights(org, Kind.FIELD) == set()


@pytest.mark.parametrize(
    ("permission", "kind", "held"),
    [
        ("AuthorApex", Kind.APEX_CLASS, {"01p_a use"}),
        ("AuthorApex", Kind.APEX_PAGE, set()),
        ("CustomizeApplication", Kind.APEX_PAGE, {"066_a use"}),
        ("CustomizeApplication", Kind.APEX_CLASS, set()),
    ],
)
def test_classes_and_pages(permission: str, kind: Kind, held: set[str]) -> None:
    """Salesforce Help, "How Does Apex Class Security Work?" and "Visualforce Page Security"."""
    org = Org()
    org.profile("Staff", permission)
    other = org.permission_set("Nobodys")
    org.on_setup(other, "ApexClass", "01p_a")
    org.on_setup(other, "ApexPage", "066_a")
    org.user("ann", "Staff")

    assert rights(org, kind) == held


@pytest.mark.parametrize(
    ("type_name", "kind"),
    [
        ("ApexClass", Kind.APEX_CLASS),
        ("ApexPage", Kind.APEX_PAGE),
        ("TabSet", Kind.APP),
        ("NamedCredential", Kind.NAMED_CREDENTIAL),
        ("CustomPermission", Kind.CUSTOM_PERMISSION),
    ],
)
def test_setup_entity_access(type_name: str, kind: Kind) -> None:
    """Object Reference, "SetupEntityAccess"."""
    org = Org()
    org.on_setup(org.profile("Staff"), type_name, "entity")
    org.on_setup("0PL_licence", type_name, "other")
    org.user("ann", "Staff")

    assert rights(org, kind) == {"entity use"}


def test_every_implication_names_its_page_and_none_comes_too_late() -> None:
    """One pass over the table must be enough: nothing that gives a right may stand behind what builds on it."""
    built_on: dict[tuple[Kind, str, Right], int] = {}
    for at, one in enumerate(IMPLICATIONS):
        assert one.source
        built_on.setdefault((one.given.kind, one.given.target, one.given.right), at)
    late = [
        one
        for at, one in enumerate(IMPLICATIONS)
        if built_on.get((one.gives.kind, "=", one.gives.right), at) < at and one.gives.target != one.given.target
    ]

    assert late == []
    assert Held(Kind.OBJECT, "=", Right.CREATE) not in {
        implication.gives for implication in IMPLICATIONS if implication.given.right is Right.MODIFY_ALL
    }


def test_a_right_that_a_target_cannot_have_is_a_usage_problem() -> None:
    org = Org()
    org.profile("Staff")
    org.user("ann", "Staff")

    with snapshot_of(org) as snapshot, pytest.raises(UsageProblem) as refused:
        Access.of(snapshot).answers(Held(Kind.FIELD, "Account.Name", Right.DELETE))

    assert str(refused.value) == "There is no right delete on a target of kind field"
    assert refused.value.hint == "Its rights are read, edit."
