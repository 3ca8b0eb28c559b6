"""What one mechanism of an org does to a record that breaks a standard, when somebody saves it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sf_audit.model.enforcement import Bypass, Evidence, Mechanism


class Reach(StrEnum):
    """How far it reaches: the whole of it, all but some people, new records alone, nobody knows, or nothing."""

    EVERYBODY = "everybody"
    NOT_EVERYBODY = "not everybody"
    NEW_RECORDS = "new records"
    PERHAPS = "perhaps"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Stop:
    """One mechanism. `says` is what it does, `since` when it was last changed, where that is known.

    With `by_the_platform` it is a property of the field: nobody has a way past it, not even by the API.
    """

    mechanism: Mechanism
    name: str
    says: str
    reach: Reach
    bypasses: tuple[Bypass, ...] = ()
    since: datetime | None = None
    by_the_platform: bool = False

    @property
    def evidence(self) -> Evidence:
        """It as a line of the matrix."""
        return Evidence(self.mechanism, self.name, self.says)
