"""What nobody looked after in Setup: fields without a purpose, limits running out."""

from __future__ import annotations

from dataclasses import replace

from sf_audit.demo.company.damage import Damage
from sf_audit.demo.schema import SObject

UNDESCRIBED = (("Account", "Legacy_Segment__c"), ("Opportunity", "Margin_Check__c"), ("Case", "Root_Cause_Text__c"))
UNCLASSIFIED = (("Contact", "Preferred_Language__c"), ("Lead", "Interest__c"), ("Case", "Root_Cause_Text__c"))
#: The first one is filled to this day, the other one is not.
DEPRECATED = (("Account", "Legacy_Segment__c"), ("Contact", "Pager__c"))
NEVER_FILLED = (("Contact", "Pager__c"), ("Opportunity", "Fax_Order_Reference__c"), ("Lead", "Fair_Badge__c"))

#: Defects of what picklists offer and of what watches over records: the kind of thing, what it is, what is wrong.
OFFERED = (
    ("picklist-value-twice", "FieldDefinition", "Case.Reason", "Offers “Spare Parts” and “Sparepart”."),
    ("trap-value-of-the-past", "FieldDefinition", "Case.Type", "“Electricals” is no longer offered."),
    ("lead-source-unused", "PicklistValue", "Lead.LeadSource: Newspaper", "Offered, and no lead has it."),
    ("stage-unused", "PicklistValue", "Opportunity.StageName: Trial Ride", "Offered, and no deal was ever in it."),
    ("no-duplicate-rule", "CustomObject", "Account", "Nobody is warned of a second account."),
    ("no-duplicate-rule", "CustomObject", "Lead", "Its duplicate rule is switched off."),
    ("custom-field-rarely-filled", "FieldDefinition", "Contact.Fair_Visits__c", "One contact in 200 has it."),
    ("deprecated-field-filled", "FieldDefinition", "Account.Legacy_Segment__c", "Deprecated, and filled this year."),
    ("trap-deprecated-field", "FieldDefinition", "Contact.Pager__c", "Deprecated, and nobody fills it."),
    ("custom-field-abandoned", "FieldDefinition", "Contact.Catalogue_No__c", "No contact of the last year has it."),
    ("trap-field-of-a-few", "FieldDefinition", "Contact.Dealer_Code__c", "One contact in 25 has it."),
)
LIMITS = {
    "AnalyticsExternalDataSizeMB": (40960, 40960),
    "ConcurrentAsyncGetReportInstances": (200, 200),
    "ConcurrentSyncReportRuns": (20, 20),
    "DailyApiRequests": (100000, 87412),
    "DailyAsyncApexExecutions": (250000, 241877),
    "DailyBulkApiBatches": (15000, 14930),
    "DailyBulkV2QueryFileStorageMB": (976562, 976410),
    "DailyBulkV2QueryJobs": (10000, 9988),
    "DailyDurableStreamingApiEvents": (200000, 200000),
    "DailyGenericStreamingApiEvents": (10000, 10000),
    "DailyStreamingApiEvents": (200000, 200000),
    "DailyWorkflowEmails": (65000, 61204),
    "DataStorageMB": (10240, 3512),
    "DurableStreamingApiConcurrentClients": (1000, 1000),
    "FileStorageMB": (143360, 33690),
    "HourlyAsyncReportRuns": (1200, 1188),
    "HourlyDashboardRefreshes": (200, 196),
    "HourlyDashboardResults": (5000, 4990),
    "HourlyDashboardStatuses": (999999999, 999999999),
    "HourlyODataCallout": (20000, 20000),
    "HourlySyncReportRuns": (500, 487),
    "HourlyTimeBasedWorkflow": (1000, 1000),
    "MassEmail": (5000, 4760),
    "MonthlyPlatformEvents": (1200000, 1187000),
    "PermissionSets": (1500, 1483),
    "SingleEmail": (5000, 4811),
    "StreamingApiConcurrentClients": (2000, 2000),
}
NEAR = {"DataStorageMB": 91, "DailyAsyncApexExecutions": 82}


def damage_setup(damage: Damage, objects: dict[str, SObject]) -> dict[str, tuple[int, int]]:
    """Neglect fields, and return the limits (maximum and what is left) with two of them nearly used up."""
    for owner, name in UNDESCRIBED:
        objects[owner] = _with(objects[owner], name, description="")
        damage.write("custom-field-without-description", "FieldDefinition", f"{owner}.{name}", "No description.")
    for owner, name in UNCLASSIFIED:
        objects[owner] = _with(objects[owner], name, sensitivity="")
        damage.write("custom-field-unclassified", "FieldDefinition", f"{owner}.{name}", "No data sensitivity.")
    for owner, name in DEPRECATED:
        objects[owner] = _with(objects[owner], name, usage="DeprecateCandidate")
    for owner, name in NEVER_FILLED:
        damage.rows.execute(f'UPDATE "{owner}" SET "{name}" = NULL')
        damage.write("custom-field-never-filled", "FieldDefinition", f"{owner}.{name}", "No record has a value.")
    for defect, kind, name, says in OFFERED:
        damage.write(defect, kind, name, says)
    limits = dict(LIMITS)
    for name, used in NEAR.items():
        limits[name] = (LIMITS[name][0], LIMITS[name][0] * (100 - used) // 100)
        damage.write("limit-near", "Limit", name, f"{used} % of it is used.")
    return limits


def _with(sobject: SObject, name: str, **changes: str) -> SObject:
    fields = (replace(field, **changes) if field.name == name else field for field in sobject.fields)  # type: ignore[arg-type]
    return replace(sobject, fields=tuple(fields))
