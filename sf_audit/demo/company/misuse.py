"""Who holds too much: sets, groups and profiles given to people who should not have them, and accounts left lying.

Modify All Data brings View All Data with it, so a holder of the one is written down for both. Whoever sits on the
System Administrator profile holds everything by it: that is written down once, as being on the wrong profile. The two
named administrators are among five who can sign in, which is too many as long as nobody approves them by name; three
more are frozen, and are written down as that alone.
"""

from __future__ import annotations

from datetime import date, timedelta

from sf_audit.demo.company.damage import Damage
from sf_audit.demo.company.grants import Grants, Row
from sf_audit.demo.company.staff import SITE_GUEST, Person, assignment, moment
from sf_audit.demo.company.tables import add
from sf_audit.demo.schema import SObject

ADMINISTRATOR = "System Administrator"
DIRECT = ("modify-all-data-direct-set", "view-all-data-user")
GIVEN: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("Data_Migration_2024", ("priya.raman", "tom.hendriks", "felix.neumann"), DIRECT),
    ("Regional_Operations", ("sabine.krueger", "diego.navarro"), ("modify-all-data-via-group", "view-all-data-user")),
    ("View_Everything", ("laura.conti", "mia.fischer", "james.thornton"), ("view-all-data-user",)),
    ("User_Onboarding", ("niamh.kelleher", "katarzyna.zielinska", "pavel.novak"), ("manage-users-user",)),
    ("Apex_Hotfix", ("lukas.brandt", "jamal.edwards", "olivia.grant"), ("author-apex-user",)),
    ("Kiosk_Display", ("beatriz.sousa", "grace.kim", "tyler.brooks"), ("password-never-expires",)),
    ("Service_Leads", ("ingrid.dahl", "owen.carter", "ciara.walsh"), ("trap-muted-away",)),
    ("Emergency_Elevation", ("henrik.olsen", "hannah.cole", "giulia.ferraro"), ("trap-session-activated",)),
)  # fmt: skip
NAMED = ("admin.aoife", "admin.jonas")
EXPIRED = ("rhys.morgan", "anna.schaefer", "camille.lefevre")
PROMOTED = ("hugo.dubois", "kevin.tran", "antoine.girard")
FROZEN = ("wout.peeters", "sofia.alvarez", "petra.vogel")
DORMANT = ("maximilian.weiss", "sanne.devries", "marco.rinaldi", "nathan.pierce")
NEVER_SEEN = ("fatima.haddad", "emma.sorensen", "leah.goldberg")
NEW = ("oskar.nyberg",)
LEFT_ALONE = ("amelia.hughes", "johanna.gruber", "lucia.ortega")
WITHOUT_ROLE = ("anna.schaefer", "camille.lefevre")
SAYS = {
    "modify-all-data-direct-set": "Holds Modify All Data through a permission set of their own.",
    "modify-all-data-via-group": "Holds Modify All Data through a permission set group.",
    "modify-all-data-profile": "Holds Modify All Data through the profile and is no named administrator.",
    "view-all-data-user": "Holds View All Data without being approved for it.",
    "manage-users-user": "Holds Manage Users without being approved for it.",
    "author-apex-user": "Holds Author Apex without being approved for it.",
    "password-never-expires": "The password never expires.",
    "standard-user-on-admin-profile": "Does another job, yet has the System Administrator profile.",
    "too-many-administrators": "Named, but one of five administrators where three are enough.",
    "trap-session-activated": "Can switch on Modify All Data for a session; does not hold it all the time.",
    "trap-muted-away": "The group holds Modify All Data, but its muting set takes it away.",
    "manager-has-left": "Active, but the manager has left.",
    "forecaster-without-role": "May forecast, but has no role.",
    "trap-leaver-below-a-leaver": "The manager has left, and so has the user.",
    "trap-marketer-without-role": "Has no role, and does not forecast.",
    "trap-expired-assignment": "The assignment expired yesterday.",
    "frozen-administrator": "Sits on the System Administrator profile and is frozen instead of deactivated.",
    "dormant-user": "Active, but not signed in for more than ninety days.",
    "never-logged-in": "Active for more than thirty days and never signed in.",
    "guest-reads-customers": "The site guest may read accounts.",
    "guest-creates-records": "The site guest may create service plans.",
    "guest-runs-apex": "The site guest may run the Apex class CaseDeadlines.",
    "trap-guest-form": "The site guest may create cases, which is what the form is for, and read products.",
    "trap-new-user": "Never signed in, but five days old.",
    "trap-guest-never-signs-in": "A site guest has no last login.",
    "trap-inactive-administrator": "Has the System Administrator profile, but is deactivated.",
}


def damage_access(
    damage: Damage, objects: dict[str, SObject], staff: tuple[Person, ...], grants: Grants, today: date
) -> None:
    """Give people what they should not have, and leave accounts lying about."""
    people = {person.login: person for person in staff}
    _hand_out(damage, objects, people, grants, today)
    for login in PROMOTED:
        _promote(damage, people[login], grants)
        for defect in ("modify-all-data-profile", "standard-user-on-admin-profile"):
            _write(damage, people[login], defect)
    for login in FROZEN:
        _promote(damage, people[login], grants)
        _set(damage, "UserLogin", "IsFrozen = true", "UserId", people[login])
        _write(damage, people[login], "frozen-administrator")
    _forget(damage, people)
    _misplace(damage, people)
    _open_the_site(damage, people[SITE_GUEST], grants)
    _write(damage, people["viktor.petrov"], "trap-inactive-administrator")
    for login in NAMED:
        _write(damage, people[login], "too-many-administrators")


def _hand_out(
    damage: Damage, objects: dict[str, SObject], people: dict[str, Person], grants: Grants, today: date
) -> None:
    rows: list[Row] = []
    for name, logins, defects in GIVEN:
        for login in logins:
            rows.append(assignment(grants, people[login].id, name, 200 + len(rows), today))
            for defect in defects:
                _write(damage, people[login], defect)
    for login in EXPIRED:
        given = assignment(grants, people[login].id, "Data_Migration_2024", 200 + len(rows), today)
        rows.append({**given, "ExpirationDate": moment(today - timedelta(days=1), 0), "IsActive": False})
        _write(damage, people[login], "trap-expired-assignment")
    add(damage.rows, objects["PermissionSetAssignment"], rows)


def _promote(damage: Damage, person: Person, grants: Grants) -> None:
    """Move somebody to the System Administrator profile; the assignment of the profile's own set moves along."""
    damage.rows.execute(
        "UPDATE PermissionSetAssignment SET PermissionSetId = ? WHERE AssigneeId = ? AND PermissionSetId = ?",
        [grants.permission_set_id(ADMINISTRATOR), person.id, grants.permission_set_id(person.profile)],
    )
    _set(damage, "User", f"ProfileId = '{grants.own_id(ADMINISTRATOR)}'", "Id", person)


def _forget(damage: Damage, people: dict[str, Person]) -> None:
    for number, login in enumerate(DORMANT):
        back = 96 + 31 * number
        _set(damage, "User", f"LastLoginDate = day({back})::TIMESTAMP + to_hours(8)", "Id", people[login])
        _set(damage, "User", f"LastPasswordChangeDate = day({back + 9})::TIMESTAMP", "Id", people[login])
        _write(damage, people[login], "dormant-user")
    for number, login in enumerate((*NEVER_SEEN, *NEW)):
        back = 5 if login in NEW else 44 + 25 * number
        made = f"LastLoginDate = NULL, LastPasswordChangeDate = NULL, CreatedDate = day({back})::TIMESTAMP"
        made += f", LastModifiedDate = day({back})::TIMESTAMP, SystemModstamp = day({back})::TIMESTAMP"
        _set(damage, "User", made, "Id", people[login])
        _write(damage, people[login], "trap-new-user" if login in NEW else "never-logged-in")
    _write(damage, people[SITE_GUEST], "trap-guest-never-signs-in")


def _misplace(damage: Damage, people: dict[str, Person]) -> None:
    """Leave people with a manager who has left, or without a role."""
    gone = people["stefan.bauer"].id
    below = {**dict.fromkeys(LEFT_ALONE, "manager-has-left"), "connor.doyle": "trap-leaver-below-a-leaver"}
    for login, defect in below.items():
        _set(damage, "User", f"ManagerId = '{gone}'", "Id", people[login])
        _write(damage, people[login], defect)
    roleless = {**dict.fromkeys(WITHOUT_ROLE, "forecaster-without-role"), "chloe.bennett": "trap-marketer-without-role"}
    for login, defect in roleless.items():
        _set(damage, "User", "UserRoleId = NULL", "Id", people[login])
        _write(damage, people[login], defect)


def _open_the_site(damage: Damage, guest: Person, grants: Grants) -> None:
    """Nothing that the platform forbids: since Spring '21 guests read and create, and no more."""
    own = grants.permission_set_id(guest.profile)
    damage.rows.execute(
        "INSERT INTO ObjectPermissions BY NAME SELECT ObjectPermissions.* REPLACE (sfid('110', 5000 + place) AS Id,"
        " ? AS ParentId, thing AS SobjectType, true AS PermissionsRead, made AS PermissionsCreate,"
        " false AS PermissionsEdit, false AS PermissionsDelete,"
        " false AS PermissionsViewAllRecords, false AS PermissionsModifyAllRecords)"
        " FROM (SELECT * FROM ObjectPermissions LIMIT 1) AS ObjectPermissions,"
        " (VALUES (0, 'Account', false), (1, 'Case', true), (2, 'Product2', false), (3, 'Service_Plan__c', true))"
        " AS opened(place, thing, made)",
        [own],
    )
    damage.rows.execute(
        "INSERT INTO SetupEntityAccess BY NAME SELECT sfid('0J0', 700) AS Id, ? AS ParentId,"
        " sfid('01p', 3) AS SetupEntityId, 'ApexClass' AS SetupEntityType, day(300)::TIMESTAMP AS SystemModstamp",
        [own],
    )
    for defect in ("guest-reads-customers", "guest-creates-records", "guest-runs-apex", "trap-guest-form"):
        _write(damage, guest, defect)


def _set(damage: Damage, table: str, change: str, key: str, person: Person) -> None:
    damage.rows.execute(f'UPDATE "{table}" SET {change} WHERE "{key}" = ?', [person.id])


def _write(damage: Damage, person: Person, defect: str) -> None:
    damage.write(defect, "User", person.id, SAYS[defect])
