"""By how much a number may differ from another: a number, or a share of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import PlainValidator, WithJsonSchema

from sf_audit.rulebook.settings.settings import number, share


@dataclass(frozen=True, slots=True)
class Difference:
    """A difference that is allowed; with `of_share`, a share of the number that is judged."""

    number: float = 0
    of_share: bool = False


EXACTLY = Difference()


def _difference(value: object) -> Difference:
    if isinstance(value, Difference):
        return value
    if isinstance(value, str) and value.strip().endswith("%"):
        return Difference(share(value), of_share=True)
    found = number(value)
    if not isinstance(found, int | float) or not 0 <= found < float("inf"):
        raise ValueError("write a number that is not negative, for example 0.01, or a share, for example 1%")
    return Difference(float(found))


Tolerance = Annotated[
    Difference,
    PlainValidator(_difference),
    WithJsonSchema(
        {"anyOf": [{"type": "number", "minimum": 0}, {"type": "string", "pattern": r"^\d{1,3}(\.\d+)?\s*%$"}]}
    ),
]
