"""Builds Northlight Bikes: an org of a bicycle maker that sells to shops and fleets in Europe and the US.

First everything is made clean, then `damage` breaks chosen rows and writes down which. So whatever is not in
`Company.planted` keeps these promises, and a review that reports more is wrong:

- Account: name unique within the country, Industry, BillingCountry, international Phone, https Website, active owner,
  activity within 250 days.
- Contact and Lead: valid and unique e-mail, international phone, source, active owner (leads also in a queue);
  a lead that is "Open - Not Contacted" is at most 20 days old.
- Opportunity: account, source, Amount above zero; open ones close within a year, have a next step and a contact role,
  are less certain than 90 % and younger than nine months, and moved on within 40 days; won ones were entered before
  they closed, and lost ones have a reason.
- Case: subject, contact, active owner or, for ten days, queue; open ones at most 48 days old, escalated ones touched
  within five. Task: subject, somebody and something it is about; open ones are due later and of an active owner.
- Campaign: type, dates and members; active ones have not ended. Product: family, a code and prices of its own, all of
  them active. No hierarchy runs in a circle.
- Contract: activated ones have an end, which is still to come, and an active owner. Quote: those that an open deal goes
  by have not expired nor were denied. Close dates never moved. Billing countries are countries, and postal codes have
  their form.
- Nobody has opted out of e-mail, no lead is older than 400 days, and no text holds the number of a card.
- User: e-mail of their own, department and manager. Reports are run each month, dashboards as somebody who is there,
  Apex is on version 62.0 or later, and permission sets have a description.
- Events of the past have notes, last an hour, are about a customer and not private; open tasks have a due date. Orders
  are activated within days, assets name their product and have a number of their own, consent has a date, contracts are
  not in approval. Templates are sent each quarter, reports lie in a folder, and no object has two triggers.
- Every picklist holds active values of its describe, every reference names a row that exists.
- Approved holders of great power are `admin.aoife`, `admin.jonas` and, for View All Data, the auditor.

Dates count back from `today`, with days to spare, so that a review on the day after finds the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb

from sf_audit.demo.company.access_traps import add_access_traps
from sf_audit.demo.company.damage import Damage
from sf_audit.demo.company.defects import damage_records
from sf_audit.demo.company.doubles import damage_doubles
from sf_audit.demo.company.enforcing import add_enforcing
from sf_audit.demo.company.entries import tell_entries
from sf_audit.demo.company.fields import company_objects
from sf_audit.demo.company.follow_up import damage_follow_up
from sf_audit.demo.company.gaming import look_like_gaming
from sf_audit.demo.company.grants import (
    Grants,
    company_grants,
    components,
    groups,
    muting_sets,
    permission_sets,
    profiles,
)
from sf_audit.demo.company.ids import record_id
from sf_audit.demo.company.misuse import damage_access
from sf_audit.demo.company.neglect import damage_setup
from sf_audit.demo.company.planted import Planted
from sf_audit.demo.company.shares import share_records
from sf_audit.demo.company.staff import AUDITOR, DOMAIN, SITE_GUEST, Person, assignments, company_staff, roles, users
from sf_audit.demo.company.tables import add, create, fill, text
from sf_audit.demo.company.upkeep import damage_upkeep
from sf_audit.demo.schema import OrgData, SObject

SHARES = {
    "Contact": 0.24,
    "Lead": 0.07,
    "Opportunity": 0.08,
    "Case": 0.06,
    "Task": 0.06,
    "Event": 0.02,
    "Campaign": 0.002,
    "CampaignMember": 0.02,
    "Service_Plan__c": 0.02,
}
SMALLEST = 3_000
EVEN_UP_TO = 20_000
PRODUCTS = 48
BEFORE = ("Organization", "Group", "GroupMember", "QueueSobject", "UserLogin", "ObjectPermissions")
RECORDS = (
    "RecordType",
    "Account",
    "Contact",
    "Lead",
    "Opportunity",
    "OpportunityContactRole",
    "Case",
    "Task",
    "Event",
    "Campaign",
    "CampaignMember",
    "Product2",
    "Pricebook2",
    "PricebookEntry",
    "OpportunityLineItem",
    "Contract",
    "Quote",
    "Order",
    "Asset",
    "Individual",
    "ContactPointTypeConsent",
    "EmailTemplate",
    "Service_Plan__c",
    "ApexClass",
    "ApexPage",
    "NamedCredential",
    "CustomPermission",
    "AppMenuItem",
    "ApexTrigger",
    "ApexCodeCoverageAggregate",
    "CronJobDetail",
    "CronTrigger",
    "AsyncApexJob",
    "SetupAuditTrail",
    "FlowDefinitionView",
    "DuplicateRule",
    "MatchingRule",
    "MatchingRuleItem",
    "Report",
    "Dashboard",
    "ConnectedApplication",
    "OauthToken",
    "SetupEntityAccess",
    "SecurityHealthCheck",
    "SecurityHealthCheckRisks",
)
AFTER = (
    "OpportunityHistory",
    "FieldPermissions",
    "UserLicense",
    "PermissionSetLicense",
    "PermissionSetLicenseAssign",
    "LoginHistory",
)


@dataclass(slots=True)
class Company:
    """The org, and what is wrong with it."""

    org: OrgData
    planted: tuple[Planted, ...]


def build(*, records: int = 6000, today: date, seed: int = 1, access_traps: bool = False) -> Company:
    """The company with about so many records (at least 3,000), the same for the same arguments.

    Above 20,000 records most of the growth is accounts. `access_traps` sets traps for whoever works out effective
    access; then nobody can say what every user holds.
    """
    objects = company_objects()
    rows = duckdb.connect(":memory:")
    create(rows, objects)
    grants, staff = company_grants(traps=access_traps), company_staff()
    _set_the_scene(rows, sizes(records), staff, today, seed)
    _add_people(rows, objects, staff, grants, today)
    for name in (*BEFORE, *RECORDS):
        fill(rows, objects[name])
    add_enforcing(rows, objects, grants, today)
    rows.execute(text("rows/agree.sql"))
    damage = Damage(rows)
    damage_records(damage)
    damage_access(damage, objects, staff, grants, today)
    limits = damage_setup(damage, objects)
    damage_upkeep(damage, staff)
    damage_doubles(damage)
    damage_follow_up(damage)
    for name in AFTER:
        fill(rows, objects[name])
    share_records(damage, objects, next(person.id for person in staff if person.login == SITE_GUEST))
    if access_traps:
        add_access_traps(damage, objects, {member.login: member for member in staff}, grants, today)
    rows.execute("UPDATE Opportunity SET ExpectedRevenue = Amount * Probability / 100")
    tell_entries(damage, staff)
    look_like_gaming(damage, staff)
    damage.tidy()
    auditor = next(person for person in staff if person.login == AUDITOR)
    org = OrgData(record_id("00D", 0), auditor.id, f"{AUDITOR}@{DOMAIN}", objects, rows, limits)
    return Company(org, tuple(damage.planted))


def sizes(records: int) -> dict[str, int]:
    """How many rows of each object; what the others leave is accounts."""
    wanted = max(records, SMALLEST)
    shared = min(wanted, EVEN_UP_TO) + 0.4 * max(wanted - EVEN_UP_TO, 0)
    counted = {name: max(round(share * shared), 12) for name, share in SHARES.items()}
    return {**counted, "Account": wanted - sum(counted.values()) - counted["Opportunity"], "Product2": PRODUCTS}


def _set_the_scene(
    rows: duckdb.DuckDBPyConnection, counted: dict[str, int], staff: tuple[Person, ...], today: date, seed: int
) -> None:
    working = [person for person in staff if not person.left]
    listed = ", ".join(f"'{name}': {count}" for name, count in counted.items())
    rows.execute(f"SET VARIABLE sizes = MAP {{{listed}}}")
    rows.execute("SET VARIABLE seed = ?", [seed])
    rows.execute("SET VARIABLE today = ?::DATE", [today])
    rows.execute("SET VARIABLE builder = ?", [staff[0].id])
    rows.execute("SET VARIABLE case_queue = ?", [record_id("00G", 0)])
    rows.execute("SET VARIABLE lead_queue = ?", [record_id("00G", 1)])
    for name, department in (("sellers", "Sales"), ("agents", "Service"), ("marketers", "Marketing")):
        ids = [person.id for person in working if person.department == department]
        rows.execute(f"SET VARIABLE {name} = ?", [ids])
    rows.execute("SET VARIABLE leavers = ?", [[person.id for person in staff if person.left]])
    rows.execute(text("rows/01_words.sql"))
    rows.execute(text("rows/02_phrases.sql"))


def _add_people(
    rows: duckdb.DuckDBPyConnection,
    objects: dict[str, SObject],
    staff: tuple[Person, ...],
    grants: Grants,
    today: date,
) -> None:
    known = tuple(
        field.name.removeprefix("Permissions")
        for field in objects["PermissionSet"].fields
        if field.name.startswith("Permissions")
    )
    add(rows, objects["UserRole"], roles())
    add(rows, objects["Profile"], profiles(grants))
    add(rows, objects["User"], users(staff, grants, today))
    add(rows, objects["PermissionSet"], permission_sets(grants, known))
    add(rows, objects["PermissionSetGroup"], groups(grants))
    add(rows, objects["MutingPermissionSet"], muting_sets(grants, known))
    add(rows, objects["PermissionSetGroupComponent"], components(grants))
    add(rows, objects["PermissionSetAssignment"], assignments(staff, grants, today))
