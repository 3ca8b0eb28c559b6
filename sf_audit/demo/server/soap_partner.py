"""The Partner API beyond `login()`: who is signed in, queries, and the end of a session.

"Core Calls" and "Utility Calls" in the "SOAP API Developer Guide". What would write is refused and counted; what is
not answered here is refused as a feature that is not enabled.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Final

from starlette.responses import Response

from sf_audit.demo.server.call import Call
from sf_audit.demo.server.cursors import Cursor
from sf_audit.demo.server.refusals import Refusal, SoapFault
from sf_audit.demo.server.rows import ask
from sf_audit.demo.server.soap import element, enveloped, text

NAMESPACE: Final = "urn:partner.soap.sforce.com"
_SOBJECT: Final = "urn:sobject.partner.soap.sforce.com"
_MOMENT: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000")
_READS: Final = frozenset(
    {"describeGlobal", "describeSObject", "describeSObjects", "describeLayout", "describeTabs", "retrieve", "search"}
    | {"getUpdated", "getDeleted"}
)
_FAULTS: Final = {
    "INVALID_FIELD": "InvalidFieldFault",
    "INVALID_QUERY_LOCATOR": "InvalidQueryLocatorFault",
    "INVALID_TYPE": "InvalidSObjectFault",
    "MALFORMED_QUERY": "MalformedQueryFault",
}


def answer(call: Call, asked: str, envelope: str, user_info: Callable[[], str]) -> Response:
    """The response to one operation of a signed-in user; SoapFault for a refusal."""
    session = element(envelope, "sessionId") or ""
    known: Mapping[str, Callable[[], str]] = {
        "getUserInfo": user_info,
        "getServerTimestamp": lambda: f"<timestamp>{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}.000Z</timestamp>",
        "logout": lambda: _logged_out(call, session),
        "query": lambda: _queried(call, element(envelope, "queryString") or ""),
        "queryAll": lambda: _queried(call, element(envelope, "queryString") or ""),
        "queryMore": lambda: _more(call, element(envelope, "queryLocator") or ""),
    }
    if asked not in known and asked not in _READS:
        call.state.note_write()
    if not call.state.sessions.seconds_left(session):
        message = "Invalid Session ID found in SessionHeader: Illegal Session"
        raise SoapFault("INVALID_SESSION_ID", message, "UnexpectedErrorFault")
    if asked not in known:
        raise SoapFault("FUNCTIONALITY_NOT_ENABLED", f"{asked} is not enabled in this org", "UnexpectedErrorFault")
    call.state.spend()
    try:
        result = known[asked]()
    except Refusal as refusal:
        raise SoapFault(refusal.code, refusal.message, _FAULTS.get(refusal.code, "UnexpectedErrorFault")) from refusal
    inner = f"<result>{result}</result>" if result else ""
    return enveloped(f"<{asked}Response>{inner}</{asked}Response>", NAMESPACE)


def _logged_out(call: Call, session: str) -> str:
    call.state.sessions.revoke(session)
    return ""


def _queried(call: Call, query: str) -> str:
    found = ask(call, query)
    if found.is_count:
        found.close()
        return _page([], found.total, "")
    cursor = Cursor(found, call.settings.batch_size, tooling=False)
    records = cursor.batch(0, call.version)
    if len(records) >= found.total:
        found.close()
        return _page(records, found.total, "")
    return _page(records, found.total, f"{call.state.cursors.keep(cursor)}-{len(records)}")


def _more(call: Call, locator: str) -> str:
    cursor, name, offset = call.state.cursors.find(locator, tooling=False)
    records = cursor.batch(offset, call.version)
    following = offset + len(records)
    more = following < cursor.answer.total
    return _page(records, cursor.answer.total, f"{name}-{following}" if more else "")


def _page(records: list[dict[str, object]], total: int, locator: str) -> str:
    where = f"<queryLocator>{locator}</queryLocator>" if locator else '<queryLocator xsi:nil="true"/>'
    rows = "".join(
        f'<records xsi:type="sf:sObject" xmlns:sf="{_SOBJECT}">{_fields(record)}</records>' for record in records
    )
    return f"<done>{'false' if locator else 'true'}</done>{where}{rows}<size>{total}</size>"


def _fields(record: Mapping[str, object]) -> str:
    attributes = record.get("attributes")
    kind = str(attributes["type"]) if isinstance(attributes, dict) else ""
    rest = {name: value for name, value in record.items() if name != "attributes"}
    identifier = rest.get("Id")
    return f"<sf:type>{kind}</sf:type>{_one('Id', identifier)}" + "".join(
        _one(name, value) for name, value in rest.items()
    )


def _one(name: str, value: object) -> str:
    if value is None:
        return f'<sf:{name} xsi:nil="true"/>'
    if isinstance(value, dict):
        return _nested(name, value)
    if isinstance(value, bool):
        return f"<sf:{name}>{'true' if value else 'false'}</sf:{name}>"
    written = str(value)
    return f"<sf:{name}>{text(written[:-5] + 'Z' if _MOMENT.fullmatch(written) else written)}</sf:{name}>"


def _nested(name: str, value: Mapping[str, object]) -> str:
    records = value.get("records")
    if isinstance(records, list):
        return f'<sf:{name} xsi:type="QueryResult">{_page(records, len(records), "")}</sf:{name}>'
    if "attributes" in value:
        return f'<sf:{name} xsi:type="sf:sObject">{_fields(value)}</sf:{name}>'
    parts = "".join(_one(key, part) for key, part in value.items())
    return f"<sf:{name}>{parts}</sf:{name}>"
