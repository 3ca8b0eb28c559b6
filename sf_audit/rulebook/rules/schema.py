"""The JSON Schema of a rule file, from the classes that read it."""

from __future__ import annotations

from typing import Any

from sf_audit.rulebook.files.validate import adapter_of
from sf_audit.rulebook.rules.check import checks
from sf_audit.rulebook.rules.load import RuleFile


def schema() -> dict[str, Any]:
    """One document: the keys of a rule, and under `check` one verb with its settings."""
    whole = adapter_of(RuleFile).json_schema()
    definitions: dict[str, Any] = whole.setdefault("$defs", {})
    verbs = {}
    for verb, kind in checks().items():
        settings = adapter_of(kind).json_schema(ref_template="#/$defs/{model}")
        definitions.update(settings.pop("$defs", {}))
        settings["additionalProperties"] = False
        verbs[verb] = settings
    whole["properties"]["check"] = {
        "type": "object",
        "description": "One verb with its settings.",
        "properties": verbs,
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": 1,
    }
    whole["additionalProperties"] = False
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "A rule of sf-audit", **whole}
