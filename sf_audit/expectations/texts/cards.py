"""Numbers of payment cards: ISO/IEC 7812-1, with the beginnings and lengths of those that pay in shops."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

#: Beginnings, as ranges of the first four digits, and the lengths that such numbers have.
_ISSUERS = (
    (4000, 4999, (13, 16, 19)),  # Visa
    (5100, 5599, (16,)),  # Mastercard
    (2221, 2720, (16,)),
    (3400, 3499, (15,)),  # American Express
    (3700, 3799, (15,)),
    (6011, 6011, (16, 17, 18, 19)),  # Discover
    (6440, 6599, (16, 17, 18, 19)),
    (3000, 3059, (14, 16)),  # Diners Club
    (3095, 3095, (14, 16)),
    (3600, 3699, (14, 16)),
    (3800, 3999, (14, 16)),
    (3528, 3589, (16, 17, 18, 19)),  # JCB
    (6200, 6299, (16, 17, 18, 19)),  # UnionPay
    (5018, 5018, (16, 17, 18, 19)),  # Maestro
    (5020, 5020, (16, 17, 18, 19)),
    (5038, 5038, (16, 17, 18, 19)),
    (5893, 5893, (16, 17, 18, 19)),
    (6304, 6304, (16, 17, 18, 19)),
    (6759, 6759, (16, 17, 18, 19)),
    (6761, 6763, (16, 17, 18, 19)),
)

#: What every one of them looks like, as a pattern for texts whose signs are not of one kind yet.
CARD_FORM = r"[2-6]\d{3}(?:[^0-9A-Za-z]{0,2}\d){8}"

#: Digits with single spaces, hyphens or periods between them: no part of a word, no telephone number with a +. The
#: group `code` is there where letters and a sign stand before them, as in INV-2026.
_RUN = re.compile(
    r"(?<![0-9A-Za-z+])(?P<code>(?<=[A-Za-z][-_./#]))?(?P<run>\d+(?:[ .-]\d+)*)(?![0-9A-Za-z]|[-.][0-9A-Za-z])",
    re.ASCII,
)

#: How people write them: all at once, in fours, and as they stand on the card.
_FOURS = frozenset({4, 8, 12})
_ON_THE_CARD = frozenset({(4, 6, 5), (4, 6, 4), (4, 3, 3, 3)})
_MOST_GROUPS = 5

_SHORTEST, _LONGEST = 13, 19


def holds_card(text: str) -> bool:
    """Whether the text, with digits, spaces and hyphens of ASCII alone, holds the number of a card."""
    runs = (run for run in _RUN.finditer(text) if len(run["run"]) >= _SHORTEST)
    return any(_is_card(number) for run in runs for number in _numbers(run))


def _numbers(run: re.Match[str]) -> Iterator[str]:
    """The groups of digits that stand together as those of one number do."""
    groups, marks = re.findall(r"\d+", run["run"]), re.findall(r"\D", run["run"])
    is_code = run["code"] is not None
    for start in range(len(groups)):
        for end in range(start + 1, min(start + _MOST_GROUPS, len(groups)) + 1):
            beside = {*marks[max(start - 1, 0) : start], *marks[end - 1 : end]}
            coded = is_code and start == 0 and end == 1
            number = "".join(groups[start:end])
            if not _SHORTEST <= len(number) <= _LONGEST or coded or not beside <= {" "}:
                continue
            if _is_one_number(groups[start:end], marks[start : end - 1]):
                yield number


def _is_one_number(groups: Sequence[str], marks: Sequence[str]) -> bool:
    sizes = tuple(map(len, groups))
    fours = _FOURS.issuperset(sizes[:-1]) and (len(sizes) == 1 or sizes[-1] <= 4 or sizes[-1] in _FOURS)
    return len(set(marks)) <= 1 and (sizes in _ON_THE_CARD or fours)


def _is_card(number: str) -> bool:
    first = int(number[:4])
    issued = any(low <= first <= high and len(number) in lengths for low, high, lengths in _ISSUERS)
    return issued and _has_check_digit(number) and not (len(number) == 13 and _is_article(number))


def _has_check_digit(number: str) -> bool:
    from stdnum.luhn import is_valid

    return is_valid(number)


def _is_article(number: str) -> bool:
    """Whether it is the number of an article for sale (EAN), of which a tenth have the check digit of a card too."""
    from stdnum.ean import is_valid

    return is_valid(number)
