"""`/query?explain=`: how a query would be answered.

"Get Feedback on Query Performance" in the "REST API Developer Guide". The demo org has no indexes but ids, so
everything else is a scan of the table.
"""

from __future__ import annotations

from sf_audit.demo.server.call import Call
from sf_audit.demo.server.rows import ask


def plans(call: Call, text: str) -> dict[str, object]:
    """The one plan of a query; Refusal if the query would be refused."""
    answer = ask(call, text)
    answer.close()
    whole = ask(call, f"SELECT COUNT() FROM {answer.object}")
    whole.close()
    cardinality = 1 if answer.is_aggregate else answer.total
    plan = {
        "cardinality": cardinality,
        "fields": [],
        "leadingOperationType": "TableScan",
        "notes": [],
        "relativeCost": round(answer.total / whole.total, 4) if whole.total else 0.0,
        "sobjectCardinality": whole.total,
        "sobjectType": answer.object,
    }
    return {"plans": [plan], "sourceQuery": text}
