"""Which fonts a PDF is set in, and what becomes of characters that none of them has.

The fonts come as packages, so that the same review gives the same bytes on every machine, and a name shows on a server
that has no fonts. A glyph that is missing would be an empty box, and no PDF/A: the character is printed as its escape.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont

#: Noto Sans for most scripts with Noto Emoji, and Noto Sans CJK; the SIL Open Font License 1.1.
MOST_SCRIPTS, EAST_ASIAN = "manimgx_fonts", "manimgx_fonts_cjk"

#: Letters that Noto Sans has: nearly all texts have no others, and are looked up nowhere.
_USUAL = frozenset(
    chr(code)
    for first, last in ((0x20, 0x7E), (0xA1, 0xAC), (0xAE, 0x17F), (0x391, 0x3A1), (0x3A3, 0x3C9), (0x410, 0x44F))
    for code in range(first, last + 1)
) | frozenset("–—‘’“”„…•€™−→▲▼≥≤\N{NO-BREAK SPACE}\u200b")

#: Join, or choose among, the glyphs beside them: no font needs one for them ("Unicode Standard Annex #44",
#: Default_Ignorable_Code_Point).
_IGNORABLE = frozenset("\u200c\u200d\ufe0e\ufe0f")


def is_usual(text: str) -> bool:
    """Whether a text has only letters of Latin, Greek and Cyrillic, and signs that go with them."""
    return _USUAL.issuperset(text)


def has_glyph(letter: str) -> bool:
    """Whether one of the fonts has the character."""
    return letter in _USUAL or letter in _IGNORABLE or any(ord(letter) in _coverage(name) for name in packages())


def packages() -> tuple[str, str]:
    """The packages of fonts, in the order in which a character is looked for."""
    return MOST_SCRIPTS, EAST_ASIAN


def folders(texts: Iterable[str]) -> tuple[Path, ...]:
    """The folders whose fonts these texts need: 33 MB of East Asian letters are opened for who uses them."""
    unusual = {letter for text in texts if not is_usual(text) for letter in text}
    elsewhere = any(ord(letter) not in _coverage(MOST_SCRIPTS) for letter in unusual - _USUAL - _IGNORABLE)
    return (_folder(MOST_SCRIPTS), *([_folder(EAST_ASIAN)] if elsewhere else []))


@cache
def _folder(package: str) -> Path:
    found = find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise ModuleNotFoundError(f"the fonts of {package} are not installed", name=package)
    return Path(next(iter(found.submodule_search_locations)))


@cache
def _coverage(package: str) -> frozenset[int]:
    """The characters of a package's fonts."""
    return frozenset(code for path in sorted(_folder(package).iterdir()) for code in _characters(path))


def _characters(path: Path) -> Iterator[int]:
    if path.suffix == ".ttf":
        with TTFont(path, lazy=True) as font:
            yield from font.getBestCmap()
    elif path.suffix == ".ttc":
        # The faces of Noto Sans CJK have the same characters, and differ in how they draw some of them.
        with TTCollection(path, lazy=True) as collection:
            yield from collection.fonts[0].getBestCmap()
