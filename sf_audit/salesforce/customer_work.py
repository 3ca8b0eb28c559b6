"""What teams work on with customers, and how far a record of it has come: what is asked of it often depends on that."""

from __future__ import annotations

from collections.abc import Mapping

#: What sales, marketing and support hold standards about in nearly every org.
CUSTOMER_WORK = ("Account", "Contact", "Lead", "Opportunity", "Case")

#: The field that says so: each is a required picklist of its object ("Object Reference for the Salesforce Platform").
STATUS_FIELDS: Mapping[str, str] = {
    "Case": "Status",
    "Contract": "Status",
    "Lead": "Status",
    "Opportunity": "StageName",
    "Order": "Status",
    "Task": "Status",
}
