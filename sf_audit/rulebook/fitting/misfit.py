"""What of a rule does not fit an org: where in its file, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from sf_audit.model.review import Reason, Unread
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.snapshot.dictionary import MEND_THE_RULE

Where = tuple[str | int, ...]


class Cost(StrEnum):
    """What a review loses by a problem of a rule: the value says it in words."""

    RULE = ""
    OBJECT = "the other objects are judged, and without this one the rule is never kept"
    AMOUNT = "the rule is judged, and nothing is summed at stake"
    APPROVAL = "the rule is judged, and the name approves nothing"


@dataclass(frozen=True, slots=True)
class Problem:
    """One part of a rule that is not in the org, or cannot be said of it.

    An `unread` with another reason than RULE_DOES_NOT_FIT is no mistake of the rule: a field is hidden, for example.
    `object` is the name of an object that was looked for. `absent` is the API name of an object, or of a field as
    `Account.Fax`, without which nothing is left to judge, where the org's own definitions say that it has none.
    """

    where: Where
    unread: Unread
    cost: Cost = Cost.RULE
    object: str = ""
    absent: str = ""

    @property
    def is_mistake(self) -> bool:
        """Whether the rule has to be changed."""
        return self.unread.reason is Reason.RULE_DOES_NOT_FIT

    def line(self, rule: Rule) -> str:
        """Where in which file it is, what it is, and what it costs where that is less than the rule."""
        detail = self.unread.detail.removeprefix(f"{rule.file or rule.id}: ")
        return f"{rule.place(self.where)}: {detail}{f' ({self.cost})' if self.cost else ''}"


@dataclass(frozen=True, slots=True)
class AbsentValue:
    """A value that no picklist of the org has. Records may hold it all the same, and then it is none.

    `exactly` says that the rule compares it with regard to case. `setting` is where all values of one list stand,
    and `alternatives` how many they are.
    """

    where: Where
    setting: Where
    object: str
    field: str
    value: str
    exactly: bool
    detail: str
    alternatives: int = 1


@dataclass(frozen=True, slots=True)
class NamedRecord:
    """The id of a record that a rule names as the value of a lookup, or of the id itself.

    Whether there is such a record is known where the table of its object, `target`, was read whole. `setting` and
    `alternatives` are those of AbsentValue.
    """

    where: Where
    setting: Where
    object: str
    field: str
    record_id: str
    target: str
    alternatives: int = 1

    def absent(self, near: str) -> AbsentValue:
        """The same as a value that is nowhere in the org; `near` is the id that was probably meant."""
        meant = f"; did you mean “{near}”?" if near else ""
        detail = f"{self.object}.{self.field}: no {self.target} of this org has the id “{self.record_id}”{meant}"
        place = (self.where, self.setting, self.object, self.field, self.record_id)
        return AbsentValue(*place, exactly=True, detail=detail, alternatives=self.alternatives)


def not_found(where: Where, unread: Unread, name: str, *, object: str = "") -> Problem:
    """A name without which nothing is left to judge, and that was looked up in vain.

    Hidden names have a reason that a permission would change: only the definitions of the org say that it has none.
    """
    return Problem(where, unread, object=object, absent=name if unread.reason is Reason.RULE_DOES_NOT_FIT else "")


def mistake(where: Where, says: str, cost: Cost = Cost.RULE) -> Problem:
    """A problem that only a change of the rule solves."""
    return Problem(where, Unread(Reason.RULE_DOES_NOT_FIT, says, MEND_THE_RULE), cost)


def mistakes(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems that only a change of the rule solves, and that cost the rule."""
    return tuple(problem for problem in problems if problem.is_mistake and problem.cost is Cost.RULE)
