"""Data quality by object and dimension: which kinds of rules hold where."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from sf_audit.model.review import Outcome, Pillar, Status
from sf_audit.model.standing import GRAVE


class Dimension(StrEnum):
    """What is asked of data, in the order of the strip."""

    COMPLETE = "Complete"
    VALID = "Valid"
    UNIQUE = "Unique"
    CURRENT = "Current"
    CONSISTENT = "Consistent"


#: By the verb of a check. A verb that is not here asks for nothing of this kind.
VERBS: Mapping[str, Dimension] = {
    **dict.fromkeys(("filled", "some_filled", "has_related"), Dimension.COMPLETE),
    **dict.fromkeys(
        (
            *("active_picklist_value", "between", "country", "email", "length", "matches", "no_personal_data"),
            *("none_of", "not_like", "not_outlier", "not_placeholder", "one_of", "phone", "postal_code", "web_address"),
        ),
        Dimension.VALID,
    ),
    **dict.fromkeys(("no_duplicate", "not_elsewhere", "unique"), Dimension.UNIQUE),
    **dict.fromkeys(
        ("fresh", "kept_no_longer", "not_future", "not_past", "not_pushed", "stage_age"), Dimension.CURRENT
    ),
    **dict.fromkeys(
        ("adds_up", "in_order", "no_cycle", "no_related", "owned_by_active", "refers_to", "state"),
        Dimension.CONSISTENT,
    ),
}


@dataclass(frozen=True, slots=True)
class Quality:
    """The rules of one object and one dimension: how many are `kept` of those `checked`, and how many were `unseen`.

    `grave` says that one of severity high or critical is broken.
    """

    kept: int
    checked: int
    unseen: int
    grave: bool

    @property
    def words(self) -> str:
        """What is in a cell of the strip."""
        parts = [f"{self.kept} of {self.checked}"] if self.checked else []
        return ", ".join([*parts, *([f"{self.unseen} unseen"] if self.unseen else [])])

    @property
    def tone(self) -> str:
        """Its colour, as a class of review.css."""
        if not self.checked:
            return "unseen"
        if self.kept < self.checked:
            return "act" if self.grave else "watch"
        return "watch" if self.unseen else "good"


@dataclass(frozen=True, slots=True)
class ObjectQuality:
    """One row: an object, and of each dimension what is known; None where no rule asks."""

    object: str
    cells: tuple[Quality | None, ...]


def quality_by_object(outcomes: Iterable[Outcome]) -> tuple[ObjectQuality, ...]:
    """The rows, by the name of the object; none in documents from before objects were written."""
    grouped: dict[str, dict[Dimension, list[Outcome]]] = defaultdict(lambda: defaultdict(list))
    for outcome in outcomes:
        asks = outcome.pillar is Pillar.DATA_QUALITY and outcome.status is not Status.NOT_APPLICABLE
        if asks and outcome.object and outcome.verb in VERBS:
            grouped[outcome.object][VERBS[outcome.verb]].append(outcome)
    return tuple(
        ObjectQuality(name, tuple(_quality(some[dimension]) if dimension in some else None for dimension in Dimension))
        for name, some in sorted(grouped.items())
    )


def _quality(outcomes: list[Outcome]) -> Quality:
    broken = [outcome for outcome in outcomes if outcome.status is Status.BROKEN]
    kept = sum(outcome.status is Status.KEPT for outcome in outcomes)
    checked = kept + len(broken)
    return Quality(kept, checked, len(outcomes) - checked, any(outcome.severity in GRAVE for outcome in broken))
