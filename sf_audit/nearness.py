"""Which known name was probably meant by one that nothing has: the one home of every “did you mean”.

A proposal that is far-fetched is worse than none, because people take it. Near is a name with a letter or two wrong,
missing, doubled or changed round, more of them in a long name; and one of which the word is a whole part, where no
other has that part. Of names with several parts (ann@acme.com, Account.Industry, quality/contact-email-valid) each part
has to be near: a domain that is right makes no other user of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from functools import partial

#: With fewer letters, any other word is as near.
_SHORTEST = 3

_PARTS = re.compile(r"[@/.:]")
_WORDS = re.compile(r"[\W_]+|(?<=[a-z0-9])(?=[A-Z])")


def folded(name: str) -> str:
    """A name as people compare it: without regard to case, and to how many spaces stand in it."""
    return " ".join(name.split()).casefold()


def nearest(word: str, known: Iterable[str]) -> str:
    """The known name that was probably meant, without regard to case; empty where none is near."""
    names = list(dict.fromkeys(known))
    found = [(distance, name) for name in names if (distance := _distance(word, name)) is not None]
    if found:
        fewest = min(found)[0]
        return max((name for distance, name in found if distance == fewest), key=partial(_likeness, word))
    holding = [name for name in names if _is_whole_part(word, name)]
    return holding[0] if len(holding) == 1 else ""


def _likeness(word: str, name: str) -> float:
    """Of names that are equally near, a missing letter is likelier than a wrong one."""
    return SequenceMatcher(None, word.casefold(), name.casefold()).ratio()


def _distance(word: str, name: str) -> int | None:
    """How many letters are wrong; None for too many."""
    if _joined(word) == _joined(name):
        return 0
    parts, others = (_PARTS.split(text.strip().casefold()) for text in (word, name))
    if len(parts) != len(others):
        return _within(word.strip().casefold(), name.casefold(), 1)
    whole = 0
    for part, other in zip(parts, others, strict=True):
        distance = _within(part, other, _allowed(max(len(part), len(other))))
        if distance is None:
            return None
        whole += distance
    return whole


def _allowed(length: int) -> int:
    """So many letters of a word may be wrong."""
    return 0 if length < _SHORTEST else 1 if length < 6 else 2 if length < 10 else 3


def _within(word: str, name: str, allowed: int) -> int | None:
    """The number of letters that are wrong, missing, too many, or changed round with their neighbour; None for more
    than are allowed. Texts that cannot be near are told from their letters alone."""
    if abs(len(word) - len(name)) > allowed or len(set(word) ^ set(name)) > 2 * allowed:
        return None
    before: Sequence[int] = ()
    row: Sequence[int] = range(len(name) + 1)
    for place, letter in enumerate(word, 1):
        before, last, row = row, before, [place]
        for other, there in enumerate(name, 1):
            best = min(before[other] + 1, row[-1] + 1, before[other - 1] + (letter != there))
            if place > 1 and other > 1 and letter == name[other - 2] and word[place - 2] == there:
                best = min(best, last[other - 2] + 1)
            row = [*row, best]
        if min(row) > allowed:
            return None
    return row[-1] if row[-1] <= allowed else None


def _joined(text: str) -> str:
    """`sales_ops`, `Sales Ops` and `SalesOps` alike."""
    return "".join(_words(text))


def _words(text: str) -> list[str]:
    return [part.casefold() for part in _WORDS.split(text) if part]


def _is_whole_part(word: str, name: str) -> bool:
    """Whether the name begins or ends with the words, and has others beside them."""
    words, whole = _words(word), _words(name)
    if len("".join(words)) < _SHORTEST or not 0 < len(words) < len(whole):
        return False
    return words in (whole[: len(words)], whole[-len(words) :])
