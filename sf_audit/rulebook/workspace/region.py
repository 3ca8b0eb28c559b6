"""The region in which telephone numbers without a country code are read: of a rule, or of the whole workspace."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from sf_audit.rulebook.rules.records import OfField
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.rules.rule_text import with_setting

#: Where neither a rule nor the workspace names one.
DEFAULT_REGION = "US"


def region(value: object) -> str:
    """A two-letter code of ISO 3166-1 that has a numbering plan."""
    from sf_audit.expectations.texts.countries import is_region, region_of

    code = value.strip().upper() if isinstance(value, str) else ""
    if is_region(code):
        return code
    meant = region_of(value) if isinstance(value, str) else ""
    hint = f"did you mean {meant}?" if meant else "write a code of two letters (ISO 3166-1), for example DE"
    raise ValueError(f"there is no region “{value}”: {hint}")


Region = Annotated[str, BeforeValidator(region), WithJsonSchema({"type": "string", "pattern": "^[A-Za-z]{2}$"})]


@dataclass(frozen=True, kw_only=True)
class OfNumbers(OfField):
    """A check of telephone numbers, which are read in a region."""

    region: Region | None = None


def in_region(rules: Sequence[Rule], region: str | None) -> tuple[Rule, ...]:
    """The rules, with the workspace's region in those that name none."""
    return tuple(_in_region(rule, region) for rule in rules)


def _in_region(rule: Rule, region: str | None) -> Rule:
    if region and isinstance(rule.check, OfNumbers) and rule.check.region is None:
        text = with_setting(rule.text, "region", region)
        return replace(rule, check=replace(rule.check, region=region), text=text)
    return rule
