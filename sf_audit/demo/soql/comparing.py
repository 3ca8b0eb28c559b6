"""One value against what was written: which literals a field takes, and what being equal means for its type."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

from sf_audit.demo.soql.dates import Span, span
from sf_audit.demo.soql.errors import SoqlError, invalid_field, malformed, pointing, unexpected
from sf_audit.demo.soql.expressions import IDS, MOMENTS, NUMBERS, Value
from sf_audit.demo.soql.ids import spellings
from sf_audit.demo.soql.scope import Binding, Inquiry
from sf_audit.demo.soql.syntax import DateWord, Literal, Text

# How the platform calls a type when it was given something else.
_WANTED: Final = {"datetime": "dateTime", "long": "int", "currency": "double", "percent": "double"}


class Comparing:
    """Comparisons of one SELECT, as SQL."""

    def __init__(self, inquiry: Inquiry, bind: Binding) -> None:
        self._inquiry = inquiry
        self._bind = bind

    def compare(self, value: Value, operator: str, literal: Literal) -> str:
        """=, !=, <, <=, >, >= with a literal of the right type.

        Raises:
            SoqlError: INVALID_FIELD if the literal is of another type.
        """
        if literal is None or (isinstance(literal, Text) and not literal.value and _is_text(value)):
            return _with_null(value.sql, operator)
        if isinstance(literal, DateWord):
            return self._in_span(value, operator, self._span(value, literal))
        if isinstance(literal, Text):
            return self._with_text(value, operator, literal)
        self._check(value, literal)
        return _ordered(value.sql, operator, self._bind(literal))

    def one_of(self, value: Value, literals: tuple[Literal, ...]) -> str:
        """IN a list."""
        texts = [literal.value for literal in literals if isinstance(literal, Text) and literal.value]
        if len(texts) < len(literals) or not _is_text(value):
            return "(" + " OR ".join(self.compare(value, "=", literal) for literal in literals) + ")"
        if value.type in IDS:
            return self._among(value.sql, [record_id for text in texts for record_id in self._ids(value, text)])
        return self._among(f"lower({value.sql})", [text.lower() for text in texts])

    def like(self, value: Value, literal: Literal) -> str:
        """LIKE, whose pattern may escape % and _ with a backslash."""
        if value.type in IDS and not _loose(value):
            raise self._wrong_for_id(value, "invalid operator on id field")
        if not isinstance(literal, Text) or not _is_text(value):
            raise self._mismatch(value)
        return f"({value.sql} ILIKE {self._bind(literal.pattern)} ESCAPE '\\')"

    def includes(self, value: Value, literal: Literal) -> str:
        """INCLUDES of one element: all values of 'A;B' are chosen."""
        if not isinstance(literal, Text):
            raise self._mismatch(value)
        wanted = self._bind([part.strip() for part in literal.value.lower().split(";")])
        return f"list_has_all(string_split(lower({value.sql}), ';'), {wanted})"

    def _among(self, sql: str, values: list[str]) -> str:
        """A few values are a filter of the scan; many are hashed instead of walked for each row."""
        bound = self._bind(values)
        return f"list_contains({bound}, {sql})" if len(values) <= 8 else f"({sql} IN (SELECT unnest({bound})))"

    def _with_text(self, value: Value, operator: str, literal: Text) -> str:
        if value.type in IDS and operator in ("=", "!="):
            found = self._among(value.sql, self._ids(value, literal.value))
            return found if operator == "=" else f"(NOT coalesce({found}, false))"
        if value.type in IDS:
            return _ordered(value.sql, operator, self._bind(spellings(literal.value)[0]))
        if not _is_text(value):
            raise self._mismatch(value)
        return _ordered(f"lower({value.sql})", operator, self._bind(literal.value.lower()))

    def _ids(self, value: Value, text: str) -> list[str]:
        """The 15 and the 18 character form; what is no id at all is refused, except where names serve as ids."""
        found = spellings(text)
        if len(found) == 1 and not _loose(value):
            raise self._wrong_for_id(value, f"invalid ID field: {text}")
        return found

    def _wrong_for_id(self, value: Value, message: str) -> SoqlError:
        return SoqlError("INVALID_QUERY_FILTER_OPERATOR", pointing(self._inquiry.text, value.at, message))

    def _check(self, value: Value, literal: Decimal | bool | date | datetime) -> None:
        fits = {
            "boolean": isinstance(literal, bool),
            "datetime": isinstance(literal, datetime),
            "date": isinstance(literal, date) and not isinstance(literal, datetime),
        }
        if not fits.get(value.type, value.type in NUMBERS and isinstance(literal, Decimal)):
            raise self._mismatch(value)

    def _span(self, value: Value, word: DateWord) -> Span:
        found = span(word, self._inquiry.now.date())
        if found is None:
            raise unexpected(self._inquiry.text, word.at, self._inquiry.text[word.at : word.at + len(word.word)])
        if value.type not in MOMENTS:
            raise self._mismatch(value)
        return found

    def _in_span(self, value: Value, operator: str, days: Span) -> str:
        start, end = self._edge(value, days.start), self._edge(value, days.end)
        sql = value.sql
        after = f"({sql} > {start})" if days.rolling else f"({sql} >= {end})"
        inside = f"({sql} >= {start} AND {sql} < {end})"
        return {
            "=": inside,
            "!=": f"(NOT coalesce({inside}, false))",
            "<": f"({sql} < {start})",
            "<=": f"({sql} < {end})",
            ">": after,
            ">=": f"({sql} >= {start})",
        }[operator]

    def _edge(self, value: Value, day: date) -> str:
        return self._bind(datetime.combine(day, time()) if value.type == "datetime" else day)

    def _mismatch(self, value: Value) -> SoqlError:
        name = value.field.name if value.field else "expr0"
        if not _is_text(value):
            wanted = f"{_WANTED.get(value.type, value.type)} and should not be enclosed in quotes"
        else:
            wanted = "string and should be enclosed in quotes"
        return invalid_field(
            self._inquiry.text, value.at, f"value of filter criterion for field '{name}' must be of type {wanted}"
        )


def _is_text(value: Value) -> bool:
    return value.type not in NUMBERS | MOMENTS | {"boolean", "time"}


def _loose(value: Value) -> bool:
    """Setup objects have names where others have ids: EntityDefinitionId = 'Account'."""
    if value.place is None:
        return True
    owner = value.place.row.sobject
    return owner.tooling or owner.both or any(name.endswith("Definition") for name in value.place.field.references)


def _with_null(sql: str, operator: str) -> str:
    if operator not in ("=", "!="):
        raise malformed(f"invalid operator on null: {operator}")
    return f"({sql} IS NULL)" if operator == "=" else f"({sql} IS NOT NULL)"


def _ordered(left: str, operator: str, right: str) -> str:
    return f"({left} IS DISTINCT FROM {right})" if operator == "!=" else f"({left} {operator} {right})"
