"""What is wrong with the company on purpose, written down by the code that broke it.

A defect whose name begins with `trap-` looks wrong and is not: an auditor must not report it. Members of a pair of
duplicates are listed one by one, with the same sentence. Ids of things that are no records (a field, a limit) are
their API names: `FieldDefinition` `Account.Legacy_Segment__c`, `Limit` `DataStorageMB`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from sf_audit.demo.company.tables import text


@dataclass(frozen=True, slots=True)
class Planted:
    """One defect of one record: a slug, the record, and a sentence about what is wrong."""

    defect: str
    object: str
    id: str
    says: str
    hint_rule: str = ""


def hint(defect: str, kind: str, record: str) -> str:
    """The rule that is meant to find the defect, as `hints.txt` has it; empty for traps and where there is none."""
    listed = _hints()
    return listed.get(f"{defect}:{kind}") or listed.get(f"{defect}:{record}") or listed.get(defect, "")


@cache
def _hints() -> dict[str, str]:
    lines = (line.partition(" ") for line in text("hints.txt").splitlines())
    return {defect: rule for defect, _, rule in lines}


def write_planted(path: Path, planted: Iterable[Planted]) -> None:
    """Write the list as JSON, sorted, so that two runs can be compared line by line."""
    listed = sorted(planted, key=lambda entry: (entry.defect, entry.object, entry.id))
    path.write_text(json.dumps([asdict(entry) for entry in listed], indent=1) + "\n", encoding="utf-8")
