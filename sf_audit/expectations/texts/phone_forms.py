"""Conditions in SQL under which `phonenumbers` surely calls a number valid: its own patterns, for most numbers.

They accept less than the library does, never more. What follows its parser is said beside each condition: a number is
taken as it is only where nothing that the parser may strip (a way to dial abroad, a country code, a trunk prefix)
could be read in two ways.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from sf_audit.snapshot.sql import quote_literal

#: Digits as people set them apart. Letters, extensions, “(0)” and other signs are the library's.
_WRITTEN = "[+]?[0-9(][0-9 ().-]{1,38}"
_SIGNS = " ().-"

#: So many country codes, and regions, are worth a pattern; numbers of others are asked of the library.
MOST = 40


def coded(numbers: str) -> str:
    """SQL for a table with two more columns: the `digits` of its column `value` after a +, and their country `code`.

    `digits` is null where the number is not written plainly; `code` is empty without a +. `numbers` is SQL.
    """
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    codes = "|".join(map(str, COUNTRY_CODE_TO_REGION_CODE))
    written = f"regexp_full_match(value, {quote_literal(_WRITTEN)})"
    digits = f"CASE WHEN {written} THEN translate(value, {quote_literal(_SIGNS)}, '') END AS digits"
    plain = f"(SELECT *, {digits} FROM {numbers})"
    return f"(SELECT *, regexp_extract(digits, '^[+]({codes})', 1) AS code FROM {plain})"


def surely_abroad(column: str, code: str, codes: Iterable[str]) -> str:
    """The condition for a number with a +. `column` is SQL for its digits, `code` for its country code."""
    cases = (f"WHEN {quote_literal(number)} THEN {_after(column, number)}" for number in codes)
    return _case(code, cases)


def surely_at_home(column: str, region: str, regions: Iterable[str]) -> str:
    """The condition for a number without a +. `column` is SQL for its digits, `region` for the region it is read in."""
    cases = (f"WHEN {quote_literal(name)} THEN {_within(column, name)}" for name in regions)
    return _case(region, cases)


def _case(subject: str, cases: Iterable[str]) -> str:
    listed = " ".join(cases)
    return f"CASE {subject} {listed} ELSE false END" if listed else "false"


def _after(column: str, code: str) -> str:
    """The digits after the country code, unless the parser would take a trunk prefix from them."""
    from phonenumbers import region_code_for_country_code

    plan = _plan(region_code_for_country_code(int(code)))
    if plan is None:
        return "false"
    rest = f"substr({column}, {len(code) + 2})"
    return " AND ".join([_valid(rest, plan), *_not_at_start(rest, plan.national_prefix_for_parsing)])


def _within(column: str, region: str) -> str:
    """The digits with or without the trunk prefix, unless they begin like a call abroad or with the country code."""
    plan = _plan(region)
    trunk, others = _trunk(plan)
    if plan is None or others is None:
        return "false"
    code = str(plan.country_code)
    bare = f"CASE WHEN starts_with({column}, '{trunk}') THEN substr({column}, {len(trunk) + 1}) ELSE {column} END"
    conditions = [_valid(bare if trunk else column, plan)]
    conditions += [*_not_at_start(column, plan.international_prefix), *_not_at_start(column, others)]
    if trunk != code:
        conditions.append(f"NOT starts_with({column}, '{code}')")
    return " AND ".join(conditions)


def _trunk(plan: Any) -> tuple[str, str | None]:
    """The digits dialled before a number at home, and a pattern of what else the parser may take from its start.

    That is None where the parser does more than take digits away.
    """
    if plan is None or plan.national_prefix_transform_rule:
        return "", None
    taken = plan.national_prefix_for_parsing or ""
    choices = taken.split("|") if taken else []
    trunk = plan.national_prefix if plan.national_prefix in choices else ""
    others = [choice for choice in choices if choice != trunk]
    if any(not _is_whole(choice) or choice.startswith(trunk or "(?") for choice in others):
        return "", None
    return trunk, "|".join(others)


def _is_whole(pattern: str) -> bool:
    """Whether it is a pattern by itself, and no part of a group that was cut in two."""
    try:
        re.compile(pattern)
    except re.error:
        return False
    return True


def _not_at_start(column: str, pattern: str | None) -> Iterator[str]:
    if pattern:
        yield f"NOT regexp_matches({column}, {quote_literal(f'^(?:{pattern})')})"


def _valid(column: str, plan: Any) -> str:
    """That the number is one of the plan: `is_valid_number` asks for the general pattern and that of a kind."""
    general = _pattern(plan.general_desc)
    kinds = dict.fromkeys(_kind(column, kind) for kind in (plan.fixed_line, plan.mobile, plan.toll_free))
    return f"({_matches(column, general)} AND ({' OR '.join(kinds)}))" if general else "false"


def _kind(column: str, kind: Any) -> str:
    """That the number is of a kind."""
    if not (pattern := _pattern(kind)):
        return "false"
    lengths = ", ".join(map(str, kind.possible_length))
    return f"(length({column}) IN ({lengths}) AND {_matches(column, pattern)})"


def _matches(column: str, pattern: str) -> str:
    return f"regexp_full_match({column}, {quote_literal(pattern)})"


def _pattern(kind: Any) -> str:
    return (kind and kind.national_number_pattern) or ""


def _plan(region: str) -> Any:
    """The numbering plan of a region; None for a code that is no region, such as that of satellites."""
    from phonenumbers import PhoneMetadata

    return PhoneMetadata.metadata_for_region(region, None) if region.isalpha() else None
