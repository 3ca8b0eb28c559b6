"""Values as SOQL spells them: "Quoted String Escape Sequences" and "Date Formats" in the "SOQL and SOSL Reference"."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Final

from sf_audit.demo.soql.errors import malformed
from sf_audit.demo.soql.syntax import DateWord, Text

_ESCAPE: Final = re.compile(r"\\(u[0-9A-Fa-f]{4}|.)", re.DOTALL)
_PLAIN: Final = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", '"': '"', "'": "'", "\\": "\\"}
_WORD: Final = re.compile(r"([A-Za-z_]+)(?::(\d+))?")


def text(quoted: str) -> Text:
    """A quoted string, both as a value and as a pattern of LIKE whose escape character is the backslash."""
    inner = quoted[1:-1]
    return Text(_joined(_ESCAPE.sub(_value_of, inner)), _joined(_ESCAPE.sub(_pattern_of, inner)))


def _joined(value: str) -> str:
    """Two \\u escapes may be the halves of one character; half a character becomes the replacement character."""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _value_of(match: re.Match[str]) -> str:
    code = match[1]
    if code[0] == "u" and len(code) == 5:
        return chr(int(code[1:], 16))
    if code in "_%":
        return code
    # The platform reads \N like \n, and so on.
    plain = _PLAIN.get(code.lower())
    if plain is None:
        raise malformed(f"Invalid string literal '\\{code}'. Illegal character sequence '\\{code}' in string literal.")
    return plain


def _pattern_of(match: re.Match[str]) -> str:
    value = _value_of(match)
    return "\\" + value if value in "_%\\" else value


def quote(value: str) -> str:
    """The string as a SOQL literal; `text` reads it back."""
    escaped = value.replace("\\", "\\\\").replace("'", "\\'")
    return "'" + escaped.replace("\n", "\\n").replace("\r", "\\r") + "'"


def day(written: str) -> date:
    """2024-04-16."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise malformed(f"Invalid date: {written}") from None


def moment(written: str) -> datetime:
    """2024-04-16T19:00:00Z or with an offset, as UTC without a zone: the way the rows are stored."""
    try:
        return datetime.fromisoformat(written.upper()).astimezone(UTC).replace(tzinfo=None)
    except (ValueError, OverflowError):
        raise malformed(f"Invalid datetime: {written}") from None


def date_word(written: str, at: int) -> DateWord:
    """A relative date; whether there is such a word is decided where it is used."""
    match = _WORD.fullmatch(written)
    if match is None:
        raise malformed(f"unexpected token: '{written}'")
    return DateWord(match[1].upper(), int(match[2]) if match[2] else None, at)
