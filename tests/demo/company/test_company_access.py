"""Who holds what in the end, computed from the rows, is who was given it on purpose."""

import pytest

from sf_audit.demo.company.build import Company

APPROVED = {"admin.aoife@northlight.example", "admin.jonas@northlight.example"}
OFF_PROFILE = "AND held.Type <> 'Profile'"
HOLDERS = """
SELECT DISTINCT User.Id, User.Username FROM User
JOIN PermissionSetAssignment AS given ON given.AssigneeId = User.Id
JOIN PermissionSet AS held ON held.Id = given.PermissionSetId
WHERE User.IsActive AND given.IsActive AND NOT held.HasActivationRequired AND held.{permission} {where}
"""


def holders(company: Company, permission: str, where: str = "") -> set[str]:
    rows = company.org.rows.execute(HOLDERS.format(permission=permission, where=where)).fetchall()
    return {user for user, username in rows if username not in APPROVED}


def planted(company: Company, *defects: str) -> set[str]:
    return {one.id for one in company.planted if one.defect in defects}


@pytest.mark.parametrize(
    ("permission", "defects"),
    [
        (
            "PermissionsModifyAllData",
            (
                *("modify-all-data-direct-set", "modify-all-data-via-group", "modify-all-data-profile"),
                "frozen-administrator",
            ),
        ),
        ("PermissionsPasswordNeverExpires", ("password-never-expires",)),
    ],
)
def test_holders_are_the_planted_ones(company: Company, permission: str, defects: tuple[str, ...]) -> None:
    assert holders(company, permission) == planted(company, *defects)


@pytest.mark.parametrize(
    ("permission", "defect"),
    [("PermissionsManageUsers", "manage-users-user"), ("PermissionsAuthorApex", "author-apex-user")],
)
def test_holders_off_the_profile_are_the_planted_ones(company: Company, permission: str, defect: str) -> None:
    assert holders(company, permission, OFF_PROFILE) == planted(company, defect)


def test_view_all_data_is_held_by_the_planted_ones_and_the_auditor(company: Company) -> None:
    found = holders(company, "PermissionsViewAllData", OFF_PROFILE)

    assert found == planted(company, "view-all-data-user") | {company.org.user_id}


@pytest.mark.parametrize(
    ("where", "defects"),
    [
        ("AND held.Type = 'Regular'", ["modify-all-data-direct-set"]),
        ("AND held.Type = 'Group'", ["modify-all-data-via-group"]),
        ("AND held.Type = 'Profile'", ["modify-all-data-profile", "frozen-administrator"]),
    ],
)
def test_each_way_to_modify_all_data_is_planted(company: Company, where: str, defects: list[str]) -> None:
    assert holders(company, "PermissionsModifyAllData", where) == planted(company, *defects)


def test_no_trap_is_a_holder(company: Company) -> None:
    trapped = planted(company, "trap-muted-away", "trap-expired-assignment", "trap-inactive-administrator")

    assert len(trapped) == 7
    assert not trapped & holders(company, "PermissionsModifyAllData")


def test_members_of_a_muted_group_would_hold_it_without_the_muting(company: Company) -> None:
    rows = company.org.rows.execute(
        "SELECT DISTINCT given.AssigneeId FROM PermissionSetAssignment AS given"
        " JOIN PermissionSetGroupComponent AS part ON part.PermissionSetGroupId = given.PermissionSetGroupId"
        " JOIN PermissionSet AS member ON member.Id = part.PermissionSetId AND member.PermissionsModifyAllData"
        " WHERE given.PermissionSetGroupId IN (SELECT PermissionSetGroupId FROM PermissionSetGroupComponent"
        " WHERE PermissionSetId IN (SELECT Id FROM MutingPermissionSet))"
    ).fetchall()

    assert {user for (user,) in rows} == planted(company, "trap-muted-away")


def test_session_activated_set_is_held_by_the_planted_ones(company: Company) -> None:
    rows = company.org.rows.execute(
        "SELECT AssigneeId FROM PermissionSetAssignment JOIN PermissionSet AS held ON held.Id = PermissionSetId"
        " WHERE held.HasActivationRequired AND held.PermissionsModifyAllData"
    ).fetchall()

    assert {user for (user,) in rows} == planted(company, "trap-session-activated")


def test_each_active_user_has_exactly_one_assignment_of_the_own_profile(company: Company) -> None:
    wrong = company.org.rows.execute(
        "SELECT User.Id FROM User LEFT JOIN PermissionSetAssignment AS given ON given.AssigneeId = User.Id"
        " AND given.PermissionSetId IN (SELECT Id FROM PermissionSet WHERE ProfileId = User.ProfileId)"
        " GROUP BY User.Id HAVING count(given.Id) <> 1"
    ).fetchall()
    foreign = company.org.rows.execute(
        "SELECT given.Id FROM PermissionSetAssignment AS given JOIN PermissionSet AS held"
        " ON held.Id = given.PermissionSetId JOIN User ON User.Id = given.AssigneeId"
        " WHERE held.IsOwnedByProfile AND held.ProfileId <> User.ProfileId"
    ).fetchall()

    assert wrong == []
    assert foreign == []


def test_frozen_and_misplaced_administrators_are_the_planted_ones(company: Company) -> None:
    administrators = company.org.rows.execute(
        "SELECT User.Id, Username, IsFrozen FROM User JOIN Profile ON Profile.Id = ProfileId"
        " JOIN UserLogin ON UserLogin.UserId = User.Id WHERE IsActive AND Profile.Name = 'System Administrator'"
    ).fetchall()

    frozen = {user for user, _, is_frozen in administrators if is_frozen}
    misplaced = {user for user, username, is_frozen in administrators if username not in APPROVED and not is_frozen}
    assert len(administrators) == 8
    assert frozen == planted(company, "frozen-administrator")
    assert misplaced == planted(company, "standard-user-on-admin-profile")


GUESTS = """
SELECT User.Id, {columns} FROM {table} JOIN PermissionSet ON PermissionSet.Id = ParentId
JOIN User ON User.ProfileId = PermissionSet.ProfileId WHERE User.UserType = 'Guest' ORDER BY 2
"""


def test_the_site_guest_holds_what_is_planted_and_what_a_form_needs(company: Company) -> None:
    rows = company.org.rows.execute(
        GUESTS.format(columns="SobjectType, PermissionsCreate", table="ObjectPermissions")
    ).fetchall()
    classes = company.org.rows.execute(GUESTS.format(columns="SetupEntityType", table="SetupEntityAccess")).fetchall()
    (guest,) = planted(company, "guest-reads-customers", "guest-creates-records", "guest-runs-apex", "trap-guest-form")

    assert rows == [
        (guest, "Account", False),
        (guest, "Case", True),
        (guest, "Product2", False),
        (guest, "Service_Plan__c", True),
    ]
    assert classes == [(guest, "ApexClass")]


def test_no_guest_holds_what_no_guest_can_hold(company: Company) -> None:
    columns = "PermissionsEdit OR PermissionsDelete OR PermissionsViewAllRecords OR PermissionsModifyAllRecords"

    rows = company.org.rows.execute(GUESTS.format(columns=columns, table="ObjectPermissions")).fetchall()

    assert {held for _, held in rows} == {False}


def test_auditor_reads_and_changes_nothing(company: Company) -> None:
    given = company.org.rows.execute(
        "SELECT bool_or(PermissionsViewAllData), bool_or(PermissionsApiEnabled), bool_or(PermissionsViewSetup),"
        " bool_or(PermissionsModifyAllData) FROM PermissionSetAssignment JOIN PermissionSet"
        " ON PermissionSet.Id = PermissionSetId WHERE AssigneeId = ?",
        [company.org.user_id],
    ).fetchall()
    writes = company.org.rows.execute(
        "SELECT count(*) FROM ObjectPermissions WHERE ParentId IN (SELECT PermissionSetId FROM PermissionSetAssignment"
        " WHERE AssigneeId = ?) AND (PermissionsCreate OR PermissionsEdit OR PermissionsDelete)",
        [company.org.user_id],
    ).fetchall()

    assert given == [(True, True, True, False)]
    assert writes == [(0,)]
    assert not [one for one in company.planted if one.id == company.org.user_id]
