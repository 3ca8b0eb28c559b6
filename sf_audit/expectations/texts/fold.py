"""When two texts are the same to a reader: written with other case, white space, apostrophes, dashes or code points."""

from __future__ import annotations

import re
import unicodedata

import pyarrow as pa

from sf_audit.expectations.filled import BLANKS
from sf_audit.expectations.records import Records, meaning_of
from sf_audit.expectations.texts.distinct import distinct
from sf_audit.expectations.texts.invisible import INVISIBLE
from sf_audit.snapshot.sql import quote_identifier, quote_literal

#: Before normalization, which would take some of them for an accent on a space.
_LOOKS_ALIKE = str.maketrans(
    {
        **dict.fromkeys("`´‘’‛′ʹʻʼʽˊˋ＇", "'"),
        **dict.fromkeys("“”„‟″〃＂", '"'),
        **dict.fromkeys("‐‑‒–—―−⁃﹘﹣－", "-"),
    }
)

_SPACE = re.compile(f"[{re.escape(BLANKS)}]+")

#: Letters of most languages that folding makes nothing else of than SQL's `lower` does, alone and side by side, as
#: ranges of a pattern: Latin, Greek, Cyrillic, Armenian, Hebrew, Arabic, Georgian, kana, Chinese characters, Hangul.
LETTERS = (
    "A-Za-zÀ-ÖØ-Þà-öø-įıĴ-ľŁ-ňŊ-žƀ-ǃǍ-ǰǴ-ɏΆΈ-ΊΌΎ-ΡΣ-ρσ-ώЀ-ҁҊ-ԯԱ-Ֆՠ-ֆ"
    "\u05d0-\u05ea\u0621-\u063f\u0641-\u064aა-ჺḀ-ẙẜẝẟ-ỿぁ-ゖァ-ヺ一-\u9fff가-힣"
)

#: Those letters and printable ASCII, in words that are one space apart; `lower` folds them.
_PLAIN = rf"[!-_{{-~{LETTERS}]+( [!-_{{-~{LETTERS}]+)*"


def fold(text: str) -> str:
    """The text for comparing: NFKC, case folded, white space collapsed; apostrophes and dashes of one kind.

    Marks stay: “Müller” and “Muller” are two names. See “Unicode Standard Annex #15” and section 3.13 of the standard.
    """
    shown = INVISIBLE.sub("", text.translate(_LOOKS_ALIKE))
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", shown).casefold())
    return _SPACE.sub(" ", folded.translate(_LOOKS_ALIKE)).strip(" ")


def join_folds(key: str, field: str, records: Records, meant: str) -> str:
    """The clause that joins what `folded_sql` of the same key needs; empty where it needs nothing.

    `meant` is the condition for the records whose texts are folded.
    """
    column, name = quote_identifier(field), _table(key, field)
    folds = _not_lower(records, column, meant)
    if not folds.num_rows:
        return ""
    return records.register_meaning(name, column, folds)


def folded_sql(key: str, field: str, records: Records) -> str:
    """SQL for a field folded, over its table with that join: the few texts that `lower` does not fold come from it."""
    lower, name = f"lower({quote_identifier(field)})", _table(key, field)
    return f"coalesce({meaning_of(name)}, {lower})" if name in records.registered else lower


def _table(key: str, field: str) -> str:
    return f"{key} folds {field}"


def _not_lower(records: Records, column: str, meant: str) -> pa.Table:
    """The distinct texts that folding makes something else of than `lower` does."""
    asked = f"NOT regexp_full_match({column}, {quote_literal(_PLAIN)})"
    values: list[str] = []
    folded: list[str] = []
    for chunk in distinct(records.connection, (column, f"lower({column})"), records.table, f"{meant} AND {asked}"):
        for value, lower in chunk:
            if (becomes := fold(value)) != lower:
                values.append(value)
                folded.append(becomes)
    return pa.table({"value": pa.array(values, pa.string()), "meaning": pa.array(folded, pa.string())})
