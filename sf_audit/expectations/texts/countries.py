"""Which region a country field means: its two-letter code, or its name in one of the languages of people."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path

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
    return _names().get(name_key(country), "")


def is_region(code: str) -> bool:
    """Whether telephone numbers can be read in the region of this two-letter code."""
    return code in _regions()


def name_key(name: str) -> str:
    """What names of places are compared by: letters and digits alone, without case and accents."""
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
    for region, names in _names_by_language().items():
        if region in _regions():
            yield from ((name_key(name), region) for name in names.values() if not name.startswith("*"))


def _names_by_language() -> Mapping[str, Mapping[str, str]]:
    """By region, its names by language, of `phonenumbers.geodata.locale` alone.

    An import of it runs the package around it, which loads the places of all area codes: 90 MB, and twice that
    and two seconds where nobody has compiled them.
    """
    package = find_spec("phonenumbers")
    if package is None or package.origin is None:
        raise ModuleNotFoundError("phonenumbers is not installed")
    file = Path(package.origin).parent / "geodata" / "locale.py"
    spec = spec_from_file_location("phonenumbers.geodata.locale", file)
    if spec is None or spec.loader is None:
        raise ModuleNotFoundError(f"{file} is not a module")
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    names: Mapping[str, Mapping[str, str]] = module.LOCALE_DATA
    return names


def _aliases() -> Iterator[tuple[str, str]]:
    written = tomllib.loads(files(__package__).joinpath(_ALIASES).read_text(encoding="utf-8"))
    for region, names in written.items():
        yield from ((name_key(name), region) for name in names)
