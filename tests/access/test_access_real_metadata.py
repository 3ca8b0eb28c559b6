"""Real permission sets, a group and a guest profile; skipped where the metadata is not at hand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sf_audit.access import Access, Answer, Held, Kind, Right, holders, paths
from tests.access.access_graphs import Org, snapshot_of
from tests.access.access_oracle import Oracle
from tests.access.metadata_reader import add_permission_set, add_profile

SHARED = Path(__file__).parents[3] / "shared"
METADATA = SHARED / "metadata"
RECIPES = METADATA / "apex-recipes/force-app/main/default/permissionsets"

pytestmark = pytest.mark.skipif(not METADATA.is_dir(), reason="no metadata here")


def field(name: str, right: Right) -> Held:
    return Held(Kind.FIELD, name, right)


@pytest.fixture
def site() -> Org:
    org = Org()
    folder = METADATA / "ebikes/guest-profile-metadata/profiles"
    add_profile(org, "E-Bikes Profile", next(folder.glob("*.profile")))
    org.user("visitor", "E-Bikes Profile", UserType="Guest")
    return org


@pytest.fixture
def recipes() -> Org:
    """An org whose users have one permission set each, and one who has them all as a group."""
    org = Org()
    org.profile("Minimum")
    _describe(org, "Account")
    sets = {one.name.partition(".")[0]: add_permission_set(org, one) for one in sorted(RECIPES.glob("*.xml"))}
    for name, made in sets.items():
        org.user(name, "Minimum", made)
    return org


def _describe(org: Org, name: str) -> None:
    recorded = json.loads((SHARED / f"recordings/describe/cci__GET_sobjects_{name}_describe__00.json").read_text())
    answer = recorded["response"]["json"] if "json" in recorded["response"] else recorded["response"]["body"]
    for one in (answer if isinstance(answer, dict) else json.loads(answer))["fields"]:
        org.described(
            f"{name}.{one['name']}",
            permissionable=one["permissionable"],
            updateable=one["updateable"],
            calculated=one["calculated"],
            compound=one.get("compoundFieldName") or "",
        )


def test_the_guest_reads_and_creates_what_the_profile_says(site: Org) -> None:
    with snapshot_of(site) as snapshot:
        held = Access.of(snapshot).rights("005_visitor", [Kind.OBJECT, Kind.APEX_CLASS, Kind.APEX_PAGE])

        assert {(row["target"], row["right"]) for row in held.to_pylist()} == {
            ("Case", "read"),
            ("Case", "create"),
            ("Product_Family__c", "read"),
            ("Product_Family__c", "view_all"),
            ("Product__c", "read"),
            ("Product__c", "view_all"),
            ("PagedResult", "use"),
            ("ProductController", "use"),
            ("ProductRecordInfoController", "use"),
            ("CommunitiesLanding", "use"),
        }


def test_the_guest_edits_no_field_although_the_profile_grants_some(site: Org) -> None:
    asset = field("Case.AssetId", Right.EDIT)
    with snapshot_of(site) as snapshot:
        access = Access.of(snapshot)
        held = access.rights("005_visitor", [Kind.FIELD]).to_pylist()

        assert access.answer("005_visitor", field("Case.AssetId", Right.READ)) is Answer.YES
        assert access.answer("005_visitor", asset) is Answer.NO
        assert {row["right"] for row in held} == {"read"}
        assert [str(path) for path in paths(access, "005_visitor", asset)] == [
            "profile E-Bikes Profile; edit on Case is not held"
        ]


def test_an_address_is_read_and_edited_in_all_its_parts(recipes: Org) -> None:
    reader, editor = (
        "005_Read_access_to_Account_Shipping_Address",
        "005_Provides_Edit_Access_to_Accounts_Except_ShippingStreet",
    )
    with snapshot_of(recipes) as snapshot:
        access = Access.of(snapshot)

        assert access.answer(reader, field("Account.ShippingStreet", Right.READ)) is Answer.YES
        assert access.answer(reader, field("Account.ShippingStreet", Right.EDIT)) is Answer.NO
        assert access.answer(reader, field("Account.BillingStreet", Right.READ)) is Answer.NO
        assert access.answer(editor, field("Account.ShippingCity", Right.EDIT)) is Answer.YES
        assert access.answer(editor, field("Account.Name", Right.EDIT)) is Answer.YES
        assert access.answer(editor, field("Account.CreatedDate", Right.EDIT)) is Answer.NO
        assert access.answer(editor, field("Account.Industry", Right.READ)) is Answer.NO


def test_with_create_alone_no_field_can_be_edited(recipes: Org) -> None:
    user = "005_Provides_Create_Access_to_Contact_and_Contact_Email_Field"
    with snapshot_of(recipes) as snapshot:
        access = Access.of(snapshot)

        assert access.answer(user, Held(Kind.OBJECT, "Contact", Right.CREATE)) is Answer.YES
        assert access.answer(user, field("Contact.Email", Right.READ)) is Answer.YES
        assert access.answer(user, field("Contact.Email", Right.EDIT)) is Answer.NO


def test_a_group_of_all_sets_with_one_muted_keeps_what_the_profile_gives(recipes: Org) -> None:
    members = [row["Id"] for row in recipes.rows["PermissionSet"] if not row["IsOwnedByProfile"]]
    aggregate = recipes.group("Permission_Set_Group_for_testing", [*members, "0QM_muting"])
    for row in list(recipes.rows["FieldPermissions"]):
        if row["ParentId"] in members and row["Field"] != "Contact.Email":
            recipes.on_field(aggregate, row["Field"], edit=row["PermissionsEdit"])
    recipes.on_object(aggregate, "Contact", "Read", "Create")
    user = recipes.user("grouped", "Minimum", aggregate)

    with snapshot_of(recipes) as snapshot:
        access = Access.of(snapshot)
        email = field("Contact.Email", Right.READ)

        assert access.answer(user, email) is Answer.NO
        assert {path.closed for path in paths(access, user, email)} == {
            "muted in group Permission_Set_Group_for_testing"
        }
        assert [holder.name for holder in holders(access, email).holders] == [
            "Apex_Recipes",
            "Provides_Create_Access_to_Contact_and_Contact_Email_Field",
        ]


@pytest.mark.parametrize("org", ["site", "recipes"])
def test_every_right_is_what_the_slow_way_says(org: str, request: pytest.FixtureRequest) -> None:
    made: Org = request.getfixturevalue(org)
    oracle = Oracle(made)

    with snapshot_of(made) as snapshot:
        access = Access.of(snapshot)

        for user in access.signatures.of_user:
            held = {(row["kind"], row["target"], row["right"]) for row in access.rights(user).to_pylist()}
            assert held == oracle.ever(user)
