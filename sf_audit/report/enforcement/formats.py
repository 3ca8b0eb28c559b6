"""The forms of the matrix of standards. This is the one list: the option of `sf-audit standards` is made of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sf_audit.model.enforcement import Enforcement
from sf_audit.report.enforcement.csv import enforcement_csv
from sf_audit.report.enforcement.json import enforcement_json
from sf_audit.report.enforcement.text import enforcement_text


@dataclass(frozen=True, slots=True)
class EnforcementFormat:
    """One form: how it is called on the command line, and what makes it, piece by piece."""

    name: str
    media_type: str
    pieces: Callable[[Enforcement], Iterable[str]]


ENFORCEMENT_FORMATS: Mapping[str, EnforcementFormat] = {
    each.name: each
    for each in (
        EnforcementFormat("text", "text/plain", enforcement_text),
        EnforcementFormat("json", "application/json", enforcement_json),
        EnforcementFormat("csv", "text/csv", enforcement_csv),
    )
}
"""Every form, by its name; the first is the one that is printed when nobody names another."""
