"""Traps for whoever works out effective access: rows that look like a grant and are none, and the other way round.

Only built when asked for, because one of them takes certainty from honest reviews: of members of an outdated group
nobody can say what they hold. What the company has anyway is a trap too: muted away, expired yesterday, activated by a
session, a frozen administrator, a guest with Create.
"""

from __future__ import annotations

from datetime import date

from sf_audit.demo.company.damage import Damage
from sf_audit.demo.company.grants import Grants
from sf_audit.demo.company.ids import record_id
from sf_audit.demo.company.staff import Person, assignment
from sf_audit.demo.company.tables import add
from sf_audit.demo.schema import SObject

GIVEN: tuple[tuple[str, str, str, str], ...] = (
    ("Returns_Desk", "beatriz.sousa", "trap-muted-held-elsewhere", "Muted in a group, but the profile gives it."),
    ("Wave_Two", "chloe.bennett", "trap-group-outdated", "The group is not recalculated: nobody knows what it gives."),
    (
        "Dealer_Finance",
        "henrik.olsen",
        "trap-view-all-fields",
        "Reads fields of Account without a row for any of them.",
    ),
    ("Helpdesk", "ingrid.dahl", "can-become-administrator", "May assign permission sets, those with great power too."),
)
PARENTS = (
    ("amelia.hughes", "Campaign", "trap-licence-parent", "The row belongs to a licence, which gives nothing."),
    ("laura.conti", "Lead", "trap-profile-parent", "The row names the profile instead of the set that it owns."),
)
FOLLOWS = ("daniel.okafor", "trap-field-without-rows", "Account Name has no field permissions; it follows Account.")


def add_access_traps(
    damage: Damage, objects: dict[str, SObject], people: dict[str, Person], grants: Grants, today: date
) -> None:
    """Set the traps and write them down, as users of the company."""
    rows = []
    for number, (name, login, defect, says) in enumerate(GIVEN):
        rows.append(assignment(grants, people[login].id, name, 400 + number, today))
        damage.write(defect, "User", people[login].id, says)
    add(damage.rows, objects["PermissionSetAssignment"], rows)
    damage.rows.execute("UPDATE PermissionSetGroup SET Status = 'Outdated' WHERE DeveloperName = 'Wave_Two'")
    _misplace(damage, people, grants)
    _open_all_fields(damage, grants)
    _show_apps(damage, grants)
    damage.write(FOLLOWS[1], "User", people[FOLLOWS[0]].id, FOLLOWS[2])


def _misplace(damage: Damage, people: dict[str, Person], grants: Grants) -> None:
    """Rows of ObjectPermissions whose parent is no permission set."""
    parents = (record_id("0PL", 0), grants.own_id("Northlight Finance"))
    for number, (parent, (login, thing, defect, says)) in enumerate(zip(parents, PARENTS, strict=True)):
        _object_row(damage, 6000 + number, parent, thing, "PermissionsEdit", "PermissionsCreate")
        damage.write(defect, "User", people[login].id, says)


def _open_all_fields(damage: Damage, grants: Grants) -> None:
    set_id = grants.permission_set_id("Dealer_Finance")
    _object_row(damage, 6100, set_id, "Account", "PermissionsViewAllFields")


def _object_row(damage: Damage, number: int, parent: str, thing: str, *rights: str) -> None:
    """One row with Read and these rights."""
    flags = [f"{value} AS {name}" for name, value in _FLAGS.items() if name not in rights]
    flags += [f"true AS {name}" for name in rights]
    damage.rows.execute(
        f"INSERT INTO ObjectPermissions BY NAME SELECT * REPLACE (sfid('110', {number}) AS Id, ? AS ParentId,"
        f" ? AS SobjectType, {', '.join(flags)}) FROM ObjectPermissions ORDER BY Id LIMIT 1",
        [parent, thing],
    )


_FLAGS = {
    "PermissionsRead": "true",
    "PermissionsCreate": "false",
    "PermissionsEdit": "false",
    "PermissionsDelete": "false",
    "PermissionsViewAllRecords": "false",
    "PermissionsModifyAllRecords": "false",
    "PermissionsViewAllFields": "false",
}


def _show_apps(damage: Damage, grants: Grants) -> None:
    """Apps are granted by an id of which there is no record, only the entry of the app menu that names it."""
    for number, name in enumerate(("Northlight Sales", "Northlight Service", "Northlight Marketing")):
        damage.rows.execute(
            "INSERT INTO SetupEntityAccess BY NAME SELECT sfid('0J0', ?) AS Id, ? AS ParentId,"
            " ApplicationId AS SetupEntityId, 'TabSet' AS SetupEntityType, day(300)::TIMESTAMP AS SystemModstamp"
            " FROM AppMenuItem WHERE Id = sfid('0DS', ?)",
            [600 + number, grants.permission_set_id(name), number],
        )
