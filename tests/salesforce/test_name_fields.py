"""Fields that name a record are those that real orgs describe so."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sf_audit.salesforce.name_fields import name_field

RECORDED = Path(__file__).parents[3] / "shared" / "recordings" / "describe"


def test_recorded_descriptions_name_the_same_field() -> None:
    if not RECORDED.is_dir():
        pytest.skip("no recordings of real orgs here")

    found = {
        document["name"]: [field["name"] for field in document["fields"] if field.get("nameField")]
        for path in RECORDED.glob("*.json")
        for document in described(json.loads(path.read_text(encoding="utf-8-sig")))
    }

    flagged = {name: fields for name, fields in found.items() if fields}
    assert {"Account", "Case", "Event", "User"} <= flagged.keys()
    assert {name: name_field(name) for name in flagged} == {name: fields[0] for name, fields in flagged.items()}


def test_names_of_objects_have_no_case() -> None:
    assert [name_field(name) for name in ("task", "CASE", "Account", "Plan__c")] == [
        "Subject",
        "CaseNumber",
        "Name",
        "Name",
    ]


def described(document: object) -> Iterator[dict[str, Any]]:
    """Every describe in a recording, wherever it is in it."""
    match document:
        case {"name": str(name), "fields": [{"name": str()}, *_] as fields}:
            yield {"name": name, "fields": fields}
        case dict():
            for part in document.values():
                yield from described(part)
        case list():
            for part in document:
                yield from described(part)
        case str(text) if text.lstrip()[:1] in {"{", "["}:
            yield from described(json.loads(text))
