"""The field of an object that says how far a record has come: what is asked of a record often depends on it."""

from __future__ import annotations

from collections.abc import Mapping

#: Each is a required picklist of its object ("Object Reference for the Salesforce Platform").
STATUS_FIELDS: Mapping[str, str] = {
    "Case": "Status",
    "Contract": "Status",
    "Lead": "Status",
    "Opportunity": "StageName",
    "Order": "Status",
    "Task": "Status",
}
