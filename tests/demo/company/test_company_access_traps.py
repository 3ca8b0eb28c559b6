"""The traps for effective access: there when asked for, and nowhere else."""

from datetime import date

import pytest

from sf_audit.demo.company.build import Company, build

DAY = date(2026, 11, 22)
TRAPS = {
    "can-become-administrator": "ingrid.dahl",
    "trap-field-without-rows": "daniel.okafor",
    "trap-group-outdated": "chloe.bennett",
    "trap-licence-parent": "amelia.hughes",
    "trap-muted-held-elsewhere": "beatriz.sousa",
    "trap-profile-parent": "laura.conti",
    "trap-view-all-fields": "henrik.olsen",
}


@pytest.fixture(scope="module")
def trapped() -> Company:
    return build(records=1, today=DAY, access_traps=True)


def asked(company: Company, query: str) -> list[tuple[object, ...]]:
    return company.org.rows.execute(query).fetchall()


def test_traps_come_on_top_of_what_is_planted_anyway(trapped: Company) -> None:
    plain = build(records=1, today=DAY)
    more = [one for one in trapped.planted if one not in plain.planted]
    names = {str(user): str(name).partition("@")[0] for user, name in asked(trapped, "SELECT Id, Username FROM User")}

    assert {one.defect: names[one.id] for one in more} == TRAPS
    assert [one for one in plain.planted if one not in trapped.planted] == []


def test_without_being_asked_for_every_group_is_up_to_date() -> None:
    plain = build(records=1, today=DAY)

    assert asked(plain, "SELECT DISTINCT Status FROM PermissionSetGroup") == [("Updated",)]
    assert asked(plain, "SELECT DISTINCT ParentId[:3] FROM ObjectPermissions") == [("0PS",)]


def test_one_group_is_outdated(trapped: Company) -> None:
    assert asked(trapped, "SELECT DeveloperName FROM PermissionSetGroup WHERE Status <> 'Updated'") == [("Wave_Two",)]


def test_two_rows_belong_to_a_licence_and_to_a_profile(trapped: Company) -> None:
    rows = asked(
        trapped, "SELECT ParentId[:3], SobjectType FROM ObjectPermissions WHERE ParentId[:3] <> '0PS' ORDER BY 1"
    )

    assert rows == [("00e", "Lead"), ("0PL", "Campaign")]


def test_what_the_group_mutes_the_profile_gives(trapped: Company) -> None:
    rows = asked(
        trapped,
        "SELECT held.Type, PermissionsTransferAnyCase FROM PermissionSetAssignment AS given JOIN PermissionSet AS held"
        " ON held.Id = given.PermissionSetId JOIN User ON User.Id = AssigneeId AND Username LIKE 'beatriz.sousa@%'"
        " WHERE held.Type = 'Profile' OR held.Name = 'Returns_Desk' ORDER BY 1",
    )

    assert rows == [("Group", False), ("Profile", True)]


def test_every_field_of_account_is_opened_by_one_set(trapped: Company) -> None:
    rows = asked(
        trapped,
        "SELECT Name, SobjectType FROM ObjectPermissions JOIN PermissionSet AS held ON held.Id = ParentId"
        " WHERE PermissionsViewAllFields",
    )

    assert rows == [("Dealer_Finance", "Account")]


def test_every_sort_of_access_has_data(trapped: Company) -> None:
    kinds = asked(trapped, "SELECT DISTINCT SetupEntityType FROM SetupEntityAccess ORDER BY 1")

    assert [kind for (kind,) in kinds] == [
        "ApexClass",
        "ApexPage",
        "ConnectedApplication",
        "CustomPermission",
        "NamedCredential",
        "TabSet",
    ]


def test_same_traps_twice(trapped: Company) -> None:
    again = build(records=1, today=DAY, access_traps=True)
    counted = "SELECT count(*), bit_xor(hash(row)) FROM ObjectPermissions AS row"

    assert again.planted == trapped.planted
    assert asked(again, counted) == asked(trapped, counted)
