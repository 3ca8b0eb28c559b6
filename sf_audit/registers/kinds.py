"""The registers that there are. Another one is a file with its entry, and a line here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, Self, cast

from sf_audit.registers.decisions import Decision, DecisionFile, wrong_days
from sf_audit.registers.entry_types import Find
from sf_audit.registers.raci import Activity, RaciFile, wrong_rules
from sf_audit.registers.requests import Request, RequestFile, wrong_histories
from sf_audit.rulebook.files.validate import adapter_of
from sf_audit.rulebook.files.written_values import WrongValue
from sf_audit.rulebook.workspace.config import Config

#: The folder of a workspace in which they lie.
FOLDER = "registers"


class Entry(Protocol):
    """One entry of a register."""

    @property
    def name(self) -> str:
        """What tells it from the others of its register."""

    def with_people(self, find: Find) -> Self:
        """The entry with everybody by key, each looked up by the word that was written."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What entries of a register may name: declared people, and the ids of rules. `today` is the latest anywhere."""

    config: Config
    rules: tuple[str, ...]
    today: date


@dataclass(frozen=True, slots=True)
class Kind:
    """One register: its name, what it is for, its entries, and the whole of its file.

    `key` is the field that tells entries apart; `days` are fields of days that have passed. `wrong` finds what is wrong
    between the parts of an entry, or between entries.
    """

    name: str
    about: str
    entry: type
    file: type
    key: str
    days: tuple[str, ...]
    wrong: Callable[[Sequence[Any], Surroundings], Iterator[WrongValue]]

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema of its YAML file."""
        whole = adapter_of(cast(Any, self.file)).json_schema()
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            **whole,
            "title": f"{FOLDER}/{self.name}.yaml",
        }


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "raci",
            "who is responsible, accountable, consulted and informed, for which activity and its rules",
            Activity,
            RaciFile,
            "activity",
            ("reviewed_on",),
            lambda entries, around: wrong_rules(entries, around.rules),
        ),
        Kind(
            "requests",
            "what somebody wants of the CRM, from the proposal to the retrospective",
            Request,
            RequestFile,
            "id",
            ("history.on", "signed.on"),
            lambda entries, _: wrong_histories(entries),
        ),
        Kind(
            "decisions",
            "what was decided, by whom, who follows it up, and what should then be in the org",
            Decision,
            DecisionFile,
            "id",
            ("decided_on", "done_on"),
            lambda entries, _: wrong_days(entries),
        ),
    )
}
