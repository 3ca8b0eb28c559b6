"""The money that is not won yet: amounts of open opportunities.

"Opportunity" in the "Object Reference for the Salesforce Platform": `Amount` is in the currency of the record, and
`IsClosed` follows the stage. Neither exists where the object does not; field-level security may hide the amount.
"""

from __future__ import annotations

from sf_audit.salesforce.histories import OPPORTUNITY as OPPORTUNITY

AMOUNT = "Amount"
IS_CLOSED = "IsClosed"
