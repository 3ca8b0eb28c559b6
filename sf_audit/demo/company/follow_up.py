"""What nobody follows up: deals that are there twice, campaigns without answers, jobs of people who have left.

The simple wounds are lines of `follow_up.txt`; here is what takes more than one record. All of it comes after the other
defects, so that those hit the records that they always hit.
"""

from __future__ import annotations

from dataclasses import dataclass

from sf_audit.demo.company.damage import Damage, Wound, inflict
from sf_audit.demo.company.defects import listed_wounds
from sf_audit.demo.company.ids import BEYOND


@dataclass(frozen=True, slots=True)
class _Campaign:
    """A campaign that is made anew, with members who did not respond; `defect` is empty where it is only needed."""

    defect: str
    change: str
    says: str
    members: bool = True


@dataclass(frozen=True, slots=True)
class _Component:
    """A part of Setup that is made anew, like the first one of its object."""

    defect: str
    object: str
    changes: str
    says: str


_OVER, _RUNS = "IsActive = false, Status = 'Completed'", "IsActive = true, EndDate = day(-20), Status = 'Planned'"
_COMING = "IsActive = false, Status = 'Planned', StartDate = day(-20), EndDate = day(-60)"
_UNANSWERED = "Over for a month, and nobody of its members responded."
_STILL_PLANNED = "Runs since a month, and is still planned."
_ADDED = (
    _Campaign("campaign-unanswered", f"{_OVER}, StartDate = day(70), EndDate = day(50)", _UNANSWERED),
    _Campaign("campaign-unanswered", f"{_OVER}, StartDate = day(60), EndDate = day(40)", _UNANSWERED),
    _Campaign("trap-campaign-just-over", f"{_OVER}, StartDate = day(40), EndDate = day(20)", "Nobody responded yet."),
    _Campaign("campaign-still-planned", f"{_RUNS}, StartDate = day(30)", _STILL_PLANNED),
    _Campaign("campaign-still-planned", f"{_RUNS}, StartDate = day(45)", _STILL_PLANNED),
    _Campaign("trap-campaign-planned-until-now", f"{_RUNS}, StartDate = day(7)", "Still planned, since last week."),
    _Campaign(
        "campaign-ends-before-it-starts",
        f"{_OVER}, StartDate = day(10), EndDate = day(25)",
        "Ends two weeks before it starts.",
        members=False,
    ),
    _Campaign(
        "campaign-ends-before-it-starts",
        f"{_OVER}, StartDate = day(12), EndDate = day(13)",
        "Ends on the day before it starts.",
        members=False,
    ),
    _Campaign(
        "trap-campaign-of-a-day", f"{_OVER}, StartDate = day(15), EndDate = day(15)", "Of one day.", members=False
    ),
    _Campaign("", _COMING, "", members=False),
)
_FIRST = 9200

_TRIGGER = "'{0}' AS Name, '{1}' AS TableEnumOrId, 'Active' AS Status, 64.0 AS ApiVersion"
_SPLIT = "Another trigger of the object is active too."
_COMPONENTS = (
    _Component(
        "queue-without-members",
        "Group",
        "sfid('00G', 90) AS Id, 'Fax Orders' AS Name, 'Fax_Orders' AS DeveloperName, 'Queue' AS Type, NULL AS Email",
        "A queue that nobody is in.",
    ),
    _Component(
        "queue-without-members",
        "Group",
        "sfid('00G', 91) AS Id, 'Trade Fair' AS Name, 'Trade_Fair' AS DeveloperName, 'Queue' AS Type, NULL AS Email",
        "A queue that nobody is in.",
    ),
    _Component(
        "trap-group-without-members",
        "Group",
        "sfid('00G', 92) AS Id, 'Old Project' AS Name, 'Old_Project' AS DeveloperName, 'Regular' AS Type,"
        " NULL AS Email",
        "Nobody is in it, but it is no queue.",
    ),
    _Component(
        "job-of-leaver",
        "CronTrigger",
        "sfid('08e', 90) AS Id, getvariable('leavers')[1] AS OwnerId",
        "Runs each night as somebody who has left.",
    ),
    _Component(
        "job-of-leaver",
        "CronTrigger",
        "sfid('08e', 91) AS Id, getvariable('leavers')[2] AS OwnerId",
        "Runs each night as somebody who has left.",
    ),
    _Component(
        "trap-finished-job-of-leaver",
        "CronTrigger",
        "sfid('08e', 92) AS Id, getvariable('leavers')[1] AS OwnerId, 'COMPLETE' AS State, NULL AS NextFireTime",
        "Of somebody who has left, but it does not run again.",
    ),
    _Component(
        "trigger-beside-another",
        "ApexTrigger",
        f"sfid('01q', 90) AS Id, {_TRIGGER.format('ContactTrigger', 'Contact')}",
        _SPLIT,
    ),
    _Component(
        "trigger-beside-another",
        "ApexTrigger",
        f"sfid('01q', 91) AS Id, {_TRIGGER.format('ContactMailTrigger', 'Contact')}",
        _SPLIT,
    ),
)
_FLOWS = (("flow-old", "Lead_Tagger", True), ("flow-old", "Case_Mails", True), ("trap-flow-old", "Old_Tagger", False))


#: What a deal looks like that nothing is wrong with, and that has not come far.
_YOUNG = (
    "'Prospecting' AS StageName, 15 AS Probability, 'Pipeline' AS ForecastCategory,"
    " 'Pipeline' AS ForecastCategoryName, false AS IsClosed, false AS IsWon, false AS IsPrivate, 9500 AS Amount,"
    " 'Call purchasing' AS NextStep, 'Web' AS LeadSource, NULL AS CampaignId, NULL AS Loss_Reason__c,"
    " false AS HasOpportunityLineItem, NULL AS Pricebook2Id, getvariable('sellers')[1] AS OwnerId,"
    " (SELECT min(Id) FROM Account) AS AccountId, day(-60) AS CloseDate, day(5) AS LastActivityDate,"
    " day(30)::TIMESTAMP AS CreatedDate, day(20)::TIMESTAMP AS LastStageChangeDate,"
    " day(5)::TIMESTAMP AS LastModifiedDate, day(5)::TIMESTAMP AS SystemModstamp"
)


def damage_follow_up(damage: Damage) -> None:
    """Neglect everything of `follow_up.txt`, and what takes more than one record."""
    damage.rows.execute("UPDATE Pricebook2 SET IsActive = false WHERE Id = (SELECT max(Id) FROM Pricebook2)")
    inflict(damage, listed_wounds("follow_up.txt"))
    _enter_deals_twice(damage)
    _repeat_serial_numbers(damage)
    _add_campaigns(damage)
    for component in _COMPONENTS:
        record = damage.add_like_first(component.object, component.changes)
        damage.write(component.defect, component.object, record, component.says)
    _skip_tests(damage)
    _let_flows_age(damage)


def _enter_deals_twice(damage: Damage) -> None:
    """First no two open deals of an account have one name, then two get those of two others."""
    damage.rows.execute(
        "UPDATE Opportunity SET Name = Name || ' (' || copies.copy || ')' FROM (SELECT Id, row_number() OVER"
        " (PARTITION BY AccountId, Name ORDER BY Id) AS copy FROM Opportunity) AS copies"
        " WHERE copies.Id = Opportunity.Id AND copy > 1"
    )
    for number in range(4):
        name = f"'Cargo bikes for the depot {1 + number % 2}'"
        says = "Another open deal of the account has the same name."
        _add_deal(damage, number, "opportunity-twice", f"Name = {'upper' if number > 1 else ''}({name})", says)
    for number in range(4, 6):
        says = "Open, yet its price book is no longer active."
        change = f"Name = 'Workshop stands {number}', Pricebook2Id = (SELECT max(Id) FROM Pricebook2)"
        _add_deal(damage, number, "opportunity-old-price-book", change, says)


def _add_deal(damage: Damage, number: int, defect: str, change: str, says: str) -> None:
    """A new young deal, because a small company has too few to spoil any more."""
    deal = damage.add_like_first("Opportunity", f"sfid('006', {BEYOND + number}) AS Id, {_YOUNG}")
    damage.rows.execute(f"UPDATE Opportunity SET {change} WHERE Id = ?", [deal])
    damage.rows.execute("INSERT INTO hurt VALUES (?)", [deal])
    damage.write(defect, "Opportunity", deal, says)


def _repeat_serial_numbers(damage: Damage) -> None:
    """Two assets get product and number of two others, and one the number of an asset of another product."""
    change = "SerialNumber = lower(first.SerialNumber), Product2Id = first.Product2Id"
    says = "Another asset of the product has the same serial number."
    hit = damage.repeat(Wound("asset-twice", "Asset", 4, change, says, "Product2Id IS NOT NULL"))
    (other,) = damage.choose(
        "trap-number-of-another-product",
        "Asset",
        1,
        f"Product2Id <> (SELECT Product2Id FROM Asset WHERE Id = '{hit[0]}')",
    )
    damage.rows.execute(
        "UPDATE Asset SET SerialNumber = (SELECT SerialNumber FROM Asset WHERE Id = ?) WHERE Id = ?", [hit[0], other]
    )
    says = "An asset of another product has the same serial number."
    damage.write("trap-number-of-another-product", "Asset", other, says)


def _add_campaigns(damage: Damage) -> None:
    """New campaigns, with four members each where they have any; the last one has not begun, and is credited."""
    for number, campaign in enumerate(_ADDED, _FIRST):
        made = f"sfid('701', {number}) AS Id, 'Showroom Days {number}' AS Name, 'Other' AS Type"
        record = damage.add_like_first("Campaign", made)
        damage.rows.execute(f"UPDATE Campaign SET {campaign.change} WHERE Id = ?", [record])
        if campaign.members:
            _invite_four(damage, number)
        if campaign.defect:
            damage.write(campaign.defect, "Campaign", record, campaign.says)
    says = "Credited to a campaign that has not begun."
    for deal in damage.choose("opportunity-of-planned-campaign", "Opportunity", 2, "true"):
        damage.rows.execute("UPDATE Opportunity SET CampaignId = ? WHERE Id = ?", [record, deal])
        damage.write("opportunity-of-planned-campaign", "Opportunity", deal, says)
    for who in ("Lead", "Contact"):
        damage.rows.execute(
            f"UPDATE Campaign SET NumberOf{who}s = (SELECT count({who}Id) FROM CampaignMember WHERE"
            " CampaignId = Campaign.Id)"
        )


def _invite_four(damage: Damage, campaign: int) -> None:
    damage.rows.execute(
        f"INSERT INTO CampaignMember BY NAME SELECT member.* REPLACE (sfid('00v', {campaign} * 10 + number) AS Id,"
        f" sfid('701', {campaign}) AS CampaignId, sfid('003', {campaign - _FIRST} * 4 + number) AS ContactId,"
        " NULL AS LeadId, 'Sent' AS Status, false AS HasResponded, NULL AS FirstRespondedDate)"
        " FROM (SELECT * FROM CampaignMember ORDER BY Id LIMIT 1) AS member, range(4) AS counted(number)"
    )


def _skip_tests(damage: Damage) -> None:
    """Tests run half of the lines of two classes, and just enough of those of another one."""
    for defect, count, lines, says in (
        ("apex-uncovered", 2, 50, "Tests run half of its lines."),
        ("trap-apex-just-covered", 1, 75, "Tests run three quarters of its lines."),
    ):
        for code in damage.choose(defect, "ApexClass", count, "Name NOT LIKE '%Test'"):
            damage.rows.execute(
                f"UPDATE ApexCodeCoverageAggregate SET NumLinesCovered = {lines}, NumLinesUncovered = {100 - lines}"
                " WHERE ApexClassOrTriggerId = ?",
                [code],
            )
            damage.write(defect, "ApexClass", code, says)


def _let_flows_age(damage: Damage) -> None:
    """Flows on an old API version."""
    for number, (defect, name, active) in enumerate(_FLOWS, 190):
        flow = damage.add_like_first(
            "FlowDefinitionView",
            f"sfid('3dd', {number}) AS Id, sfid('300', {number}) AS DurableId, '{name}' AS ApiName,"
            f" replace('{name}', '_', ' ') AS Label, {active} AS IsActive, 48 AS ApiVersion, NULL AS TriggerType,"
            f" {f'''sfid('301', {number})''' if active else 'NULL'} AS ActiveVersionId",
        )
        says = "On an API version of years ago" + ("." if active else ", and switched off.")
        damage.write(defect, "FlowDefinitionView", flow, says)
