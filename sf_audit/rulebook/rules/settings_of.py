"""What the settings of a check mean: read from the types with which the check declares them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from sf_audit.rulebook.rules.check import checks
from sf_audit.rulebook.settings.org_names import Meaning


@cache
def meanings(kind: type) -> Mapping[str, Meaning]:
    """By setting, what it names of the org; settings that name nothing of it are left out."""
    hints = get_type_hints(kind, include_extras=True)
    known = {field.name: _meaning(hints[field.name]) for field in fields(kind)}
    return {name: meaning for name, meaning in known.items() if meaning is not None}


@cache
def verbs_for(field_type: str) -> tuple[str, ...]:
    """The verbs that judge one field of this type."""
    return tuple(
        verb for verb, kind in checks().items() if "field" in meanings(kind) and field_type in getattr(kind, "fits", ())
    )


def _meaning(hint: Any) -> Meaning | None:
    """The last one that stands beside the type: it is the most particular."""
    found = list(_all(hint))
    return found[-1] if found else None


def _all(hint: Any) -> Iterator[Meaning]:
    if get_origin(hint) is Annotated:
        inner, *beside = get_args(hint)
        yield from _all(inner)
        yield from (meaning for meaning in beside if isinstance(meaning, Meaning))
        return
    for part in get_args(hint):
        yield from _all(part)
