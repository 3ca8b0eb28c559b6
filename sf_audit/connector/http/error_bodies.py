"""Errors as bodies hold them: in four envelopes, or in none at all.

The same code comes as a JSON array (REST, Bulk 2.0), a JSON object (OAuth), a SOAP fault, and the XML of Bulk 1.0.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.]{0,79}")
_XML_CODE = re.compile(rb"<(?:\w+:)?(?:exceptionCode|faultcode)>(?:\w+:)?([A-Za-z][A-Za-z0-9_]{0,79})<")
_API_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,79}(?:\.[A-Za-z][A-Za-z0-9_]{0,79}){0,5}")
_QUOTED = re.compile(r"['\"‘’“”「」«»`]\s?([^'\"‘’“”「」«»`\s]{1,300})\s?['\"‘’“”「」«»`]")
_LISTED = re.compile(r"\[([\w.,\s]{1,2000})\]|(?:selected|:)\s*([A-Za-z][\w.]*)\s*$")
_CARET = re.compile(r"^\s*\^\s*$", re.MULTILINE)
_PAGE = re.compile(rb"(?i)(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,500}?-->\s*)*<(?:!doctype\s+html|html)\b", re.DOTALL)
_BEFORE = b"\xef\xbb\xbf \r\n\t"


def is_page(content_type: str, body: bytes) -> bool:
    """Whether this is a page for people: a login form of a proxy, a maintenance notice."""
    return "html" in content_type.lower() or _is_html(body)


def _is_html(body: bytes) -> bool:
    return _PAGE.match(body[:2048].lstrip(_BEFORE)) is not None


def errors_in(body: bytes) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(code, message, fields) of every error in the body, whatever its envelope."""
    head = body[:64].lstrip(_BEFORE)
    if head.startswith(b"<"):
        if _is_html(body):
            return
        yield from ((found.decode("ascii"), "", ()) for found in _XML_CODE.findall(body[:65536]))
        return
    if not head.startswith((b"[", b"{")):
        return
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return
    for error in value if isinstance(value, list) else [value]:
        if isinstance(error, dict):
            yield from _one_error(error)


def _one_error(error: dict[str, object]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    code = error.get("errorCode") or error.get("exceptionCode") or error.get("error")
    if isinstance(code, str) and _CODE.fullmatch(code):
        fields = error.get("fields")
        named = tuple(name for name in fields if isinstance(name, str)) if isinstance(fields, list) else ()
        yield code, str(error.get("message") or error.get("exceptionMessage") or ""), named


def names_in(message: str, fields: tuple[str, ...]) -> tuple[str, ...]:
    """The API names that an error tells of: those it lists, and those that its sentence quotes."""
    # Above the caret the org repeats our query, and with it the values in its WHERE.
    sentence = _CARET.split(message)[-1]
    words = list(fields) + _QUOTED.findall(sentence)
    for many, single in _LISTED.findall(sentence):
        words += [word.strip() for word in many.split(",")] + [single]
    return tuple(dict.fromkeys(word for word in words if _API_NAME.fullmatch(word)))
