"""Answers about access for programs: the nouns of `sf_audit.grants` one to one, with `complete` beside them."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date

from sf_audit.grants import Diff, Who, Why

SCHEMA_VERSION = 1

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def access_json(answer: Why | Who | Diff) -> str:
    """The document, in ASCII, ending in a newline. `question` says which of the three it is."""
    document = {
        "schema_version": SCHEMA_VERSION,
        "question": type(answer).__name__.lower(),
        "complete": answer.complete,
        **asdict(answer),
    }
    return json.dumps(_plain(document), indent=1, allow_nan=False) + "\n"


def _plain(value: object) -> object:
    """The same in what JSON has; a half surrogate pair, which is no character, becomes U+FFFD."""
    if isinstance(value, Mapping):
        return {_LONE_SURROGATE.sub("\ufffd", str(key)): _plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    if isinstance(value, str):
        return _LONE_SURROGATE.sub("\ufffd", value)
    return value.isoformat() if isinstance(value, date) else value
