"""The code decides, in whatever language and envelope it comes."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sf_audit.connector.http.api_errors import ApiError, Kind, classify, seconds_to_wait

RECORDINGS = Path(__file__).parents[3] / "shared" / "recordings"
JSON = "application/json;charset=UTF-8"


def said(code: str, message: str = "", **more: object) -> bytes:
    return json.dumps([{"errorCode": code, "message": message, **more}]).encode()


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [
        (401, "INVALID_SESSION_ID", Kind.SESSION),
        (400, "InvalidSessionId", Kind.SESSION),
        (401, "INVALID_AUTH_HEADER", Kind.SESSION),
        (401, "INVALID_JWT_FORMAT", Kind.SESSION),
        (403, "REQUEST_LIMIT_EXCEEDED", Kind.LIMIT),
        (400, "LIMIT_EXCEEDED", Kind.LIMIT),
        (400, "INVALID_FIELD", Kind.FIELD),
        (400, "INVALID_TYPE", Kind.OBJECT),
        (400, "INVALID_TYPE_FOR_OPERATION", Kind.OBJECT),
        (404, "NOT_FOUND", Kind.OBJECT),
        (400, "INVALID_QUERY_LOCATOR", Kind.LOCATOR),
        (400, "QUERY_TIMEOUT", Kind.QUERY_TIMEOUT),
        (400, "QUERY_TOO_COMPLICATED", Kind.TOO_COMPLICATED),
        (400, "OPERATION_TOO_LARGE", Kind.TOO_COMPLICATED),
        (400, "EXCEEDED_ID_LIMIT", Kind.NO_QUERY_MORE),
        (400, "INVALIDENTITY", Kind.NOT_BULK),
        (400, "API_ERROR", Kind.NOT_BULK),
        (400, "FEATURENOTENABLED", Kind.NOT_BULK),
        (403, "API_DISABLED_FOR_ORG", Kind.PERMISSION),
        (403, "INSUFFICIENT_ACCESS", Kind.PERMISSION),
        (401, "TXN_SECURITY_METERING_ERROR", Kind.PERMISSION),
        (400, "MALFORMED_QUERY", Kind.MALFORMED),
        (503, "SERVER_UNAVAILABLE", Kind.UNAVAILABLE),
        (500, "UNKNOWN_EXCEPTION", Kind.UNAVAILABLE),
        (500, "UNSUPPORTED_API_VERSION", Kind.OTHER),
        (400, "SOMETHING_NEW", Kind.OTHER),
        (503, "SOMETHING_NEW", Kind.UNAVAILABLE),
    ],
)
def test_an_error_code_has_one_kind(status: int, code: str, kind: Kind) -> None:
    refusal = classify(status, JSON, said(code, "エラー"))

    assert (refusal.kind, refusal.code, refusal.status) == (kind, code, status)


@pytest.mark.parametrize(
    ("status", "content_type", "body", "kind"),
    [
        (500, "text/html", b"<html>sorry</html>", Kind.UNAVAILABLE),
        (502, "", b"", Kind.UNAVAILABLE),
        (200, "text/html", b"<!DOCTYPE html><html>log in</html>", Kind.INVALID_RESPONSE),
        (401, "text/html", b"<html>proxy</html>", Kind.SESSION),
        (200, "application/json", b"", Kind.INVALID_RESPONSE),
        (401, "", b"", Kind.SESSION),
        (403, "text/plain", b"Bad_OAuth_Token", Kind.PERMISSION),
        (406, "", b"", Kind.UNAVAILABLE),
        (420, "", b"", Kind.UNAVAILABLE),
        (429, "", b"", Kind.UNAVAILABLE),
        (414, "", b"", Kind.TOO_COMPLICATED),
        (431, "", b"", Kind.TOO_COMPLICATED),
        (409, JSON, b"[]", Kind.OTHER),
        (400, JSON, b"[" * 100_000, Kind.OTHER),
        (302, "text/html", b"<html>moved</html>", Kind.UNAVAILABLE),
    ],
)
def test_an_answer_without_a_code_is_sorted_by_its_status(
    status: int, content_type: str, body: bytes, kind: Kind
) -> None:
    assert classify(status, content_type, body).kind is kind


#: What comes with a status, without a code that is known.
BODIES = {
    "JSON list": (JSON, said("SOMETHING_NEW")),
    "JSON object": (JSON, b'{"error":"SOMETHING_NEW","error_description":"no"}'),
    "HTML": ("text/html", b"<!DOCTYPE html><html><body>Log in</body></html>"),
    "HTML that says it is JSON": (JSON, b"\xef\xbb\xbf\n <HTML lang='en'><body>Log in</body></HTML>"),
    "XHTML": (
        "application/xml",
        b'<?xml version="1.0"?>\n<!DOCTYPE html><html><faultcode>INVALID_FIELD</faultcode></html>',
    ),
    "XML": ("text/xml", b'<?xml version="1.0"?><error><exceptionCode>SomethingNew</exceptionCode></error>'),
    "text": ("text/plain", b"no"),
    "empty": ("", b""),
}

#: What a status means, whatever comes with it.
BY_STATUS = {
    200: Kind.INVALID_RESPONSE,
    204: Kind.INVALID_RESPONSE,
    301: Kind.UNAVAILABLE,
    302: Kind.UNAVAILABLE,
    307: Kind.UNAVAILABLE,
    400: Kind.OTHER,
    401: Kind.SESSION,
    403: Kind.PERMISSION,
    404: Kind.OBJECT,
    405: Kind.OTHER,
    406: Kind.UNAVAILABLE,
    408: Kind.UNAVAILABLE,
    409: Kind.OTHER,
    413: Kind.TOO_COMPLICATED,
    414: Kind.TOO_COMPLICATED,
    415: Kind.OTHER,
    420: Kind.UNAVAILABLE,
    429: Kind.UNAVAILABLE,
    431: Kind.TOO_COMPLICATED,
    500: Kind.UNAVAILABLE,
    502: Kind.UNAVAILABLE,
    503: Kind.UNAVAILABLE,
    504: Kind.UNAVAILABLE,
    599: Kind.UNAVAILABLE,
}


@pytest.mark.parametrize("kind_of_body", BODIES)
@pytest.mark.parametrize("status", BY_STATUS)
def test_the_status_says_what_happened_whatever_the_body_is(status: int, kind_of_body: str) -> None:
    refusal = classify(status, *BODIES[kind_of_body])

    assert (refusal.kind, refusal.status) == (BY_STATUS[status], status)


@pytest.mark.parametrize("status", [status for status in BY_STATUS if status >= 400])
def test_a_code_that_is_known_says_more_than_its_status(status: int) -> None:
    assert classify(status, "text/html", said("QUERY_TIMEOUT")).kind is Kind.QUERY_TIMEOUT


@pytest.mark.parametrize("status", [400, 403, 404, 405])
def test_a_page_in_place_of_an_answer_is_named_as_one(status: int) -> None:
    refusal = classify(status, *BODIES["HTML"])

    assert str(refusal) == f"a web page came in place of an answer: NOT_JSON ({status})"
    assert "proxy" in refusal.hint


@pytest.mark.parametrize(
    "body",
    [
        b'{"error":"INVALID_SESSION_ID"}',
        b'{"errorCode":"INVALID_SESSION_ID"}',
        b'<?xml version="1.0"?><error xmlns="x"><exceptionCode>InvalidSessionId</exceptionCode></error>',
        b"<soapenv:Envelope><soapenv:Fault><faultcode>sf:INVALID_SESSION_ID</faultcode></soapenv:Fault>"
        b"</soapenv:Envelope>",
    ],
)
def test_the_same_code_is_read_from_every_envelope(body: bytes) -> None:
    assert classify(500, "", body).kind is Kind.SESSION


def test_a_redirect_is_not_tried_again() -> None:
    assert not classify(301, "", b"").retryable


@pytest.mark.parametrize(
    ("message", "columns"),
    [
        ("\nselect Id, B__c from Lead\n ^\nERROR at Row:1:Column:35\nNo such column 'B__c' on entity 'Lead'.",
         ("B__c", "Lead")),
        ("\nWHERE Name = 'Secret'\n      ^\nERROR at Row:1\nNo such column 'X__c' on entity 'Lead'.", ("X__c", "Lead")),
        ("「B__c」という列はありません", ("B__c",)),
        ("duplicate field selected: Id", ("Id",)),
        ("No such relation 'Owner.Manager__r' here", ("Owner.Manager__r",)),
        ("invalid value 'Anna Müller <a@b.c>'", ()),
    ],
)  # fmt: skip
def test_columns_are_named_and_values_are_not(message: str, columns: tuple[str, ...]) -> None:
    assert classify(400, JSON, said("INVALID_FIELD", message)).columns == columns


def test_a_filter_that_is_required_is_named() -> None:
    message = "RelationshipDomain: 列を絞り込む場合、条件は必須です [ParentSobjectId,FieldId]"

    assert classify(400, JSON, said("MALFORMED_QUERY", message)).columns == ("ParentSobjectId", "FieldId")


def test_a_refusal_shows_nothing_of_the_body() -> None:
    refusal = classify(400, JSON, said("INVALID_FIELD", "No such column 'B__c': canary-7f3a", fields=["B__c"]))

    assert str(refusal) == "the org did not answer as asked: INVALID_FIELD (400)"
    assert "canary" not in repr(vars(refusal))


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None),
        ("", None),
        ("7", 7.0),
        ("86400", 900.0),
        ("9" * 400, 900.0),
        ("Sun, 22 Nov 2026 12:00:30 GMT", 30.0),
        ("Sun, 22 Nov 2026 11:00:00 GMT", 0.0),
        ("Mon, 23 Nov 2026 12:00:00 GMT", 900.0),
        ("soon", None),
        ("-5", None),
        ("٣", None),
    ],
)
def test_a_wait_is_a_number_or_a_date_and_never_long(header: str | None, seconds: float | None) -> None:
    assert seconds_to_wait(header, now=datetime(2026, 11, 22, 12, tzinfo=UTC)) == seconds


def test_a_refusal_that_nobody_expected_ends_with_exit_code_5() -> None:
    assert ApiError(Kind.OTHER, "X").exit_code == 5


@pytest.mark.skipif(not RECORDINGS.is_dir(), reason="recordings are not beside this checkout")
def test_every_recorded_error_has_its_kind() -> None:
    catalogue = json.loads((RECORDINGS / "errors" / "ERRORS_catalogue.json").read_text())

    kinds = {
        name: classify(one["http_status"], JSON, json.dumps(one["body"]).encode()).kind
        for name, one in catalogue.items()
        if not name.startswith("_")
    }

    assert [name for name, kind in kinds.items() if kind is Kind.OTHER and not name.startswith("oauth")] == []
