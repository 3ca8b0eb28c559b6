"""What of a rule does not fit an org: where in its file, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass

from sf_audit.model.review import Reason, Unread
from sf_audit.snapshot.dictionary import MEND_THE_RULE

Where = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One part of a rule that is not in the org, or cannot be said of it.

    An `unread` with another reason than RULE_DOES_NOT_FIT is no mistake of the rule: a field is hidden, for example.
    `object` is the name of an object that was looked for. Not every problem costs the rule: an amount that is not
    shown leaves the rest of it as it was.
    """

    where: Where
    unread: Unread
    costs_rule: bool = True
    object: str = ""

    @property
    def is_mistake(self) -> bool:
        """Whether the rule has to be changed."""
        return self.unread.reason is Reason.RULE_DOES_NOT_FIT


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


def mistake(where: Where, says: str) -> Problem:
    """A problem that only a change of the rule solves."""
    return Problem(where, Unread(Reason.RULE_DOES_NOT_FIT, says, MEND_THE_RULE))
