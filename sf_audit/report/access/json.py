"""Answers about access for programs: the nouns of `sf_audit.model.access` one to one, with `complete` beside them."""

from __future__ import annotations

from dataclasses import asdict

from sf_audit.model.access import Diff, Who, Why
from sf_audit.report.json_document import json_document

SCHEMA_VERSION = 1


def access_json(answer: Why | Who | Diff) -> str:
    """The document, in ASCII, ending in a newline. `question` says which of the three it is."""
    counts = {"live": answer.live, "only_in_a_session": answer.only_in_a_session} if isinstance(answer, Who) else {}
    document = {
        "schema_version": SCHEMA_VERSION,
        "question": type(answer).__name__.lower(),
        "complete": answer.complete,
        **counts,
        **asdict(answer),
    }
    return json_document(document)
