"""Keeps secrets and queries out of logs, also those of the libraries below us.

urllib3 logs every path at DEBUG, and a query carries values in its WHERE; an error of a proxy carries its password.
"""

from __future__ import annotations

import logging
import re

_SECRETS = (
    (re.compile(r"(?i)\b(bearer|basic|oauth)\s+[A-Za-z0-9+/=._~!-]{6,}"), r"\1 …"),
    (re.compile(r"\b00D[A-Za-z0-9]{12,15}![A-Za-z0-9._]{8,}"), "…"),
    (re.compile(r"\beyJ[A-Za-z0-9_-]{8,}(?:\.[A-Za-z0-9_-]+){0,2}"), "…"),
    (
        re.compile(
            r"(?i)\b(access_token|assertion|client_secret|password|sessionId|security_token)(\W{1,4})[^\s&\"'<,}]+"
        ),
        r"\1\2…",
    ),
    (re.compile(r"(\w+://)[^/\s:@]+:[^/\s@]+@"), r"\1…@"),
    (re.compile(r"(/services/[^\s?\"']*)\?[^\s\"']*"), r"\1?…"),
    (re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)", re.DOTALL), "…"),
)


def redacted(text: str) -> str:
    """The text without tokens, passwords, keys and query strings."""
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return text


class Redacting(logging.Filter):
    """For a handler: what passes it is redacted, arguments and tracebacks included."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the record pass, rewritten."""
        record.msg, record.args = redacted(record.getMessage()), None
        if record.exc_info:
            record.exc_text = redacted(logging.Formatter().formatException(record.exc_info))
            record.exc_info = None
        return True
