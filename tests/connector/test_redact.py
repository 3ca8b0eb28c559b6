"""What is logged may be read by anybody."""

from __future__ import annotations

import logging

import pytest

from sf_audit.connector.http.log_redaction import Redacting, redacted


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Authorization: Bearer 00Dxx0000000001!AQcanary.x", "Authorization: Bearer …"),
        ("Authorization: Basic Y2FuYXJ5Y2FuYXJ5", "Authorization: Basic …"),
        ("sid 00D0000000000011!AQcanary_x.y is out", "sid … is out"),
        ("assertion=eyJhbGciOi.eyJjYW5hcnki.c2ln&x=1", "assertion=…&x=1"),
        ('{"access_token":"canary","id":"1"}', '{"access_token":"…","id":"1"}'),
        ("client_secret=canary&grant_type=x", "client_secret=…&grant_type=x"),
        ("proxy http://me:canary@proxy:8080 said no", "proxy http://…@proxy:8080 said no"),
        (
            '"GET /services/data/v62.0/query?q=SELECT+canary HTTP/1.1" 200',
            '"GET /services/data/v62.0/query?… HTTP/1.1" 200',
        ),
        ("-----BEGIN PRIVATE KEY-----\ncanary\n-----END PRIVATE KEY-----", "…"),
        ("12 rows of Account", "12 rows of Account"),
    ],
)
def test_secrets_and_queries_are_taken_out(text: str, expected: str) -> None:
    assert redacted(text) == expected


def test_a_handler_redacts_arguments_and_tracebacks(caplog: pytest.LogCaptureFixture) -> None:
    caplog.handler.addFilter(Redacting())
    log = logging.getLogger("sf_audit.test")

    try:
        int("Bearer canary-canary")
    except ValueError:
        log.exception("asked %s", "/services/data/v62.0/query?q=canary")

    assert "canary" not in caplog.text
    assert "ValueError" in caplog.text
