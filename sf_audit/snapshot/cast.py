"""Text becomes what describe says it is, and nothing is ever guessed.

Everything arrives as text, whichever API answered. The describe type of the field alone decides what it
becomes, so `NA`, `Null`, `007` and `1e5` in a text field stay what they are. An empty value is null: Bulk API
2.0 cannot tell the two apart. A value that does not fit its type becomes null and is counted, never dropped
in silence. The forms of dates and times: "Primitive Data Types" in the "SOAP API Developer Guide".
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from sf_audit.snapshot import ids
from sf_audit.snapshot.dictionary import RICH_TEXT

_Convert: TypeAlias = Callable[[pa.ChunkedArray], pa.ChunkedArray]

#: "Rich Text Area" fields hold HTML. An editor that was opened and left leaves tags and spaces, which show nothing.
_SHOWS_NOTHING = (
    r"(?i)^(?:\s|<[^>]*>|&(?:nbsp|ensp|emsp|thinsp|zwnj|zwj|shy|#160|#xa0|#8203|#x200b|#xfeff);"
    "|[\u0085\u00a0\u00ad\u1680\u180e\u2000-\u200d\u2028\u2029\u202f\u205f\u2060\u2800\u3000\u3164\ufeff])*$"
)
_SHOWS_SOMETHING = r"(?i)<(img|svg|iframe|video|audio|object|embed|input|hr)\b"

_NUMBERS = frozenset({"double", "currency", "percent"})
_IDS = frozenset({"id", "reference"})
_NUMBER = r"^-?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]{1,3})?$"
_DATE = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_CLOCK = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?"


@dataclass(frozen=True, slots=True)
class FieldType:
    """A field's type as describe lists it. `precision` 0 means that describe did not say the scale."""

    type: str
    precision: int = 0
    scale: int = 0


@dataclass(frozen=True, slots=True)
class _Form:
    """What the text of a type looks like, and what it becomes. Its `ending` says nothing; it begins with `mark`."""

    pattern: str
    to: pa.DataType
    convert: _Convert
    mark: str = ""
    ending: str = ""


def arrow_type(field: FieldType) -> pa.DataType:
    """How the field is stored when every value fits.

    A page whose numbers have more decimals than describe says has a wider decimal, or double, in that column.
    """
    if field.type in _NUMBERS:
        return pa.decimal128(38, min(field.scale, 18)) if field.precision else pa.float64()
    return _FORMS[field.type].to if field.type in _FORMS else pa.string()


def cast(text: pa.Table, types: Mapping[str, FieldType]) -> tuple[pa.Table, dict[str, int]]:
    """The typed table in the order of `types`, and for each column how many values did not fit (only if any).

    ValueError when the text has other columns than `types`.
    """
    if set(text.column_names) != set(types) or len(text.column_names) != len(types):
        wrong = sorted(set(text.column_names) ^ set(types)) or "one of them twice"
        raise ValueError(f"The page does not have the columns of its table: {wrong}")
    typed: dict[str, pa.ChunkedArray] = {}
    lost: dict[str, int] = {}
    for name, field in types.items():
        filled = _empty_is_null(text[name])
        if field.type == RICH_TEXT:
            filled = _blank_html_is_null(filled)
        typed[name] = _typed(filled, field)
        if missing := typed[name].null_count - filled.null_count:
            lost[name] = missing
    return pa.table(typed), lost


def _empty_is_null(column: pa.ChunkedArray) -> pa.ChunkedArray:
    column = column.cast(pa.string())
    lengths = pc.binary_length(column)
    if pc.min(lengths).as_py() != 0:
        return column
    return pc.if_else(pc.equal(lengths, 0), pa.scalar(None, pa.string()), column)


def _blank_html_is_null(column: pa.ChunkedArray) -> pa.ChunkedArray:
    blank = pc.and_(
        pc.match_substring_regex(column, _SHOWS_NOTHING),
        pc.invert(pc.match_substring_regex(column, _SHOWS_SOMETHING)),
    )
    return pc.if_else(pc.fill_null(blank, False), pa.scalar(None, pa.string()), column)


def _typed(column: pa.ChunkedArray, field: FieldType) -> pa.ChunkedArray:
    if field.type in _IDS:
        return ids.normalised(column)
    if field.type in _NUMBERS:
        return _numbers(_matching(column, _NUMBER), arrow_type(field))
    form = _FORMS.get(field.type)
    if form is None:
        return column
    matching = _matching(column, form.pattern)
    if form.mark and pc.any(pc.match_substring(matching, form.mark)).as_py():
        matching = _without(matching, form.ending)
    return _softly(matching, form.convert, form.to)


def _matching(column: pa.ChunkedArray, pattern: str) -> pa.ChunkedArray:
    """Null in place of what does not look like the pattern: arrow's own parsers take `0x1F`, `nan` and ` 5`."""
    fits = pc.match_substring_regex(column, pattern)
    if pc.all(fits).as_py() is not False:
        return column
    return pc.if_else(fits, column, pa.scalar(None, pa.string()))


def _without(column: pa.ChunkedArray, pattern: str) -> pa.ChunkedArray:
    return pc.replace_substring_regex(column, pattern, "")


def _datetimes(some: pa.ChunkedArray) -> pa.ChunkedArray:
    return some.cast(pa.timestamp("us", "UTC")).cast(pa.timestamp("us"))


def _times(some: pa.ChunkedArray) -> pa.ChunkedArray:
    """By way of a day, because arrow reads a time of day only as part of a timestamp."""
    moments = pc.binary_join_element_wise(pa.scalar("1970-01-01"), some, "T").cast(pa.timestamp("us"))
    return moments.cast(pa.time64("us"))


_WHOLE = _Form(r"^-?[0-9]{1,19}(\.0*)?$", pa.int64(), lambda some: some.cast(pa.int64()), mark=".", ending=r"\.0*$")
_FORMS: Mapping[str, _Form] = {
    "boolean": _Form("^(true|false)$", pa.bool_(), lambda some: pc.equal(some, "true")),
    "int": _WHOLE,
    "long": _WHOLE,
    "date": _Form(f"^{_DATE}$", pa.date32(), lambda some: some.cast(pa.date32())),
    "datetime": _Form(f"^{_DATE}T{_CLOCK}(Z|[+-][0-9]{{2}}:?[0-9]{{2}})$", pa.timestamp("us"), _datetimes),
    "time": _Form(f"^{_CLOCK}Z?$", pa.time64("us"), _times, mark="Z", ending="Z$"),
}


def _numbers(column: pa.ChunkedArray, declared: pa.DataType) -> pa.ChunkedArray:
    """Decimals as exact as they came; double only where no decimal of 38 digits holds a page's values.

    AnnualRevenue is declared without decimals and still has them when somebody loads them, so the
    declared scale is only the first one tried.
    """
    for scale in _scales(declared):
        try:
            return column.cast(pa.decimal128(38, scale))
        except pa.ArrowInvalid:
            continue
    return _finite(column.cast(pa.float64()))  # which takes every text of _NUMBER


def _scales(declared: pa.DataType) -> Iterator[int]:
    if pa.types.is_decimal(declared):
        yield declared.scale
        yield from (scale for scale in (6, 12, 18) if scale > declared.scale)


def _finite(numbers: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.if_else(pc.is_finite(numbers), numbers, pa.scalar(None, pa.float64()))


def _softly(column: pa.ChunkedArray, convert: _Convert, to: pa.DataType) -> pa.ChunkedArray:
    """Convert all at once; where arrow refuses, halve until the values that it refuses stand alone."""
    try:
        return convert(column)
    except pa.ArrowInvalid:
        if len(column) == 1:
            return pa.chunked_array([pa.nulls(1, to)])
    middle = len(column) // 2
    halves = (_softly(column.slice(0, middle), convert, to), _softly(column.slice(middle), convert, to))
    return pa.chunked_array([chunk for half in halves for chunk in half.chunks], type=to)
