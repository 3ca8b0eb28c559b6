"""Who works at the company, read from `staff.txt`, and what each of them is given before anything is damaged.

Clean means: who is active signed in within three weeks and changed the password within sixty days; who left is
inactive, owns no open work and keeps the profile; the two administrators are `admin.*`; the auditor is an
integration user whose set only reads. The site guest never signs in, as guests do.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zlib import crc32

from sf_audit.demo.company.grants import Grants, Row
from sf_audit.demo.company.ids import record_id
from sf_audit.demo.company.tables import text

DOMAIN = "northlight.example"
MAIL_DOMAIN = "northlight-bikes.com"
AUDITOR = "auditor"
SITE_GUEST = "support.site.guest"
ROLES: tuple[tuple[str, str], ...] = (
    ("CEO", ""),
    ("VP Sales EMEA", "CEO"),
    ("VP Sales North America", "CEO"),
    ("UK & Ireland Sales", "VP Sales EMEA"),
    ("DACH Sales", "VP Sales EMEA"),
    ("France & Benelux Sales", "VP Sales EMEA"),
    ("Southern Europe Sales", "VP Sales EMEA"),
    ("US East Sales", "VP Sales North America"),
    ("US West Sales", "VP Sales North America"),
    ("Sales Operations", "CEO"),
    ("IT", "CEO"),
    ("Service", "CEO"),
    ("Marketing", "CEO"),
    ("Finance", "CEO"),
)
ZONES = {
    "Ireland": "Europe/Dublin",
    "United Kingdom": "GMT",
    "France": "Europe/Paris",
    "Netherlands": "Europe/Amsterdam",
    "Sweden": "Europe/Stockholm",
    "Italy": "Europe/Rome",
    "United States": "America/New_York",
}
GIVEN = {
    "Northlight Sales": "Sales_Team",
    "Northlight Sales Manager": "Report_Builder",
    "Northlight Operations": "Report_Builder",
    "Northlight Service": "Service_Console",
    "Northlight Marketing": "Campaign_Studio",
}
GIVEN_TO = {AUDITOR: "SF_Audit_Reader", "webshop.sync": "Webshop_Integration", "erp.bridge": "ERP_Integration"}


@dataclass(frozen=True, slots=True)
class Person:
    """A line of `staff.txt`; `number` is its place, from which the user's id follows."""

    number: int
    name: str
    login: str
    title: str
    department: str
    role: str
    profile: str
    manager: str
    country: str
    left: bool

    @property
    def id(self) -> str:
        return record_id("005", self.number)

    @property
    def given(self) -> str:
        """The permission set or group that goes with the job, if any."""
        return GIVEN_TO.get(self.login) or GIVEN.get(self.profile, "")

    def days(self, purpose: str, fewest: int, most: int) -> int:
        """A number of days that is always the same for this person."""
        return fewest + crc32(f"{self.login} {purpose}".encode()) % (most - fewest + 1)


def company_staff() -> tuple[Person, ...]:
    """What `staff.txt` says."""
    return tuple(_person(number, line) for number, line in enumerate(text("staff.txt").splitlines()))


def _person(number: int, line: str) -> Person:
    parts = [part.strip() for part in line.split("|")]
    name, login, title, department, role, profile, manager, country = parts[:8]
    left = parts[8:] == ["left"]
    return Person(number, name, login, title, department, role, profile, manager, country, left)


def roles() -> Iterator[Row]:
    """Rows of UserRole."""
    names = [name for name, _ in ROLES]
    for number, (name, parent) in enumerate(ROLES):
        yield {
            "Id": record_id("00E", number),
            "Name": name,
            "DeveloperName": name.replace(" & ", "_").replace(" ", "_"),
            "ParentRoleId": record_id("00E", names.index(parent)) if parent else None,
            "RollupDescription": name,
            "OpportunityAccessForAccountOwner": "Edit",
            "CaseAccessForAccountOwner": "Edit",
            "ContactAccessForAccountOwner": "Edit",
            "PortalType": "None",
        }


def users(staff: tuple[Person, ...], grants: Grants, today: date) -> Iterator[Row]:
    """Rows of User."""
    ids = {person.login: person.id for person in staff}
    role_ids = {str(role["Name"]): role["Id"] for role in roles()}
    for person in staff:
        yield {
            "Id": person.id,
            **_names(person),
            "ProfileId": grants.own_id(person.profile),
            "UserRoleId": role_ids.get(person.role),
            "ManagerId": ids.get(person.manager),
            "IsActive": not person.left,
            "UserType": "Guest" if person.profile == "Northlight Support Site" else "Standard",
            "EmployeeNumber": f"NL{1000 + person.number}",
            "ForecastEnabled": person.department == "Sales",
            "UserPermissionsMarketingUser": person.department == "Marketing",
            "UserPermissionsSupportUser": person.department == "Service",
            **_dates(person, today),
        }


def _names(person: Person) -> Row:
    first, _, last = person.name.partition(" ")
    return {
        "Username": f"{person.login}@{DOMAIN}",
        "FirstName": first,
        "LastName": last,
        "Name": person.name,
        "Alias": person.login.replace(".", "")[:6] + f"{person.number:02d}",
        "CommunityNickname": person.login,
        "Email": f"{person.login}@{MAIL_DOMAIN}",
        "CompanyName": "Northlight Bikes",
        "Title": person.title or None,
        "Department": person.department or None,
        "Country": person.country,
        "TimeZoneSidKey": ZONES.get(person.country, "Europe/Berlin"),
        "LocaleSidKey": "en_US" if person.country == "United States" else "en_IE",
        "LanguageLocaleKey": "en_US",
        "EmailEncodingKey": "UTF-8",
    }


def _dates(person: Person, today: date) -> Row:
    seen = person.days("left", 190, 300) if person.left else person.days("seen", 1, 18)
    changed = person.days("password", seen + 1, seen + 40)
    guest = person.profile == "Northlight Support Site"
    return {
        "CreatedDate": moment(today, person.days("joined", 400, 1400)),
        "LastLoginDate": None if guest else moment(today, seen),
        "LastPasswordChangeDate": None if guest else moment(today, changed),
        "LastModifiedDate": moment(today, seen),
    }


def moment(today: date, back: int) -> datetime:
    """Half past nine, so many days ago."""
    return datetime.combine(today - timedelta(days=back), time(9, 30))


def assignments(staff: tuple[Person, ...], grants: Grants, today: date) -> Iterator[Row]:
    """Rows of PermissionSetAssignment: the profile's own set, and the set or group that goes with the job."""
    for person in staff:
        yield assignment(grants, person.id, person.profile, person.number, today)
        if person.given and not person.left:
            yield assignment(grants, person.id, person.given, person.number + 100, today)


def assignment(grants: Grants, user: str, name: str, number: int, today: date) -> Row:
    """One row; for a group, the set is the group's aggregate and the group is named beside it."""
    grouped = grants.named(name).kind == "group"
    return {
        "Id": record_id("0Pa", number),
        "AssigneeId": user,
        "PermissionSetId": grants.permission_set_id(name),
        "PermissionSetGroupId": grants.own_id(name) if grouped else None,
        "ExpirationDate": None,
        "IsActive": True,
        "SystemModstamp": moment(today, 150),
    }
