"""What is wrong with a record of the demo org, written again as SQL: by defect, the object and the condition."""

from __future__ import annotations

GONE = "OwnerId IN (SELECT Id FROM User WHERE NOT IsActive)"
LATE = "NOT IsClosed AND StageName IN ('Proposal/Price Quote', 'Negotiation/Review')"
PLACEHOLDER = "(?i)^(test|dummy|unknown|n/?a|tbd|asdf|xxx|sample)\\b"
QUEUED = "OwnerId IN (SELECT Id FROM \"Group\" WHERE Type = 'Queue')"
OF_A_CONTACT = "lower(Email) IN (SELECT lower(Email) FROM Contact)"

DISCONTINUED = "Product2Id IN (SELECT Id FROM Product2 WHERE NOT IsActive)"
MAILED = (
    "HasOptedOutOfEmail AND Id IN (SELECT {} FROM CampaignMember JOIN Campaign ON Campaign.Id = CampaignId"
    " WHERE IsActive AND Campaign.Type = 'Email')"
)
SOLD = "OpportunityId IN (SELECT Id FROM Opportunity WHERE IsClosed)"


def on_circle(kind: str, lookup: str) -> str:
    """All circles of the demo org have two records."""
    return f'{lookup} IN (SELECT above.Id FROM "{kind}" AS above WHERE above.{lookup} = "{kind}".Id)'


def person_twice(kind: str) -> str:
    """The demo org writes the second mailbox of a person with a plus."""
    mailbox = "replace(lower({0}.Email), '+fair@', '@') || lower({0}.LastName)"
    same = f"{mailbox.format('other')} = {mailbox.format(kind)}"
    return f"(SELECT count(*) FROM {kind} AS other WHERE {same}) > 1"


DEFINITIONS = {
    "contact-twice": ("Contact", person_twice("Contact")),
    "lead-twice": ("Lead", person_twice("Lead")),
    "account-twice": (
        "Account",
        "(SELECT count(*) FROM Account AS other WHERE other.BillingStreet = Account.BillingStreet AND"
        " replace(lower(other.Name), ' ltd', '') = replace(lower(Account.Name), ' ltd', '')) > 1",
    ),
    "account-without-industry": ("Account", "Industry IS NULL"),
    "account-placeholder-name": ("Account", f"regexp_matches(Name, '{PLACEHOLDER}')"),
    "account-bad-website": ("Account", "NOT regexp_full_match(Website, 'https?://[\\w-]+(\\.[\\w-]+)+')"),
    "account-owner-inactive": ("Account", GONE),
    "account-no-billing-country": ("Account", "BillingCountry IS NULL"),
    "account-stale": (
        "Account",
        "Type = 'Customer - Direct' AND (LastActivityDate IS NULL OR LastActivityDate < DATE '2025-11-22')",
    ),
    "account-duplicate": (
        "Account",
        "(SELECT count(*) FROM Account AS other WHERE other.BillingCountry = Account.BillingCountry AND"
        " lower(trim(other.Name)) = lower(trim(Account.Name))) > 1",
    ),
    "contact-without-email": ("Contact", "Email IS NULL"),
    "contact-duplicate-email": (
        "Contact",
        "lower(Email) IN (SELECT lower(Email) FROM Contact WHERE Email IS NOT NULL GROUP BY 1 HAVING count(*) > 1)",
    ),
    "contact-without-account": ("Contact", "AccountId IS NULL"),
    "contact-owner-inactive": ("Contact", GONE),
    "lead-without-source": ("Lead", "LeadSource IS NULL"),
    "lead-placeholder-company": ("Lead", f"regexp_matches(Company, '{PLACEHOLDER}')"),
    "lead-owner-inactive": ("Lead", GONE),
    "lead-untouched": ("Lead", "Status = 'Open - Not Contacted' AND CreatedDate < TIMESTAMP '2026-10-23'"),
    "opportunity-close-date-past": ("Opportunity", "NOT IsClosed AND CloseDate < DATE '2026-11-22'"),
    "opportunity-stage-without-amount": ("Opportunity", f"{LATE} AND Amount IS NULL"),
    "opportunity-no-next-step": ("Opportunity", f"{LATE} AND NextStep IS NULL"),
    "opportunity-closed-lost-no-reason": ("Opportunity", "StageName = 'Closed Lost' AND Loss_Reason__c IS NULL"),
    "opportunity-owner-inactive": ("Opportunity", f"NOT IsClosed AND {GONE}"),
    "opportunity-no-contact-role": (
        "Opportunity",
        f"{LATE} AND Id NOT IN (SELECT OpportunityId FROM OpportunityContactRole)",
    ),
    "opportunity-negative-amount": ("Opportunity", "Amount < 0"),
    "case-without-contact": ("Case", "ContactId IS NULL"),
    "case-old-open": ("Case", "NOT IsClosed AND CreatedDate < TIMESTAMP '2026-09-23'"),
    "case-owner-inactive": ("Case", f"NOT IsClosed AND {GONE}"),
    "task-overdue": ("Task", "NOT IsClosed AND ActivityDate < DATE '2026-10-23'"),
    "failed-async-job": ("AsyncApexJob", "Status = 'Failed' AND CreatedDate > TIMESTAMP '2026-10-23'"),
    "async-job-with-errors": ("AsyncApexJob", "Status = 'Completed' AND NumberOfErrors > 0"),
    "trap-old-failed-job": ("AsyncApexJob", "Status = 'Failed' AND CreatedDate < TIMESTAMP '2026-10-23'"),
    "trap-closed-deal-of-leaver": ("Opportunity", f"IsClosed AND {GONE}"),
    "trap-closed-case-of-leaver": ("Case", f"IsClosed AND {GONE}"),
    "opportunity-won-in-future": ("Opportunity", "IsWon AND CloseDate > DATE '2026-11-23'"),
    "trap-won-today": ("Opportunity", "IsWon AND CloseDate = DATE '2026-11-22'"),
    "opportunity-won-without-amount": ("Opportunity", "IsWon AND Amount IS NULL"),
    "opportunity-won-with-zero": ("Opportunity", "IsWon AND Amount = 0"),
    "opportunity-parked": ("Opportunity", "NOT IsClosed AND CloseDate > DATE '2031-11-22'"),
    "opportunity-stuck": ("Opportunity", "NOT IsClosed AND LastStageChangeDate < TIMESTAMP '2026-05-26'"),
    "opportunity-without-account": ("Opportunity", "AccountId IS NULL"),
    "opportunity-won-before-created": ("Opportunity", "IsWon AND CloseDate < CreatedDate::DATE"),
    "trap-won-on-the-first-day": ("Opportunity", "IsWon AND CloseDate = CreatedDate::DATE"),
    "opportunity-next-step-cut-off": ("Opportunity", "length(NextStep) = 255"),
    "trap-long-next-step": ("Opportunity", "length(NextStep) BETWEEN 200 AND 254"),
    "account-in-circle": ("Account", on_circle("Account", "ParentId")),
    "contact-in-circle": ("Contact", on_circle("Contact", "ReportsToId")),
    "contact-email-bounced": ("Contact", "EmailBouncedDate IS NOT NULL"),
    "contact-without-country": ("Contact", "MailingStreet IS NOT NULL AND MailingCountry IS NULL"),
    "trap-contact-without-address": ("Contact", "MailingStreet IS NULL"),
    "lead-is-contact": ("Lead", f"NOT IsConverted AND {OF_A_CONTACT}"),
    "trap-converted-lead": ("Lead", f"IsConverted AND {OF_A_CONTACT}"),
    "lead-duplicate-email": (
        "Lead",
        "NOT IsConverted AND lower(Email) IN"
        " (SELECT lower(Email) FROM Lead WHERE NOT IsConverted GROUP BY 1 HAVING count(*) > 1)",
    ),
    "lead-unreachable": ("Lead", "Email IS NULL AND Phone IS NULL AND MobilePhone IS NULL"),
    "trap-lead-without-email": ("Lead", "Email IS NULL AND Phone IS NOT NULL"),
    "case-without-subject": ("Case", "Subject IS NULL OR length(Subject) < 5"),
    "case-left-in-queue": (
        "Case",
        f"NOT IsClosed AND {QUEUED} AND CreatedDate < TIMESTAMP '2026-11-08'",
    ),
    "campaign-ended": ("Campaign", "IsActive AND EndDate < DATE '2026-10-23'"),
    "trap-campaign-just-ended": ("Campaign", "IsActive AND EndDate BETWEEN DATE '2026-10-23' AND DATE '2026-11-21'"),
    "manager-has-left": (
        "User",
        "IsActive AND ManagerId IN (SELECT Id FROM User WHERE NOT IsActive)",
    ),
    "forecaster-without-role": ("User", "IsActive AND ForecastEnabled AND UserRoleId IS NULL"),
    "opportunity-certain": ("Opportunity", "NOT IsClosed AND Probability = 100"),
    "trap-nearly-certain": ("Opportunity", "Probability BETWEEN 90 AND 99"),
    "opportunity-not-in-forecast": ("Opportunity", f"{LATE} AND ForecastCategory = 'Omitted'"),
    "opportunity-open-for-years": ("Opportunity", "NOT IsClosed AND CreatedDate < TIMESTAMP '2024-11-22'"),
    "opportunity-without-source": ("Opportunity", "LeadSource IS NULL AND CreatedDate > TIMESTAMP '2025-11-22'"),
    "trap-old-deal-without-source": ("Opportunity", "LeadSource IS NULL AND CreatedDate < TIMESTAMP '2025-11-22'"),
    "line-of-discontinued-product": ("OpportunityLineItem", f"{DISCONTINUED} AND NOT {SOLD}"),
    "trap-line-of-a-closed-deal": ("OpportunityLineItem", f"{DISCONTINUED} AND {SOLD}"),
    "product-without-family": ("Product2", "IsActive AND Family IS NULL"),
    "product-without-price": (
        "Product2",
        "IsActive AND Id NOT IN (SELECT Product2Id FROM PricebookEntry WHERE IsActive)",
    ),
    "product-code-twice": (
        "Product2",
        "IsActive AND lower(ProductCode) IN"
        " (SELECT lower(ProductCode) FROM Product2 WHERE IsActive GROUP BY 1 HAVING count(*) > 1)",
    ),
    "task-without-subject": ("Task", "NOT IsClosed AND Subject IS NULL"),
    "task-about-nothing": ("Task", "WhoId IS NULL AND WhatId IS NULL"),
    "task-of-leaver": ("Task", f"NOT IsClosed AND {GONE}"),
    "lead-unread": ("Lead", "IsUnreadByOwner AND CreatedDate < TIMESTAMP '2026-11-15'"),
    "case-escalated-and-left": (
        "Case",
        "IsEscalated AND NOT IsClosed AND LastModifiedDate < TIMESTAMP '2026-11-15'",
    ),
    "case-below-closed-case": (
        "Case",
        'NOT IsClosed AND ParentId IN (SELECT Id FROM "Case" WHERE IsClosed)',
    ),
    "campaign-without-type": ("Campaign", "IsActive AND Type IS NULL"),
    "campaign-without-dates": ("Campaign", "IsActive AND (StartDate IS NULL OR EndDate IS NULL)"),
    "campaign-without-members": (
        "Campaign",
        "IsActive AND StartDate < DATE '2026-11-08' AND Id NOT IN (SELECT CampaignId FROM CampaignMember)",
    ),
    "account-bad-postal-code": (
        "Account",
        "BillingCountry IN ('Germany', 'France', 'United States', 'Italy', 'Spain')"
        " AND NOT regexp_full_match(BillingPostalCode, '[0-9]{5}')",
    ),
    "case-with-card-number": ("Case", "regexp_matches(Description, '(4111 1111 1111 1111|5500-)')"),
    "lead-kept-too-long": ("Lead", "NOT IsConverted AND LastModifiedDate < TIMESTAMP '2023-11-22'"),
    "contract-ended": ("Contract", "Status = 'Activated' AND EndDate < DATE '2026-10-23'"),
    "contract-without-end": ("Contract", "Status = 'Activated' AND EndDate IS NULL"),
    "contract-of-leaver": ("Contract", f"Status = 'Activated' AND {GONE}"),
    "quote-expired": ("Quote", f"IsSyncing AND NOT {SOLD} AND ExpirationDate < DATE '2026-11-22'"),
    "contact-mailed-after-opt-out": ("Contact", MAILED.format("ContactId")),
    "lead-mailed-after-opt-out": ("Lead", MAILED.format("LeadId")),
    "opportunity-pushed": (
        "Opportunity",
        "NOT IsClosed AND (SELECT count(*) FROM OpportunityHistory WHERE OpportunityId = Opportunity.Id) > 4",
    ),
    "campaign-without-cost": ("Campaign", "EndDate < DATE '2026-09-23' AND ActualCost IS NULL"),
    "late-deal-left-alone": ("Opportunity", f"{LATE} AND LastActivityDate < DATE '2026-10-23'"),
    "validation-rule-without-description": ("ValidationRule", "Active AND Description IS NULL"),
    "user-shares-mailbox": (
        "User",
        'IsActive AND Email IN (SELECT Email FROM "User" WHERE IsActive GROUP BY 1 HAVING count(*) > 1)',
    ),
    "user-without-manager": ("User", "IsActive AND UserType = 'Standard' AND ManagerId IS NULL"),
    "user-without-department": ("User", "IsActive AND UserType = 'Standard' AND Department IS NULL"),
    "report-not-run": ("Report", "LastRunDate < TIMESTAMP '2025-11-22'"),
    "trap-report-not-run-yet": ("Report", "LastRunDate IS NULL"),
    "apex-class-old": ("ApexClass", "ApiVersion < 50"),
    "apex-trigger-old": ("ApexTrigger", "ApiVersion < 50 AND Status = 'Active'"),
    "permission-set-without-description": ("PermissionSet", "Type <> 'Profile' AND Description IS NULL"),
    "dormant-user": ("User", "IsActive AND LastLoginDate < TIMESTAMP '2026-08-24'"),
    "never-logged-in": (
        "User",
        "IsActive AND UserType = 'Standard' AND LastLoginDate IS NULL AND CreatedDate < TIMESTAMP '2026-10-23'",
    ),
    "opportunity-private": ("Opportunity", "NOT IsClosed AND IsPrivate"),
    "opportunity-old-price-book": (
        "Opportunity",
        "NOT IsClosed AND Pricebook2Id IN (SELECT Id FROM Pricebook2 WHERE NOT IsActive)",
    ),
    "opportunity-twice": (
        "Opportunity",
        "NOT IsClosed AND (SELECT count(*) FROM Opportunity AS other WHERE NOT other.IsClosed"
        " AND other.AccountId = Opportunity.AccountId AND lower(other.Name) = lower(Opportunity.Name)) > 1",
    ),
    "opportunity-of-planned-campaign": (
        "Opportunity",
        "CampaignId IN (SELECT Id FROM Campaign WHERE Status = 'Planned')",
    ),
    "won-deal-of-denied-quote": (
        "Quote",
        "IsSyncing AND Status = 'Denied' AND OpportunityId IN (SELECT Id FROM Opportunity WHERE IsWon)",
    ),
    "contract-ending-without-deal": (
        "Contract",
        "Status = 'Activated' AND EndDate BETWEEN DATE '2026-11-23' AND DATE '2027-01-21' AND AccountId NOT IN"
        " (SELECT AccountId FROM Opportunity WHERE NOT IsClosed AND AccountId IS NOT NULL)",
    ),
    "contract-left-in-approval": (
        "Contract",
        "StatusCode = 'InApproval' AND LastModifiedDate < TIMESTAMP '2026-10-23'",
    ),
    "order-never-activated": ("Order", "ActivatedDate IS NULL AND EffectiveDate < DATE '2026-09-23'"),
    "asset-without-product": ("Asset", "Product2Id IS NULL AND NOT IsCompetitorProduct"),
    "asset-twice": (
        "Asset",
        "(SELECT count(*) FROM Asset AS other WHERE other.Product2Id = Asset.Product2Id"
        " AND lower(other.SerialNumber) = lower(Asset.SerialNumber)) > 1",
    ),
    "consent-without-date": (
        "ContactPointTypeConsent",
        "PrivacyConsentStatus = 'OptIn' AND CaptureDate IS NULL",
    ),
    "contact-placeholder-name": ("Contact", "LastName IN ('[not provided]', 'N/A', 'xxx', '???')"),
    "lead-placeholder-name": ("Lead", "LastName IN ('[not provided]', 'N/A', 'xxx', '???')"),
    "lead-without-utm-campaign": ("Lead", "UTM_Source__c IS NOT NULL AND UTM_Campaign__c IS NULL"),
    "task-without-due-date": ("Task", "NOT IsClosed AND ActivityDate IS NULL AND NOT IsRecurrence"),
    "event-about-nothing": ("Event", "WhoId IS NULL AND WhatId IS NULL AND NOT IsPrivate"),
    "event-without-notes": (
        "Event",
        "(Description IS NULL OR length(Description) < 5) AND ActivityDate < DATE '2026-11-20'",
    ),
    "event-for-days": ("Event", "DurationInMinutes > 1440 AND NOT IsAllDayEvent"),
    "event-private": ("Event", "IsPrivate AND AccountId IS NOT NULL"),
    "report-unfiled": ("Report", "OwnerId LIKE '00D%'"),
    "template-not-used": (
        "EmailTemplate",
        "IsActive AND UiType = 'Aloha' AND LastUsedDate < TIMESTAMP '2025-11-22'",
    ),
    "campaign-unanswered": (
        "Campaign",
        "EndDate < DATE '2026-10-23' AND Id IN (SELECT CampaignId FROM CampaignMember) AND Id NOT IN"
        " (SELECT CampaignId FROM CampaignMember WHERE HasResponded)",
    ),
    "campaign-still-planned": ("Campaign", "IsActive AND Status = 'Planned' AND StartDate < DATE '2026-11-08'"),
    "campaign-ends-before-it-starts": ("Campaign", "EndDate < StartDate"),
    "queue-without-members": (
        "Group",
        "Type = 'Queue' AND Id NOT IN (SELECT GroupId FROM GroupMember)",
    ),
    "job-of-leaver": ("CronTrigger", f"NextFireTime IS NOT NULL AND {GONE}"),
    "trigger-beside-another": (
        "ApexTrigger",
        "Status = 'Active' AND TableEnumOrId IN (SELECT TableEnumOrId FROM ApexTrigger WHERE Status = 'Active'"
        " GROUP BY 1 HAVING count(*) > 1)",
    ),
    "flow-old": ("FlowDefinitionView", "IsActive AND ApiVersion < 50"),
    "apex-uncovered": (
        "ApexClass",
        "Id IN (SELECT ApexClassOrTriggerId FROM ApexCodeCoverageAggregate WHERE NumLinesCovered < 75)",
    ),
}
