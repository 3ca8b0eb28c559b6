"""rules.json: what each rule asked in a review. A later one tells by it a mended record from a rule that asks less.

One of the files of a review that are sealed with it. Under `--redact` it holds the hashes of the texts alone, because
settings may name people.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from sf_audit.model.review import Severity
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.rules.rule_text import sha256_of
from sf_audit.small_file import read_small_file
from sf_audit.snapshot.json_file import LARGEST

RULES = "rules.json"


@dataclass(frozen=True, slots=True)
class StoredRule:
    """One rule as a review asked it. `text` is empty where it was withheld; `sha256` is that of the whole text.

    `uid` is the first id that the rule ever had, and `was` are those since; empty in files from before they were kept.
    """

    rule: str
    title: str
    sha256: str
    severity: Severity
    at_least: float
    off: bool = False
    text: str = ""
    uid: str = ""
    was: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _RulesFile:
    rules: tuple[StoredRule, ...]
    schema_version: Literal[1] = 1


def stored_rules(rules: Sequence[Rule], off: Collection[str], *, redact: bool = False) -> dict[str, StoredRule]:
    """The rules of today as they are kept, by id. `off` are those that are switched off."""
    return {
        rule.id: StoredRule(
            rule=rule.id,
            title=rule.title,
            sha256=sha256_of(rule.text),
            severity=rule.severity,
            at_least=rule.at_least,
            off=rule.id in off,
            text="" if redact else rule.text,
            uid=rule.uid,
            was=rule.was,
        )
        for rule in rules
    }


def write_rules(rules: Mapping[str, StoredRule], folder: Path) -> None:
    """Write rules.json into the folder of a review."""
    content = _adapter().dump_python(_RulesFile(tuple(rules.values())), mode="json")
    (folder / RULES).write_text(json.dumps(content, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def read_rules(folder: Path) -> dict[str, StoredRule]:
    """The rules of a stored review by their ids then; none where it was written before there was such a file.

    One that is damaged tells as little: nothing is then called fixed on its word.
    """
    try:
        content = _adapter().validate_json(read_small_file(folder / RULES, LARGEST))
    except (OSError, ValidationError):
        return {}
    return {rule.rule: rule for rule in content.rules}


@cache
def _adapter() -> TypeAdapter[_RulesFile]:
    return TypeAdapter(_RulesFile)
