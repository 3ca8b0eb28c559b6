"""review.json: the Review one to one, but for `examples`, which may name people and are therefore never in it.

The public contract fixes the keys; new ones may come within a schema version, so unknown keys are passed over, and
a document of an unknown version is refused.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from sf_audit.errors import IntegrityBroken, UsageProblem
from sf_audit.model.review import Review
from sf_audit.report.json_document import json_document

SCHEMA_VERSION = 1


def to_json(review: Review) -> str:
    """The document, in ASCII, ending in a newline."""
    written = _adapter().dump_python(review, exclude={"examples"})
    written["snapshot"] = {"manifest_sha256": review.snapshot}
    document = {"schema_version": written.pop("schema_version"), **written}
    return json_document(document)


def from_json(text: str) -> Review:
    """The Review that `to_json` wrote; IntegrityBroken where it is damaged, UsageProblem where it is of another age."""
    document = _parsed(text)
    version = document.get("schema_version")
    if version != SCHEMA_VERSION or isinstance(version, bool):
        raise UsageProblem(
            f"This review.json has schema version {_named(version)}; this sf-audit reads version {SCHEMA_VERSION}.",
            hint="Read it with the version of sf-audit that wrote it, or a newer one.",
        )
    snapshot = document.get("snapshot")
    document["snapshot"] = snapshot.get("manifest_sha256") if isinstance(snapshot, dict) else None
    document.pop("examples", None)
    try:
        return _adapter().validate_python(document)
    except ValidationError as damaged:
        where = ", ".join(sorted({".".join(map(str, error["loc"])) for error in damaged.errors()})[:5])
        raise _not_what_was_written(f"its contents do not fit at {where}") from None


def _parsed(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise _not_what_was_written("it is not JSON") from None
    if not isinstance(document, dict):
        raise _not_what_was_written("it is not a JSON object")
    return document


def _not_what_was_written(why: str) -> IntegrityBroken:
    message = f"This review.json is not what was written: {why}."
    return IntegrityBroken(message, hint="Restore the file, or review again.")


def _named(version: object) -> str:
    return str(version) if isinstance(version, int) else "unknown"


@cache
def _adapter() -> TypeAdapter[Review]:
    return TypeAdapter(Review)
