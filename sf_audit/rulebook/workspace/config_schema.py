"""The JSON Schema of `sf-audit.yaml`, from the classes that read it."""

from __future__ import annotations

from typing import Any

from sf_audit.rulebook.files.validate import adapter_of
from sf_audit.rulebook.workspace.config import Config
from sf_audit.rulebook.workspace.record_sources import SourceEntry
from sf_audit.rulebook.workspace.visibility import PEOPLE, PeopleSettings


def config_schema() -> dict[str, Any]:
    """One document; beside the people who are declared, `people` takes settings of its own."""
    whole = adapter_of(Config).json_schema()
    settings = adapter_of(PeopleSettings).json_schema(ref_template="#/$defs/{model}")
    whole["$defs"].update(settings.pop("$defs", {}))
    whole["properties"][PEOPLE]["properties"] = settings["properties"]
    whole["$defs"][SourceEntry.__name__]["properties"]["max_age"]["default"] = "24 hours"
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **whole, "title": "sf-audit.yaml"}
