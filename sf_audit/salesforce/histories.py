"""Where the org keeps how its records were before: changes of tracked fields, and the stages of opportunities.

"StandardObjectNameHistory", "OpportunityFieldHistory" and "OpportunityHistory" in the "Object Reference for the
Salesforce Platform". Changes of fields are kept from the day on which tracking was turned on, and for 18 to 24 months
("Field History Tracking" in the "Salesforce Security Guide"). OpportunityHistory gets a row with the values of that
moment for every change of stage, amount, probability and close date; no document says that rows of it end.
"""

from __future__ import annotations

from dataclasses import dataclass

OPPORTUNITY = "Opportunity"
STAGE = "StageName"
CLOSE_DATE = "CloseDate"

#: When the stage last changed; empty where it never did since the record was created ("Opportunity").
LAST_STAGE_CHANGE = "LastStageChangeDate"


@dataclass(frozen=True, slots=True)
class History:
    """A table of how records were, and its lookup to the record."""

    table: str
    lookup: str


#: One row for each change of one of the main fields of an opportunity, with the values that they then had.
OPPORTUNITY_HISTORY = History("OpportunityHistory", "OpportunityId")


def field_history(name: str) -> History:
    """The table of the changes of an object's tracked fields."""
    if name.lower() == OPPORTUNITY.lower():
        return History("OpportunityFieldHistory", "OpportunityId")
    if name.lower().endswith("__c"):
        return History(f"{name[:-1]}History", "ParentId")
    return History(f"{name}History", f"{name}Id")
