"""What a rule asks, as a text that is kept with every review: the verb and its settings, scope included.

Title, reason, severity, owner and share are not in it: they change nothing about which records are findings. Two
files that ask the same with their keys in another order have the same text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError

from sf_audit.rulebook.files.validate import adapter_of, plain
from sf_audit.rulebook.rules.check import AnyCheck, checks


def text_of(verb: str, settings: Mapping[str, Any]) -> str:
    """The text of a rule, canonical JSON. Raises ValueError for a number that no text can hold."""
    return json.dumps({verb: plain(settings)}, sort_keys=True, default=_day)


def with_setting(text: str, name: str, value: str) -> str:
    """The text with a setting that comes from the workspace: the rule asks something else where that is another."""
    return with_settings(text, {name: value})


def with_settings(text: str, more: Mapping[str, Any]) -> str:
    """The same for several settings."""
    if not text:
        return text
    ((verb, settings),) = json.loads(text).items()
    return text_of(verb, {**settings, **more})


def check_of(text: str) -> AnyCheck | None:
    """The check that a stored text says; None where this version of the tool does not understand it."""
    try:
        ((verb, settings),) = json.loads(text).items()
        check: AnyCheck = adapter_of(checks()[verb]).validate_python(settings)
    except (ValidationError, ValueError, AttributeError, KeyError, TypeError, RecursionError):
        return None
    return check


def sha256_of(text: str) -> str:
    """What tells one text from another."""
    return hashlib.sha256(text.encode()).hexdigest()


def _day(value: object) -> str:
    """YAML reads 2026-01-31 as a date."""
    return value.isoformat() if isinstance(value, date) else str(value)
