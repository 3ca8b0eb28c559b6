"""The register of decisions: what was decided, by whom, who follows it up, and what should then be in the org."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Self

from pydantic import BeforeValidator, WithJsonSchema

from sf_audit.registers.entry_types import SEVERAL_SCHEMA, Find, Party, SomeParties, Text, several
from sf_audit.rulebook.files.written_values import WrongValue, each
from sf_audit.rulebook.files.yaml_file import strict_keys
from sf_audit.rulebook.settings.day import Day
from sf_audit.rulebook.settings.settings import Part
from sf_audit.rulebook.settings.settings import part as part_name


def names(value: object) -> object:
    """Objects and fields by API name, as a list or as one text."""
    listed = several(value)
    if not isinstance(listed, list | tuple):
        return listed
    return each(lambda entry: _name(*entry), list(enumerate(listed)))


def _name(number: int, value: object) -> str:
    try:
        name = part_name(value)
    except ValueError as problem:
        raise WrongValue((number,), f"“{value}”: {problem}") from None
    if name.count(".") > 1:
        raise WrongValue((number,), f"“{value}”: write an object, or a field of it as Account.Industry")
    return name


@strict_keys
@dataclass(frozen=True)
class Decision:
    """One decision. `appears_as` names the objects and fields that the org should have once it is carried out."""

    id: Text
    decision: Text
    decided_on: Day
    decided_by: SomeParties
    owner: Party
    follow_up: str = ""
    due: Day | None = None
    done_on: Day | None = None
    appears_as: Annotated[tuple[Part, ...], BeforeValidator(names), WithJsonSchema(SEVERAL_SCHEMA)] = ()

    @property
    def name(self) -> str:
        """What tells it from the others."""
        return self.id

    def with_people(self, find: Find) -> Self:
        """The decision with everybody by key."""
        return replace(
            self,
            owner=find(self.owner, ("owner",)),
            decided_by=tuple(find(word, ("decided_by", place)) for place, word in enumerate(self.decided_by)),
        )


@strict_keys
@dataclass(frozen=True)
class DecisionFile:
    """The whole of `registers/decisions.yaml`."""

    decisions: tuple[Decision, ...]


def wrong_days(decisions: Sequence[Decision]) -> Iterator[WrongValue]:
    """Days of a decision that go back."""
    for number, decision in enumerate(decisions):
        for key, on in (("due", decision.due), ("done_on", decision.done_on)):
            if on is not None and on < decision.decided_on:
                yield WrongValue((number, key), f"{on} is before {decision.decided_on}, the day of the decision")
