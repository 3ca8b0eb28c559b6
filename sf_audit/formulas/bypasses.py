"""What in a formula is about who saves and what kind of record it is, and not about the record's own fields."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Final


class BypassKind(Enum):
    """Through what a save can get past a validation rule."""

    PERMISSION = "custom permission"
    PROFILE = "profile"
    ROLE = "role"
    USER = "field of the user"
    RECORD_TYPE = "record type"
    OWNER = "owner"
    SETTING = "setting"
    TEST = "test of who saves"


class Spares(Enum):
    """Whom a bypass lets through."""

    THESE = "saves with one of the values"
    ALL_OTHERS = "saves with none of the values"


@dataclass(frozen=True, slots=True)
class Bypass:
    """A way past the rule.

    `name` is what is asked for: the developer name of a custom permission, `Name` or `Id` of the profile or role, a
    field of the user, of the record type or of the owner, the path of a setting. What is put to another test than a
    comparison with a value, such as `CONTAINS($Profile.Name, "Admin")`, is of the kind `TEST` (of `OWNER` or
    `RECORD_TYPE`, where it asks for one), and `name` is that test as the formula has it.

    `values` are those of the formula, with TRUE and FALSE in capitals and "" for a blank: a custom permission that lets
    its holders through has `values={"TRUE"}`, `spares=THESE`. `alone` says that it needs nothing else; otherwise it
    counts only together with another bypass or condition.
    """

    kind: BypassKind
    name: str
    values: frozenset[str]
    spares: Spares
    alone: bool


#: How a name begins → what it is about. "Global Merge Fields" in Salesforce Help.
_BEGINNINGS: Final = {
    "$permission.": BypassKind.PERMISSION,
    "$profile.": BypassKind.PROFILE,
    "$userrole.": BypassKind.ROLE,
    "$user.profile.": BypassKind.PROFILE,
    "$user.userrole.": BypassKind.ROLE,
    "$user.": BypassKind.USER,
    "$recordtype.": BypassKind.RECORD_TYPE,
    "recordtype.": BypassKind.RECORD_TYPE,
    "owner.": BypassKind.OWNER,
    "owner:": BypassKind.OWNER,
    "$setup.": BypassKind.SETTING,
    "$custommetadata.": BypassKind.SETTING,
}
_WHOLE: Final = {
    "recordtypeid": (BypassKind.RECORD_TYPE, "Id"),
    "ownerid": (BypassKind.OWNER, "Id"),
    "$user.profileid": (BypassKind.PROFILE, "Id"),
    "$user.userroleid": (BypassKind.ROLE, "Id"),
}

#: Globals that are the same in every save.
_FIXED: Final = ("$label.", "$organization.", "$api.", "$system.", "$objecttype.")


def kind_of_name(name: str) -> tuple[BypassKind, str] | None:
    """What a name is about, and what it asks for; `None` for a field of the record."""
    folded = name.lower()
    if folded in _WHOLE:
        return _WHOLE[folded]
    for beginning, kind in _BEGINNINGS.items():
        if folded.startswith(beginning):
            return kind, name[len(beginning) :]
    return None


def kind_of_test(names: tuple[str, ...], shown: str) -> tuple[BypassKind, str] | None:
    """The same for a test of several names; a field of the record among them makes it a condition."""
    varying = [kind_of_name(name) for name in names if not name.lower().startswith(_FIXED)]
    if not varying or None in varying:
        return None
    among = {found[0] for found in varying if found}
    if BypassKind.OWNER in among:
        return BypassKind.OWNER, shown
    return (BypassKind.RECORD_TYPE if BypassKind.RECORD_TYPE in among else BypassKind.TEST), shown
