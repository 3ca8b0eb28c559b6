"""The questions that are put to the org, one function per resource of the "REST API Developer Guide".

Everything above speaks in these words; only this file knows paths and the shape of answers. An
answer that does not have its documented shape is an ApiError of kind INVALID_RESPONSE, never a guess.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeGuard

from sf_audit.connector.http.api_errors import ApiError, Kind
from sf_audit.connector.http.client import Client

#: `limits/recordCount` takes names in its address; this many stay far below its length limit.
COUNTED_AT_ONCE = 100

#: No limit is larger: what is kept of one are numbers of 64 bits.
_LARGEST = 2**63 - 1


@dataclass(frozen=True, slots=True)
class Answer:
    """One batch of a query. `total` is what the whole query has, `following` where the next batch is."""

    total: int
    records: Sequence[Mapping[str, Any]]
    following: str | None

    @property
    def is_whole(self) -> bool:
        """Whether the batch is all that the query has: nothing follows, and nothing that was counted is left out."""
        return self.following is None and len(self.records) == self.total


def query(client: Client, soql: str, *, tooling: bool = False) -> Answer:
    """The first batch of a query."""
    return answered(client.get("tooling/query" if tooling else "query", {"q": soql}))


def following(client: Client, address: str) -> Answer:
    """The batch at a `nextRecordsUrl`, which is a path of the same org."""
    if not address.startswith("/services/data/"):
        raise garbled("NEXT_RECORDS_URL")
    return answered(client.get(address))


def count(client: Client, soql: str, *, tooling: bool = False) -> int:
    """What a `SELECT COUNT()` says."""
    answer = query(client, soql, tooling=tooling)
    if answer.following is not None:
        raise garbled("COUNT")
    return answer.total


def described_objects(client: Client) -> Sequence[Mapping[str, Any]]:
    """Every object that the auditor sees: "Describe Global"."""
    return _records(client.get("sobjects"), "sobjects")


def describe(client: Client, table: str, *, tooling: bool = False) -> Mapping[str, Any]:
    """One object with its fields: "sObject Describe"."""
    document = client.get(f"{'tooling/' if tooling else ''}sobjects/{table}/describe")
    if not isinstance(document, dict) or not isinstance(document.get("fields"), list):
        raise garbled("DESCRIBE")
    return document


def picklist_values(client: Client, table: str, record_type: str) -> Mapping[str, Sequence[str]]:
    """What each picklist that the auditor sees offers to records of a type, by field.

    "Get Values for All Picklist Fields of a Record Type" in the "User Interface API Developer Guide".
    """
    document = client.get(f"ui-api/object-info/{table}/picklist-values/{record_type}")
    fields = document.get("picklistFieldValues") if isinstance(document, dict) else None
    if not isinstance(fields, dict):
        raise garbled("PICKLIST_VALUES")
    return {str(field): _offered(offered) for field, offered in fields.items()}


def _offered(field: Any) -> Sequence[str]:
    values = [entry.get("value") for entry in _records(field, "values")]
    if not all(isinstance(value, str) for value in values):
        raise garbled("PICKLIST_VALUES")
    return [str(value) for value in values]


def metadata_row(client: Client, table: str, key: str) -> Mapping[str, Any]:
    """One whole row of a Tooling object: "SObject Rows" in the "Tooling API" guide."""
    document = client.get(f"tooling/sobjects/{table}/{key}")
    if not isinstance(document, dict):
        raise garbled("ROW")
    return document


def limits(client: Client) -> Mapping[str, Any]:
    """The org's limits: "Limits"."""
    document = client.get("limits")
    if not isinstance(document, dict):
        raise garbled("LIMITS")
    return document


def limit_readings(document: Mapping[str, Any]) -> list[tuple[str, int, int]]:
    """Name, maximum and what is left of each limit, by name. More than all may be used.

    Figures per app are nested below a limit, and some limits of an org have none at all.
    """
    return [
        (name, limit["Max"], limit["Remaining"])
        for name, limit in sorted(document.items())
        if isinstance(limit, dict) and _is_limit(limit)
    ]


def odd_limits(document: Mapping[str, Any]) -> list[str]:
    """Limits that the org reported in another form than the documentation says: of these nothing is known."""
    return [name for name, limit in sorted(document.items()) if not isinstance(limit, dict) or _is_odd(limit)]


def _is_odd(limit: Mapping[str, Any]) -> bool:
    return bool(limit.keys() & {"Max", "Remaining"}) and not _is_limit(limit)


def _is_limit(limit: Mapping[str, Any]) -> bool:
    most, left = limit.get("Max"), limit.get("Remaining")
    if not is_count(most) or not isinstance(left, int) or isinstance(left, bool):
        return False
    return most <= _LARGEST and -_LARGEST <= left <= most


def record_counts(client: Client, tables: Sequence[str]) -> dict[str, int]:
    """About how many rows the objects have: "Record Count". Cached by the org, blind to sharing, one call for many."""
    found: dict[str, int] = {}
    for start in range(0, len(tables), COUNTED_AT_ONCE):
        names = ",".join(tables[start : start + COUNTED_AT_ONCE])
        counts = _records(client.get("limits/recordCount", {"sObjects": names}), "sObjects")
        found.update(
            {str(entry["name"]): entry["count"] for entry in counts if "name" in entry and is_count(entry.get("count"))}
        )
    return found


def is_count(value: object) -> TypeGuard[int]:
    """Whether a part of an answer is a number of rows."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def garbled(part: str) -> ApiError:
    """The ApiError for an answer of 200 that is not what the documentation says it is."""
    return ApiError(Kind.INVALID_RESPONSE, f"UNEXPECTED_{part}")


def answered(body: Any) -> Answer:
    """The first batch of a query from the body of its answer."""
    records = _records(body, "records")
    total, done = body.get("totalSize"), body.get("done")
    if not is_count(total) or not isinstance(done, bool):
        raise garbled("QUERY_RESULT")
    address = body.get("nextRecordsUrl")
    if not done and not isinstance(address, str):
        raise garbled("QUERY_RESULT")
    return Answer(total, records, None if done else address)


def _records(body: Any, key: str) -> Sequence[Mapping[str, Any]]:
    found = body.get(key) if isinstance(body, dict) else None
    if not isinstance(found, list) or not all(isinstance(record, dict) for record in found):
        raise garbled(key.upper())
    return found
