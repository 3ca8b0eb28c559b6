"""JSON from the org, read without loss: decimals stay decimals, and text is always text that can be stored."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any, NoReturn

from sf_audit.connector.http.api_errors import NOT_JSON, ApiError, Kind

_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


def read_json(body: bytes) -> Any:
    """The value of a body. Raises ApiError INVALID_RESPONSE for what is not JSON, not UTF-8, or nested without end."""
    try:
        value = json.loads(body.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise ApiError(Kind.INVALID_RESPONSE, NOT_JSON, status=200) from None
    return _storable(value) if _SURROGATE.search(body) else value


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)


def _storable(value: Any) -> Any:
    """Half a surrogate pair is legal in JSON and in no file: it becomes the replacement character."""
    if isinstance(value, str):
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(value, list):
        return [_storable(one) for one in value]
    if isinstance(value, dict):
        return {_storable(key): _storable(one) for key, one in value.items()}
    return value
