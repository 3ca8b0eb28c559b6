"""What nobody keeps up: the price list, campaigns that were begun and left, and what is known of the users.

The simple wounds are lines of `upkeep.txt`; here is what takes more than one record. All of it comes after the other
defects, so that those hit the records that they always hit.
"""

from __future__ import annotations

from collections.abc import Iterable

from sf_audit.demo.company.damage import Damage, Wound, inflict
from sf_audit.demo.company.defects import listed_wounds
from sf_audit.demo.company.flows import leave_flows_lying
from sf_audit.demo.company.mailings import mail_those_who_opted_out
from sf_audit.demo.company.staff import Person

#: By login of the users who are hit: the defect, what is set, and what is wrong then.
_USERS: tuple[tuple[tuple[str, ...], str, str, str], ...] = (
    (
        ("webshop.sync", "erp.bridge"),
        "user-shares-mailbox",
        "Email = 'crm.integrations@northlight-bikes.com'",
        "Another active user has the same e-mail address.",
    ),
    (
        ("declan.moore",),
        "trap-mailbox-of-a-leaver",
        "Email = 'daniel.okafor@northlight-bikes.com'",
        "An active user has the same e-mail address; this one has left.",
    ),
    (
        ("webshop.sync", "erp.bridge", "daniel.okafor", "elodie.marchand", "chloe.bennett", "margarethe.voss"),
        "user-without-manager",
        "ManagerId = NULL",
        "Has no manager.",
    ),
    (("isabelle.fontaine",), "trap-leaver-without-manager", "ManagerId = NULL", "Has no manager, and has left."),
    (
        ("daniel.okafor", "elodie.marchand", "marcus.whitfield"),
        "user-without-department",
        "Department = NULL",
        "Has no department.",
    ),
    (("support.site.guest",), "trap-guest-without-department", "Department = NULL", "A visitor has no department."),
)

#: Of campaigns that are made anew: how many, the defect, what differs from a good one, and what is wrong then.
_BEGUN = "IsActive = true, StartDate = day(3), EndDate = day(-40)"
_OVER = "IsActive = false, StartDate = day(120)"
_CAMPAIGNS: tuple[tuple[int, str, str, str], ...] = (
    (2, "campaign-without-type", f"{_BEGUN}, Type = NULL", "Active, yet of no type."),
    (
        2,
        "campaign-without-dates",
        "IsActive = true, StartDate = day(3), EndDate = NULL",
        "Active, yet nobody knows until when.",
    ),
    (
        2,
        "campaign-without-members",
        "IsActive = true, StartDate = day(30), EndDate = day(-20)",
        "Began more than two weeks ago, yet has no members.",
    ),
    (3, "campaign-without-cost", f"{_OVER}, EndDate = day(80), ActualCost = NULL", "Ended long ago, and has no cost."),
    (1, "trap-campaign-not-billed-yet", f"{_OVER}, EndDate = day(40), ActualCost = NULL", "Ended six weeks ago."),
    (2, "trap-campaign-just-begun", _BEGUN, "Has no members, but began three days ago."),
    (
        1,
        "trap-campaign-never-begun",
        "IsActive = false, StartDate = NULL, EndDate = NULL, Type = NULL",
        "Lacks everything, and is not active.",
    ),
)


def damage_upkeep(damage: Damage, staff: Iterable[Person]) -> None:
    """Neglect everything of `upkeep.txt`, and what takes more than one record."""
    inflict(damage, listed_wounds("upkeep.txt"))
    _discontinue(damage)
    _let_prices_lapse(damage)
    _repeat_codes(damage)
    _begin_campaigns(damage)
    mail_those_who_opted_out(damage)
    _push_close_dates(damage)
    leave_flows_lying(damage)
    _lose_track_of(damage, {person.login: person for person in staff})


def _discontinue(damage: Damage) -> None:
    """Two products are no longer sold; what deals had of them stays on the deals."""
    both = " AND ".join(
        "Id IN (SELECT Product2Id FROM OpportunityLineItem JOIN Opportunity AS deal"
        f" ON deal.Id = OpportunityId WHERE {closed})"
        for closed in ("IsClosed", "NOT IsClosed")
    )
    first, other = damage.choose("trap-discontinued-product", "Product2", 2, both)
    damage.rows.execute("UPDATE Product2 SET IsActive = false FROM hit WHERE hit.Id = Product2.Id")
    damage.rows.execute("UPDATE Product2 SET Family = NULL WHERE Id = ?", [first])
    damage.rows.execute(
        "UPDATE Product2 SET ProductCode = (SELECT min(ProductCode) FROM Product2 WHERE IsActive) WHERE Id = ?", [other]
    )
    damage.write("trap-discontinued-product", "Product2", first, "Of no family, but no longer sold.")
    damage.write("trap-discontinued-product", "Product2", other, "Has the code of another, but is no longer sold.")
    lines = damage.rows.execute(
        "SELECT line.Id, IsClosed FROM OpportunityLineItem AS line JOIN Opportunity AS deal ON deal.Id = OpportunityId"
        " WHERE Product2Id IN (SELECT Id FROM hit) ORDER BY line.Id"
    ).fetchall()
    for line, closed in lines:
        defect = "trap-line-of-a-closed-deal" if closed else "line-of-discontinued-product"
        says = "The product is no longer sold" + (", but the deal is closed." if closed else ", and the deal is open.")
        damage.write(defect, "OpportunityLineItem", line, says)


def _let_prices_lapse(damage: Damage) -> None:
    """Three products lose all their prices, two others one of several."""
    lapse = "UPDATE PricebookEntry SET IsActive = false FROM hit WHERE hit.Id = Product2Id"
    for product in damage.choose("product-without-price", "Product2", 3, "IsActive"):
        damage.write("product-without-price", "Product2", product, "Sold, yet none of its prices is active.")
    damage.rows.execute(lapse)
    for product in damage.choose("trap-product-with-one-price", "Product2", 2, "IsActive"):
        damage.write("trap-product-with-one-price", "Product2", product, "One of its prices is not active, others are.")
    damage.rows.execute(f"{lapse} AND Pricebook2Id = (SELECT max(Id) FROM Pricebook2)")


def _repeat_codes(damage: Damage) -> None:
    """Two products get the codes of two others."""
    says = "Another product that is sold has the same code."
    damage.repeat(
        Wound("product-code-twice", "Product2", 4, "ProductCode = lower(first.ProductCode)", says, "IsActive")
    )


def _begin_campaigns(damage: Damage) -> None:
    """New campaigns, because the company has too few to spoil any."""
    number = 9000
    for count, defect, change, says in _CAMPAIGNS:
        for _ in range(count):
            number += 1
            made = f"sfid('701', {number}) AS Id, 'Roadshow ' || {number} AS Name"
            campaign = damage.add_like_first("Campaign", made)
            damage.rows.execute(f"UPDATE Campaign SET {change} WHERE Id = ?", [campaign])
            damage.write(defect, "Campaign", campaign, says)


def _push_close_dates(damage: Damage) -> None:
    """Write down in `pushed` how often the close dates of some deals were moved to a later day."""
    damage.rows.execute("CREATE OR REPLACE TABLE pushed (Id VARCHAR, times INT)")
    old = "NOT IsClosed AND CreatedDate < day(75)"
    for defect, count, times, says in (
        ("trap-opportunity-pushed-thrice", 2, 3, "The close date was moved three times."),
        ("opportunity-pushed", 7, 4, "The close date was moved four times."),
    ):
        for record in damage.choose(defect, "Opportunity", count, old):
            damage.write(defect, "Opportunity", record, says)
        damage.rows.execute("INSERT INTO pushed SELECT Id, ? FROM hit", [times])


def _lose_track_of(damage: Damage, people: dict[str, Person]) -> None:
    for logins, defect, change, says in _USERS:
        for login in logins:
            damage.rows.execute(f'UPDATE "User" SET {change} WHERE Id = ?', [people[login].id])
            damage.write(defect, "User", people[login].id, says)
