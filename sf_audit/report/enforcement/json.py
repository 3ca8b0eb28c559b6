"""The matrix for programs: the nouns of `sf_audit.model.enforcement` one to one, with `complete` and counts beside."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict

from sf_audit.model.enforcement import Enforcement
from sf_audit.report.json_document import json_document

SCHEMA_VERSION = 1


def enforcement_json(matrix: Enforcement) -> Iterable[str]:
    """The document, in ASCII, ending in a newline."""
    document = {
        "schema_version": SCHEMA_VERSION,
        "complete": matrix.complete,
        "verdicts": {str(verdict): number for verdict, number in matrix.counts.items()},
        **asdict(matrix),
    }
    return [json_document(document)]
