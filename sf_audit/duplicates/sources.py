"""From which record of a group of duplicates each group of fields is best taken, and why: never what it holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Held:
    """What one record holds of a group of fields: how many of them, and their normal form, empty where that is wrong.

    `changed` is when the record was last changed, as a text that sorts; empty where nobody knows. `capitals` says of a
    name that it is written in capitals.
    """

    id: str
    filled: int
    normal: str
    changed: str = ""
    capitals: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """The record that the fields are best taken from, and the reason in words."""

    id: str
    reason: str


def source(held: Sequence[Held], stays: str, right: str) -> Source | None:
    """None where no record holds anything. `stays` is the record that the others are merged into.

    What is wrong everywhere is taken from somewhere all the same, and the reason says so.
    """
    filled = [each for each in held if each.filled]
    usable = [each for each in filled if each.normal]
    doubt = "" if usable else ", though it looks wrong"
    if len(filled) <= 1:
        return Source(filled[0].id, f"the only one filled{doubt}") if filled else None
    if len(usable) == 1:
        return Source(usable[0].id, right)
    spelled = [each for each in usable if not each.capitals]
    if len(spelled) == 1:
        return Source(spelled[0].id, "the only one that is not in capitals")
    best, reason = _of_several(spelled or usable, stays, len(filled)) if usable else _by_record(filled, stays)
    return Source(best, f"{reason}{doubt}")


def _of_several(held: Sequence[Held], stays: str, filled: int) -> tuple[str, str]:
    """The form that most of them have; where there is none, the best record."""
    forms = Counter(each.normal for each in held)
    (form, most), *others = forms.most_common()
    if not others and len(held) == filled:
        return _best(held, stays), "the same in both" if filled == 2 else f"the same in all {filled}"
    if not others or most > others[0][1]:
        return _best([each for each in held if each.normal == form], stays), f"{most} of {filled} agree"
    return _by_record(held, stays)


def _by_record(held: Sequence[Held], stays: str) -> tuple[str, str]:
    """The fullest; then that of the record that was changed last."""
    fullest = max(each.filled for each in held)
    if len(full := [each for each in held if each.filled == fullest]) == 1:
        return full[0].id, "the most complete"
    latest = max(each.changed for each in full)
    if latest and len(last := [each for each in full if each.changed == latest]) == 1:
        return last[0].id, "in the record that was changed last"
    kept = _best(full, stays)
    return kept, "in the record that stays" if kept == stays else "nothing tells them apart: look at both"


def fullest(counts: Mapping[str, int]) -> Source | None:
    """The same of fields that have nothing to do with each other: the record that fills most, where one does."""
    most = max(counts.values(), default=0)
    best = [record for record, filled in counts.items() if filled == most]
    return Source(best[0], "has most of them filled") if len(best) == 1 else None


def _best(held: Sequence[Held], stays: str) -> str:
    """The record that stays, where it is one of these: then nothing has to be chosen. Of others the fullest."""
    if any(each.id == stays for each in held):
        return stays
    return min(held, key=lambda each: (-each.filled, each.id)).id
