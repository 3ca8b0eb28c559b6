"""What functions come to, as far as that is documented; each page of Salesforce Help is named by its function.

A function that is not here comes to any value when it gets a value that is not exactly known, and is undecided when it
gets something blank.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Final

from sf_audit.formulas.values import EMPTY_TEXT, Blank, Open, Some, Value, equal, is_blank, less

#: Blanks that are the text "" as soon as a function of texts takes them.
_BLANK_TEXTS: Final = (EMPTY_TEXT, Blank.FIELD, Blank.LOOKUP)
_NOT_TRUE: Final = (Open.NEITHER, Open.NOT_TRUE)


def all_true(*values: Value) -> Value:
    """AND: one that is not true decides."""
    if any(value is False for value in values):
        return False
    if any(value in _NOT_TRUE for value in values):
        return Open.NOT_TRUE
    return True if all(value is True for value in values) else Open.UNDECIDED


def any_true(*values: Value) -> Value:
    """OR: one that is true decides."""
    if any(value is True for value in values):
        return True
    if all(value is False for value in values):
        return False
    return Open.NOT_TRUE if all(value is False or value in _NOT_TRUE for value in values) else Open.UNDECIDED


def opposite(value: Value) -> Value:
    """NOT."""
    if value is Open.NEITHER:
        return value
    return not value if isinstance(value, bool) else Open.UNDECIDED


def fires(value: Value) -> Value:
    """Whether a rule with a formula that comes to this stops the save."""
    if value in _NOT_TRUE:
        return False
    return value if isinstance(value, bool) else Open.UNDECIDED


def chosen(condition: Value, when_true: Value, when_false: Value) -> Value:
    """IF; where the condition is not known, only what is the same either way."""
    if isinstance(condition, bool):
        return when_true if condition else when_false
    same = type(when_true) is type(when_false) and when_true == when_false
    return when_true if same else Open.UNDECIDED


def picked(value: Value, other: Value) -> Value:
    """ISPICKVAL, and what CASE compares with: the blank picklist value is "" there."""
    if value in (Blank.PICKLIST, Blank.FIELD) and isinstance(other, str):
        return other == EMPTY_TEXT
    found = equal(value, other)
    return Open.UNDECIDED if found is Open.FREE else found


def _isblank(value: Value) -> Value:
    return Open.UNDECIDED if isinstance(value, Open) else is_blank(value)


def _isnull(value: Value) -> Value:
    if value in (Blank.NUMBER, Blank.DATE, Blank.NULL):
        return True
    return Open.UNDECIDED if isinstance(value, Blank | Open) else False


def _blankvalue(value: Value, substitute: Value) -> Value:
    if isinstance(value, Open):
        return Open.UNDECIDED
    return substitute if is_blank(value) else value


def _nullvalue(value: Value, substitute: Value) -> Value:
    null = _isnull(value)
    return chosen(null, substitute, value)


def _text(value: Value) -> Value:
    if value in (Blank.PICKLIST, *_BLANK_TEXTS):
        return EMPTY_TEXT
    return value if isinstance(value, str | Some) else Open.UNDECIDED


def _len(value: Value) -> Value:
    if value in _BLANK_TEXTS:
        return Decimal(0)
    if isinstance(value, str):
        return Decimal(len(value))
    return Open.FREE if isinstance(value, Some) else Open.UNDECIDED


def _concatenated(left: Value, right: Value) -> Value:
    parts = [EMPTY_TEXT if part in (Blank.FIELD, Blank.LOOKUP, Blank.NULL) else part for part in (left, right)]
    first, second = parts
    if isinstance(first, str) and isinstance(second, str):
        return first + second
    if all(isinstance(part, str | Some) for part in parts):
        return Some()
    return Open.UNDECIDED


def _added(left: Value, right: Value) -> Value:
    if isinstance(left, Decimal) and isinstance(right, Decimal):
        return left + right
    if isinstance(left, str) or isinstance(right, str):
        return _concatenated(left, right)
    return arbitrary(left, right)


def _holds(test: Callable[[str, str], bool]) -> Callable[[Value, Value], Value]:
    def answer(text: Value, part: Value) -> Value:
        if is_blank(part) or isinstance(part, Open):
            return Open.UNDECIDED
        if text in _BLANK_TEXTS:
            return Open.NEITHER
        if isinstance(text, str) and isinstance(part, str):
            return test(text, part)
        return arbitrary(text, part)

    return answer


def _find(part: Value, text: Value, *start: Value) -> Value:
    if text in _BLANK_TEXTS and isinstance(part, str | Some) and part != EMPTY_TEXT:
        return Decimal(0)
    return arbitrary(part, text, *start)


def _includes(value: Value, option: Value) -> Value:
    if value in (Blank.MULTIPICKLIST, Blank.FIELD) and isinstance(option, str) and option:
        return False
    return Open.FREE if isinstance(value, Some) else Open.UNDECIDED


def _isnumber(text: Value) -> Value:
    return False if text in _BLANK_TEXTS else arbitrary(text)


def _picklistcount(value: Value) -> Value:
    if value in (Blank.MULTIPICKLIST, Blank.FIELD):
        return Decimal(0)
    return Open.FREE if isinstance(value, Some) else Open.UNDECIDED


def _regex(text: Value, pattern: Value) -> Value:
    """REGEX takes a blank for "", and the pattern has to match all of it."""
    if text in _BLANK_TEXTS and isinstance(pattern, str):
        return _matches_nothing(pattern)
    return Open.FREE if isinstance(text, Some) else Open.UNDECIDED


def _matches_nothing(pattern: str) -> Value:
    import re2

    options = re2.Options()
    options.log_errors = False
    try:
        return re2.fullmatch(re2.compile(pattern, options), EMPTY_TEXT) is not None
    except (re2.error, UnicodeError):  # Java knows more than RE2, such as looking ahead
        return Open.UNDECIDED


def _blank_stays(function: Callable[..., str] | None = None, *types: type) -> Callable[..., Value]:
    """A function of a text that makes nothing of nothing; `types` are those of its other arguments."""

    def answer(text: Value, *others: Value) -> Value:
        if text in _BLANK_TEXTS:
            return EMPTY_TEXT
        exact = len(others) == len(types) and all(map(isinstance, others, types))
        if isinstance(text, str) and function and exact:
            return function(text, *others)
        return Open.FREE if isinstance(text, Some) else Open.UNDECIDED

    return answer


def _left(text: str, count: Decimal) -> str:
    return text[: max(int(count), 0)]


def _right(text: str, count: Decimal) -> str:
    return text[-int(count) :] if count >= 1 else EMPTY_TEXT


def _mid(text: str, start: Decimal, count: Decimal) -> str:
    first = max(int(start), 1) - 1
    return text[first : first + max(int(count), 0)]


def arbitrary(*values: Value) -> Value:
    """Any other function: a value that is not exactly known makes the answer one, and nothing is known of a blank."""
    if any(isinstance(value, Open) or is_blank(value) for value in values):
        return Open.UNDECIDED
    return Open.FREE if not values or any(isinstance(value, Some) for value in values) else Open.UNDECIDED


#: Function or operator → what it comes to. AND, OR, CASE and what asks about the save are worked out elsewhere.
CALLS: Final[dict[str, Callable[..., Value]]] = {
    "NOT": opposite,
    "IF": chosen,
    "=": equal,
    "<": less,
    "&": _concatenated,
    "+": _added,
    "ISBLANK": _isblank,
    "ISNULL": _isnull,
    "BLANKVALUE": _blankvalue,
    "NULLVALUE": _nullvalue,
    "ISPICKVAL": picked,
    "INCLUDES": _includes,
    "PICKLISTCOUNT": _picklistcount,
    "TEXT": _text,
    "LEN": _len,
    "CONTAINS": _holds(lambda text, part: part in text),
    "BEGINS": _holds(lambda text, part: text.startswith(part)),
    "FIND": _find,
    "ISNUMBER": _isnumber,
    "REGEX": _regex,
    "TRIM": _blank_stays(str.strip),
    "UPPER": _blank_stays(str.upper),
    "LOWER": _blank_stays(str.lower),
    "LEFT": _blank_stays(_left, Decimal),
    "RIGHT": _blank_stays(_right, Decimal),
    "MID": _blank_stays(_mid, Decimal, Decimal),
    "SUBSTITUTE": _blank_stays(str.replace, str, str),
    "INITCAP": _blank_stays(),
    "REVERSE": _blank_stays(),
    "CASESAFEID": _blank_stays(),
}
