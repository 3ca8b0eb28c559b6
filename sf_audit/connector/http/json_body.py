"""JSON from the org, read without loss: decimals stay decimals, and text is always text that can be stored."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any, NoReturn

from sf_audit.connector.http.answer_sizes import has_too_many_values
from sf_audit.connector.http.api_errors import NOT_JSON, ApiError, Kind

#: A double has 309 digits before its point at most.
_MOST_DIGITS = 400

_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


def read_json(body: bytes) -> Any:
    """The value of a body. Raises ApiError INVALID_RESPONSE for what is not JSON, not UTF-8, or nested without end.

    And for what would take many times its size in memory.
    """
    if has_too_many_values(body):
        raise ApiError(Kind.INVALID_RESPONSE, "ANSWER_TOO_LARGE", status=200, final=True)
    try:
        value = json.loads(body.decode("utf-8-sig"), parse_float=_decimal, parse_constant=_no_number)
        return _storable(value) if _SURROGATE.search(body) else value
    except (ValueError, RecursionError, ArithmeticError):
        raise ApiError(Kind.INVALID_RESPONSE, NOT_JSON, status=200) from None


def _decimal(word: str) -> Decimal:
    """A number as it stands. 1E999999999 is none of Salesforce's, and as digits would fill the memory."""
    number = Decimal(word)
    if not -_MOST_DIGITS < number.adjusted() < _MOST_DIGITS:
        raise ValueError(word)
    return number


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def _storable(value: Any) -> Any:
    """Half a surrogate pair is legal in JSON and in no file: it becomes the replacement character."""
    if isinstance(value, str):
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(value, list):
        return [_storable(item) for item in value]
    if isinstance(value, dict):
        return {_storable(key): _storable(item) for key, item in value.items()}
    return value
