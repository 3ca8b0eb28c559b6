"""Which region a country field means: its two-letter code, or its name in one of the languages of people."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from sf_audit.expectations.texts.fold import fold

_ALIASES = "countries.toml"
_NOT_A_LETTER = re.compile(r"[\W_]+")


def region_of(country: str) -> str:
    """The region, as a two-letter code of ISO 3166-1; empty where the text is the name of none.

    A code of State and Country Picklists is one already; a text is looked up without regard to case, accents and
    signs, in the names that CLDR has for the languages of `phonenumbers`, then in our own list.
    """
    code = country.strip().upper()
    if len(code) == 2 and code in _regions():
        return code
    return _names().get(_key(country), "")


def is_region(code: str) -> bool:
    """Whether telephone numbers can be read in the region of this two-letter code."""
    return code in _regions()


def _key(name: str) -> str:
    bare = "".join(sign for sign in unicodedata.normalize("NFD", fold(name)) if not unicodedata.combining(sign))
    return _NOT_A_LETTER.sub("", bare)


@cache
def _regions() -> frozenset[str]:
    from phonenumbers import SUPPORTED_REGIONS  # 0.2 s: only where asked for

    return frozenset(SUPPORTED_REGIONS)


@cache
def _names() -> Mapping[str, str]:
    """By the key of a name, its region; what two regions are called by is the name of neither, unless we say so."""
    names: dict[str, str] = {}
    unclear: set[str] = set()
    for name, region in _known():
        if names.setdefault(name, region) != region:
            unclear.add(name)
    clear = {name: region for name, region in names.items() if name not in unclear and len(name) > 1}
    return clear | dict(_aliases())


def _known() -> Iterator[tuple[str, str]]:
    from phonenumbers.geodata.locale import LOCALE_DATA  # 0.1 s: only where a country is no code

    for region, names in LOCALE_DATA.items():
        if region in _regions():
            yield from ((_key(name), region) for name in names.values() if not name.startswith("*"))


def _aliases() -> Iterator[tuple[str, str]]:
    written = tomllib.loads(files(__package__).joinpath(_ALIASES).read_text(encoding="utf-8"))
    for region, names in written.items():
        yield from ((_key(name), region) for name in names)
