"""Who may approve: the people and teams that a workspace declares."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from sf_audit.nearness import folded, nearest
from sf_audit.rulebook.workspace.config import (
    BlindSpot,
    Config,
    Exemption,
    MassDeletion,
    Override,
    OwnerEntry,
    RecordCountGap,
    Waiver,
)
from sf_audit.rulebook.workspace.due_later import BurnDownPlan, SlaApproval

A = TypeVar("A", Override, BlindSpot, Exemption, MassDeletion, RecordCountGap, SlaApproval, BurnDownPlan, Waiver)

DECLARE = "Declare people in sf-audit.yaml, for example `people: {mara: {name: Mara Lindqvist}}`."


#: So many of those who are declared are named where none is near.
_LISTED = 8


def declared(config: Config) -> Mapping[str, OwnerEntry]:
    """Everybody who is declared under `people:` or `owners:`, by key."""
    return {**config.owners, **config.people}


def find(config: Config, word: str) -> OwnerEntry | None:
    """The person or team that is called so, by key or by name."""
    known = declared(config)
    by_name = {folded(entry.name): entry for entry in known.values()}
    return known.get(word) or by_name.get(folded(word))


def name_of(config: Config, word: str) -> str:
    """The name of who is called so; the word itself where nobody is."""
    entry = find(config, word)
    return entry.name if entry else word


def meant(config: Config, word: str) -> str:
    """A hint for a name that nobody is declared by."""
    known = declared(config)
    near = nearest(word, [*known, *(entry.name for entry in known.values())])
    if near:
        return f"Did you mean “{near}”? {DECLARE}"
    some = [key if entry.name == key else f"{key} ({entry.name})" for key, entry in list(known.items())[:_LISTED]]
    more = ", …" if len(known) > _LISTED else ""
    return f"Declared: {', '.join(some)}{more}. {DECLARE}" if known else DECLARE


def same(config: Config, word: str, other: str) -> bool:
    """Whether both words mean one person."""
    left, right = find(config, word), find(config, other)
    if left is None or right is None:
        return folded(word) == folded(other)
    return folded(left.name) == folded(right.name) or bool(left.contact and left.contact == right.contact)


def with_names(config: Config) -> Config:
    """The configuration with the names of those who approved, whichever word the file calls them by."""
    return replace(
        config,
        overrides={rule: _named(config, override) for rule, override in config.overrides.items()},
        blind_spots=tuple(_named(config, spot) for spot in config.blind_spots),
        mass_deletions=tuple(_named(config, deletion) for deletion in config.mass_deletions),
        exemptions={name: _named(config, exemption) for name, exemption in config.exemptions.items()},
        record_count_gaps=tuple(_named(config, gap) for gap in config.record_count_gaps),
        sla_approval=_named(config, config.sla_approval) if config.sla_approval else None,
        burn_down=_named(config, config.burn_down) if config.burn_down else None,
    )


def waivers_with_names(config: Config, waivers: Sequence[Waiver]) -> tuple[Waiver, ...]:
    """The waivers with the names of those who approved."""
    return tuple(_named(config, waiver) for waiver in waivers)


def _named(config: Config, approval: A) -> A:
    return replace(approval, approved_by=name_of(config, approval.approved_by))
