"""References between the parts of a composite request: `@{first.records[0].Id}`.

"Composite" in the "REST API Developer Guide": a reference names an earlier part and a place in its response body.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from sf_audit.demo.server.refusals import Refusal

_REFERENCE: Final = re.compile(r"@\{(\w+)((?:\.\w+|\[\d+\])*)\}")
_STEP: Final = re.compile(r"\.(\w+)|\[(\d+)\]")


def resolved(part: dict[str, object], known: Mapping[str, object]) -> dict[str, object]:
    """The part with what its references stand for, in its url and its body; `known` is each body so far.

    Raises:
        Refusal: PROCESSING_HALTED for a reference that leads nowhere.
    """
    return {name: _filled(value, known) if name in {"url", "body"} else value for name, value in part.items()}


def _filled(value: object, known: Mapping[str, object]) -> object:
    if isinstance(value, dict):
        return {name: _filled(inner, known) for name, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, known) for inner in value]
    if isinstance(value, str):
        return _REFERENCE.sub(lambda match: _found(match, known), value)
    return value


def _found(match: re.Match[str], known: Mapping[str, object]) -> str:
    place: object = known.get(match[1])
    for step in _STEP.finditer(match[2]):
        place = _inside(place, step)
    if place is None or isinstance(place, dict | list):
        name = match[0][2:-1]
        raise Refusal("PROCESSING_HALTED", f"Invalid reference specified. No value for {name} found in {match[1]}")
    return str(place)


def _inside(place: object, step: re.Match[str]) -> object:
    if isinstance(place, dict) and step[1]:
        return place.get(step[1])
    if isinstance(place, list) and step[2] and int(step[2]) < len(place):
        return place[int(step[2])]
    return None
