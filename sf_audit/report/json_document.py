"""A document as JSON in ASCII, so that what a terminal or an editor shows is what is there."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def json_document(document: Mapping[str, object]) -> str:
    """The document, ending in a newline. A half surrogate pair, which is no character, becomes U+FFFD."""
    return json.dumps(_plain(document), indent=1, allow_nan=False) + "\n"


def _plain(value: object) -> object:
    """The same in what JSON has: text, numbers, lists and objects."""
    if isinstance(value, Mapping):
        return {_LONE_SURROGATE.sub("\ufffd", str(key)): _plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    if isinstance(value, str):
        return _LONE_SURROGATE.sub("\ufffd", value)
    return value.isoformat() if isinstance(value, date) else value
