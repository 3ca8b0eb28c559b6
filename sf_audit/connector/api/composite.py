"""Many small questions in few calls.

"Composite" in the "REST API Developer Guide": up to 25 parts, five of them queries, count as one call of the org's
day. A part that is refused, or a composite call that the org does not take, is no loss: it is then asked alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar
from urllib.parse import urlencode

from sf_audit.connector.api.resources import Answer, answered
from sf_audit.connector.api.unread_reasons import ENDS_ALL_READING
from sf_audit.connector.http.api_errors import ApiError
from sf_audit.connector.http.client import Client

T = TypeVar("T")

#: The parts that one call takes.
DESCRIBES, ROWS, QUERIES = 25, 25, 5

#: So many questions are asked one by one, as ever.
FEW = 25


def in_parts(questions: Sequence[T], at_once: int) -> Iterator[Sequence[T]]:
    """The questions as they go into one call each; few of them go alone."""
    size = 1 if len(questions) <= FEW else at_once
    for start in range(0, len(questions), size):
        yield questions[start : start + size]


def describes(client: Client, tables: Sequence[str]) -> list[Any]:
    """What "sObject Describe" says of these objects, in their order; None for one that has to be asked alone."""
    return _together(client, [f"sobjects/{table}/describe" for table in tables], tooling=False)


def metadata_rows(client: Client, table: str, ids: Sequence[str]) -> list[Any]:
    """Whole rows of a Tooling object, in the order of their ids; None for one that has to be asked for alone."""
    return _together(client, [f"tooling/sobjects/{table}/{key}" for key in ids], tooling=True)


def first_answers(client: Client, queries: Sequence[str], *, tooling: bool = False) -> list[Answer | None]:
    """The first batch of each query, in their order; None for one that has to be asked alone."""
    service = "tooling/query" if tooling else "query"
    bodies = _together(client, [f"{service}?{urlencode({'q': query})}" for query in queries], tooling=tooling)
    return [_answer(body) for body in bodies]


def _answer(body: Any) -> Answer | None:
    try:
        return None if body is None else answered(body)
    except ApiError:
        return None


def _together(client: Client, addresses: Sequence[str], *, tooling: bool) -> list[Any]:
    if len(addresses) < 2:
        return [None] * len(addresses)
    parts = [
        {"method": "GET", "url": f"/services/data/v{client.version}/{address}", "referenceId": f"n{at}"}
        for at, address in enumerate(addresses)
    ]
    body = {"allOrNone": False, "compositeRequest": parts}
    try:
        answer = client.post("tooling/composite" if tooling else "composite", body)
    except ApiError as refusal:
        if refusal.kind in ENDS_ALL_READING:
            raise
        answer = None
    answered = answer.get("compositeResponse") if isinstance(answer, dict) else None
    bodies = {
        part_answer.get("referenceId"): part_answer.get("body")
        for part_answer in (answered if isinstance(answered, list) else ())
        if isinstance(part_answer, dict) and part_answer.get("httpStatusCode") == 200
    }
    return [bodies.get(part["referenceId"]) for part in parts]
