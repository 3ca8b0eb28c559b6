"""Names, streets and postal codes as they are compared, in SQL: no case, no accents, no signs, no abbreviations."""

from __future__ import annotations

from collections.abc import Mapping

from sf_audit.snapshot.sql import quote_literal

#: What is written for a name that nobody knows, in words. Salesforce itself writes “[not provided]”.
_UNKNOWN = (
    "na", "n a", "none", "no name", "null", "not provided", "test", "tbd", "unknown", "unbekannt", "x", "xx", "xxx",
    "last name", "lastname", "contact", "nobody", "blank",
)  # fmt: skip

_TITLES = "dr|prof|professor|mr|mrs|ms|miss|sir|herr|frau|mme|mlle|monsieur|madame|dipl|ing|med|rev"
_SUFFIXES: Mapping[str, str] = {"junior": "jr", "senior": "sr"}
_AFTER = "jr|sr|junior|senior|ii|iii|iv"

#: Kinds of streets, long and short; without them two streets are compared by their names.
_STREETS = (
    "street|st|road|rd|avenue|ave|av|boulevard|blvd|drive|dr|lane|ln|court|ct|place|pl|square|sq|terrace|tce|crescent|"
    "cres|circuit|cct|close|cl|parade|pde|highway|hwy|way|parkway|pkwy|rue|calle|via|strasse|str|weg|platz|allee|suite|"
    "ste|floor|unit|flat|apt|apartment|building|bldg"
)


def words(text: str) -> str:
    """The words of a text, one space apart; null where there are none. `text` is SQL, as is this."""
    bare = rf"regexp_replace({text}, '[’‘''`´\p{{Cf}}]', '', 'g')"
    plain = f"strip_accents(replace(lower({bare}), 'ß', 'ss'))"
    return rf"nullif(trim(regexp_replace({plain}, '[^\p{{L}}\p{{N}}]+', ' ', 'g')), '')"


def known(text: str) -> str:
    """Words, null where they say that nobody knows."""
    listed = ", ".join(map(quote_literal, _UNKNOWN))
    return f"CASE WHEN {text} NOT IN ({listed}) THEN {text} END"


def given_name(words: str) -> str:
    """The first names without titles before and suffixes after them. `words` is SQL for words."""
    bare = f"regexp_replace({words}, '^(({_TITLES}) )+', '')"
    return known(f"regexp_replace({bare}, '( ({_AFTER}))+$', '')")


def family_name(words: str) -> str:
    """The last name without its suffix."""
    return known(f"regexp_replace({words}, '( ({_AFTER}))+$', '')")


def suffix(words: str) -> str:
    """What stands after a name and tells father and son apart: `jr`, `sr`, `ii`; null where nothing does."""
    found = rf"regexp_extract({words}, '(?:^| )({_AFTER})$', 1)"
    cases = " ".join(f"WHEN {quote_literal(long)} THEN {quote_literal(short)}" for long, short in _SUFFIXES.items())
    return f"nullif(CASE {found} {cases} ELSE {found} END, '')"


def street(words: str) -> str:
    """The name of the street, without numbers and without its kind."""
    glued = f"regexp_replace({words}, '(strasse|str)( |$)', ' ', 'g')"
    bare = rf"regexp_replace({glued}, '\b({_STREETS}|\d+[a-z]?)\b', ' ', 'g')"
    return rf"nullif(trim(regexp_replace({bare}, ' +', ' ', 'g')), '')"


def house(words: str) -> str:
    """The first number in it."""
    return rf"nullif(regexp_extract({words}, '\b\d+[a-z]?\b'), '')"


def postal(text: str) -> str:
    """A postal code without spaces and signs; of a ZIP+4 code its ZIP code."""
    bare = rf"upper(regexp_replace({text}, '[^\p{{L}}\p{{N}}]', '', 'g'))"
    return rf"nullif(CASE WHEN regexp_full_match({bare}, '\d{{9}}') THEN left({bare}, 5) ELSE {bare} END, '')"
