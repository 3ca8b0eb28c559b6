"""The most records that somebody can reach."""

from __future__ import annotations

import pytest

from sf_audit.access import Access, ceiling
from sf_audit.access.sharing.record_reach import Ceiling, Reach
from tests.access.access_graphs import Org, snapshot_of


def org_with(model: str, outside: str = "Private", *rights: str) -> Org:
    org = Org()
    org.on_object(org.profile("Staff"), "Account", *rights or ("Read", "Edit"))
    org.user("ann", "Staff", UserRoleId="00E_rep")
    org.user("pat", "Staff", UserType="PowerPartner")
    org.add("EntityDefinition", QualifiedApiName="Account", InternalSharingModel=model, ExternalSharingModel=outside)
    for role, above in (("rep", "00E_lead"), ("lead", "00E_head"), ("head", None), ("junior", "00E_rep")):
        org.add("UserRole", Id=f"00E_{role}", Name=role, ParentRoleId=above)
    return org


def of(org: Org, user: str = "005_ann") -> Ceiling:
    with snapshot_of(org) as snapshot:
        return ceiling(Access.of(snapshot), user, "Account")


@pytest.mark.parametrize(
    ("model", "read", "edit"),
    [
        ("Private", Reach.SHARED, Reach.SHARED),
        ("Read", Reach.ALL, Reach.SHARED),
        ("ReadWrite", Reach.ALL, Reach.ALL),
        ("ControlledByParent", Reach.PARENT, Reach.PARENT),
        ("", Reach.NOT_CHECKED, Reach.NOT_CHECKED),
    ],
)
def test_the_sharing_default_bounds_what_a_right_reaches(model: str, read: Reach, edit: Reach) -> None:
    found = of(org_with(model))

    assert (found.read, found.edit, found.sharing_model) == (read, edit, model)


def test_people_outside_the_company_have_the_external_default() -> None:
    found = of(org_with("ReadWrite", "Private"), "005_pat")

    assert (found.external, found.sharing_model, found.read) == (True, "Private", Reach.SHARED)


def test_guests_have_private_whatever_the_external_default_is() -> None:
    org = org_with("ReadWrite", "Read")
    org.user("visitor", "Staff", UserType="Guest")

    found = of(org, "005_visitor")

    assert (found.sharing_model, found.read) == ("Private", Reach.SHARED)


def test_view_all_overrides_sharing_for_reading_only() -> None:
    found = of(org_with("Private", "Private", "Read", "Edit", "ViewAllRecords"))

    assert (found.read, found.edit) == (Reach.ALL, Reach.SHARED)


def test_without_the_right_sharing_opens_nothing() -> None:
    found = of(org_with("ReadWrite", "Private", "Read"))

    assert (found.read, found.edit) == (Reach.ALL, Reach.NONE)


def test_roles_above_and_below_are_counted_once_even_in_a_cycle() -> None:
    org = org_with("Private")

    assert (of(org).roles_above, of(org).roles_below) == (2, 1)

    org.rows["UserRole"][2]["ParentRoleId"] = "00E_junior"

    assert (of(org).roles_above, of(org).roles_below) == (3, 3)


def test_groups_in_groups_and_queues_are_found_at_any_depth() -> None:
    org = org_with("Private")
    for group, kind, related in (
        ("queue", "Queue", None),
        ("outer", "Regular", None),
        ("inner", "Regular", None),
        ("heads", "RoleAndSubordinates", "00E_head"),
        ("reps", "Role", "00E_rep"),
        ("leads", "Role", "00E_lead"),
    ):
        org.add("Group", Id=f"00G_{group}", Type=kind, RelatedId=related, DeveloperName=group)
    for group, member in (("inner", "005_ann"), ("outer", "00G_inner"), ("inner", "00G_outer"), ("queue", "00G_heads")):
        org.add("GroupMember", GroupId=f"00G_{group}", UserOrGroupId=member)
    org.add("QueueSobject", QueueId="00G_queue", SobjectType="Account")

    found = of(org)

    assert (found.groups, found.queues) == (5, 1)


def test_a_ceiling_says_at_most_and_names_what_was_not_read() -> None:
    found = of(org_with("Private"))

    assert found.because == (
        "at most own records, those of roles below, and what rules, teams and people share: Account is Private"
    )
    assert found.notes == ("sharing rules: not read, and they may open more; give --metadata DIR",)


def test_where_everything_is_open_rules_cannot_open_more() -> None:
    assert of(org_with("ReadWrite")).notes == ()


def test_the_ceiling_of_an_unknown_user_is_not_guessed() -> None:
    org = org_with("Private")
    org.rows["PermissionSetAssignment"].clear()

    assert of(org).read is Reach.NOT_CHECKED


def test_a_group_in_doubt_may_open_all_records_of_what_is_held() -> None:
    closed, opened = org_with("Private"), org_with("ReadWrite")
    for org in (closed, opened):
        org.assign("005_ann", org.group("Support", [], status="Updating"))

    assert of(closed).read is Reach.NOT_CHECKED
    assert of(closed).because == (
        "how many records is not known: permission set group Support is not up to date (Updating)"
    )
    assert of(opened).read is Reach.ALL
