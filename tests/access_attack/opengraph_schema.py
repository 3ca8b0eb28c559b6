"""What BloodHound takes, as JSON Schema, written from its documentation.

    "OpenGraph Nodes", "OpenGraph Edges", "OpenGraph Metadata" and "OpenGraph Schema" of BloodHound's documentation,
    as of November 2026

Where the documentation says *should* or *may cause ingest to fail*, this says *must*: small letters in the names of
properties, no spaces in them, no property that BloodHound fills in itself.
"""

from __future__ import annotations

from typing import Any

PLAIN: dict[str, Any] = {
    "anyOf": [
        {"type": ["string", "number", "boolean"]},
        *({"type": "array", "items": {"type": kind}} for kind in ("string", "number", "boolean")),
    ]
}
PROPERTIES: dict[str, Any] = {
    "type": "object",
    "propertyNames": {
        "pattern": "^[a-z][a-z0-9_]*$",
        "not": {"enum": ["objectid", "lastseen", "lastcollected", "reconcile"]},
    },
    "additionalProperties": PLAIN,
}
KIND: dict[str, Any] = {"type": "string", "pattern": "^[A-Za-z0-9_]+$", "not": {"pattern": "^[Tt][Aa][Gg]_"}}
OWN_KIND: dict[str, Any] = {"allOf": [KIND, {"pattern": "^SF"}]}
END: dict[str, Any] = {
    "type": "object",
    "required": ["value", "match_by"],
    "properties": {"value": {"type": "string", "minLength": 1}, "match_by": {"const": "id"}, "kind": KIND},
    "additionalProperties": False,
}
NODE: dict[str, Any] = {
    "type": "object",
    "required": ["id", "kinds"],
    "properties": {
        "id": {"type": "string", "minLength": 1},
        "kinds": {"type": "array", "minItems": 1, "maxItems": 3, "uniqueItems": True, "items": OWN_KIND},
        "properties": PROPERTIES,
    },
    "additionalProperties": False,
}
EDGE: dict[str, Any] = {
    "type": "object",
    "required": ["start", "end", "kind"],
    "properties": {"start": END, "end": END, "kind": OWN_KIND, "properties": PROPERTIES},
    "additionalProperties": False,
}
DOCUMENT: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "required": ["metadata", "graph"],
    "properties": {
        "metadata": {
            "type": "object",
            "required": ["source_kind"],
            "properties": {"source_kind": OWN_KIND},
            "additionalProperties": False,
        },
        "graph": {
            "type": "object",
            "required": ["nodes", "edges"],
            "properties": {
                "nodes": {"type": "array", "items": NODE},
                "edges": {"type": "array", "items": EDGE},
            },
            "additionalProperties": False,
        },
    },
    "additionalProperties": False,
}
