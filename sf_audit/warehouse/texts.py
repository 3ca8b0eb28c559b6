"""Values as a loader typed them, in the text that the org would answer; `snapshot.cast` then decides what they are.

What is in the way of that is said of the whole column: a text that was loaded as a number has lost its zeros, and
nobody can bring them back. A single value that does not fit stays as it is, so that the cast counts it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from sf_audit.snapshot.cast import FieldType

_Write: TypeAlias = Callable[[pa.Array, str], pa.Array]

_NUMBERS = frozenset({"int", "long", "double", "currency", "percent"})
_TRUE = pa.array(["true", "t", "1", "yes", "y"])
_FALSE = pa.array(["false", "f", "0", "no", "n"])

#: A day, perhaps with a midnight that a loader added to it.
_MIDNIGHT = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ]00:00(?::00(?:\.0+)?)?(?:Z|[+-]00(?::?00)?)?)?$"

#: What PostgreSQL and others write for 2026-01-31T09:00:00Z.
_MOMENT = r"^([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]{1,6})?[0-9]{0,3}(Z|[+-][0-9:]+)?$"
_NO_ZONE = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]+(\.[0-9]+)?$"


def stored(column: pa.DataType) -> pa.DataType:
    """The plain type behind the name that a database has for it, or behind a dictionary of its values."""
    while isinstance(column, pa.BaseExtensionType | pa.DictionaryType):
        column = column.storage_type if isinstance(column, pa.BaseExtensionType) else column.value_type
    return column


def unfit(column: pa.Field, field: FieldType) -> str:
    """Why a column cannot hold the values of a field of this type; empty where it can."""
    kind = stored(column.type)
    if pa.types.is_null(kind) or _is_text(kind):
        number = getattr(column.type, "type_name", "") == "numeric"
        return "" if not number or field.type in _NUMBERS else _said(field, "numeric")
    fits = _FITS.get(field.type, _is_bytes)
    return "" if fits(kind) else _said(field, str(kind))


def as_text(values: pa.Array, field: FieldType, zone: str) -> pa.Array:
    """The values as the text of a field of this type. Times without a zone are in `zone`.

    Raises ArrowInvalid where it is not UTF-8, though a file or a database calls it text.
    """
    text = _WRITE.get(field.type, _same)(_plain(values), zone)
    text.validate(full=True)
    return text


def _said(field: FieldType, kind: str) -> str:
    return f"is held as {kind}, which does not keep what a field of type {field.type} holds"


def _plain(values: pa.Array) -> pa.Array:
    while isinstance(values, pa.ExtensionArray | pa.DictionaryArray):
        values = values.storage if isinstance(values, pa.ExtensionArray) else values.dictionary_decode()
    if _is_text(values.type) or _is_bytes(values.type) or pa.types.is_null(values.type):
        return values.cast(pa.string())
    return values


def _is_text(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def _is_bytes(kind: pa.DataType) -> bool:
    """Text in a Parquet file that does not say so; what is not UTF-8 is refused when it is read."""
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind))


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind))


def _is_flag(kind: pa.DataType) -> bool:
    return bool(pa.types.is_boolean(kind) or pa.types.is_integer(kind))


def _is_day(kind: pa.DataType) -> bool:
    return bool(pa.types.is_date(kind) or pa.types.is_timestamp(kind))


def _is_list_of_text(kind: pa.DataType) -> bool:
    listed = pa.types.is_list(kind) or pa.types.is_large_list(kind)
    return bool(_is_bytes(kind) or (listed and _is_text(stored(kind.value_type))))


_FITS: Mapping[str, Callable[[pa.DataType], bool]] = {
    **dict.fromkeys(_NUMBERS, _is_number),
    "boolean": _is_flag,
    "date": _is_day,
    "datetime": lambda kind: bool(pa.types.is_timestamp(kind)),
    "time": lambda kind: bool(pa.types.is_time(kind)),
    "multipicklist": _is_list_of_text,
}


def _same(values: pa.Array, _: str) -> pa.Array:
    return values.cast(pa.string())


def _flags(values: pa.Array, _: str) -> pa.Array:
    text = pc.utf8_lower(pc.utf8_trim_whitespace(values.cast(pa.string())))
    true, false = pc.is_in(text, value_set=_TRUE), pc.is_in(text, value_set=_FALSE)
    return pc.case_when(pc.make_struct(true, false), "true", "false", text)


def _numbers(values: pa.Array, _: str) -> pa.Array:
    """Decimals with the digits that they came with; a whole number that was loaded as one with a point stays whole."""
    return pc.utf8_trim_whitespace(values.cast(pa.string()))


def _days(values: pa.Array, _: str) -> pa.Array:
    """A moment is a day only at midnight; any other stays a moment, which is no value of the field."""
    if pa.types.is_timestamp(values.type):
        values = _moments(values, "UTC")
    text = values.cast(pa.string())
    return pc.replace_substring_regex(text, _MIDNIGHT, r"\1")


def _moments(values: pa.Array, zone: str) -> pa.Array:
    if pa.types.is_timestamp(values.type):
        return _written(_in_utc(values.cast(pa.timestamp("us", values.type.tz), safe=False), zone))
    text = pc.replace_substring_regex(values.cast(pa.string()), _MOMENT, r"\1T\2\3\4")
    text = pc.replace_substring_regex(text, r"([+-][0-9]{2})$", r"\1:00")
    without = pc.fill_null(pc.match_substring_regex(text, _NO_ZONE), False)
    if not pc.any(without).as_py():
        return text
    return pc.replace_with_mask(text, without, _zoned(text.filter(without), zone))


def _zoned(text: pa.Array, zone: str) -> pa.Array:
    try:
        return _written(_in_utc(text.cast(pa.timestamp("us")), zone))
    except pa.ArrowInvalid:  # one is no moment at all, and what it is shows in the cast
        return pc.binary_join_element_wise(text, pa.scalar("Z"), "") if zone == "UTC" else text


def _in_utc(moments: pa.Array, zone: str) -> pa.Array:
    """In UTC, and without a zone. Where clocks went back, the earlier of the two moments that one time names."""
    if moments.type.tz is None and zone != "UTC":
        moments = pc.assume_timezone(moments, zone, ambiguous="earliest", nonexistent="latest")
    zoned = moments.type.tz is not None
    return moments.cast(pa.timestamp("us", "UTC")).cast(pa.timestamp("us")) if zoned else moments


def _written(moments: pa.Array) -> pa.Array:
    return pc.strftime(moments, "%Y-%m-%dT%H:%M:%SZ")


def _lists(values: pa.Array, _: str) -> pa.Array:
    """As the org writes them: with a semicolon between values."""
    if pa.types.is_list(values.type) or pa.types.is_large_list(values.type):
        values = pc.binary_join(values.cast(pa.list_(pa.string())), ";")
    return values.cast(pa.string())


_WRITE: Mapping[str, _Write] = {
    **dict.fromkeys(_NUMBERS, _numbers),
    "boolean": _flags,
    "date": _days,
    "datetime": _moments,
    "multipicklist": _lists,
}
