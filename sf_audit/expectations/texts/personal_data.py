"""Numbers in a text that say who somebody is or how they pay: cards, bank accounts, national ids.

A number counts only where its check digits are right and it stands by itself, in a form in which such numbers are
written. National ids that have a single check digit and no other form, such as the Dutch, are in no list here: one of
ten or eleven order numbers would be one. `python-stdnum` knows the check digits; it is imported only for judging.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import TypeAlias

from sf_audit.expectations.texts.cards import CARD_FORM, holds_card
from sf_audit.expectations.texts.invisible import INVISIBLE
from sf_audit.snapshot.sql import quote_literal

CARD, IBAN = "card", "iban"

#: In HTML and in what people paste: spaces that do not break, and dashes of every length.
_SPACES = re.compile(r"&nbsp;|&#160;|&#xa0;|[^\S\n\r]", re.IGNORECASE)
_HYPHENS = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]")

_IBAN_FORM = r"[A-Z]{2}\d{2}(?:~[A-Z0-9]){11}"
_IBAN = re.compile(r"(?<![0-9A-Za-z])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]){11,30}", re.ASCII)
_SHORTEST_IBAN, _LONGEST_IBAN = 15, 34

#: By the name that rules use: the form, and what of `stdnum` checks it. In a form, `~` is a space, hyphen or period or
#: nothing, and `=` is a sign that must be there.
_NATIONAL_IDS: Mapping[str, tuple[str, str]] = {
    "be_nn": (r"\d{2}~\d{2}~\d{2}~\d{3}~\d{2}", "be.nn"),
    "bg_egn": (r"\d{10}", "bg.egn"),
    "br_cpf": (r"\d{3}~\d{3}~\d{3}~\d{2}", "br.cpf"),
    "ch_ahv": (r"756~\d{4}~\d{4}~\d{2}", "ch.ssn"),
    "cn_ric": (r"\d{17}[\dX]", "cn.ric"),
    "cz_rc": (r"\d{6}/\d{3,4}", "cz.rc"),
    "de_idnr": (r"\d{2}~\d{3}~\d{3}~\d{3}", "de.idnr"),
    "ee_ik": (r"\d{11}", "ee.ik"),
    "es_dni": (r"\d{8}~[A-Z]", "es.dni"),
    "es_nie": (r"[XYZ]~\d{7}~[A-Z]", "es.nie"),
    "fi_hetu": (r"\d{6}(?:=|[A-FU-Y])\d{3}[0-9A-Y]", "fi.hetu"),
    "fr_nir": (r"[12]~\d{2}~\d{2}~\d[\dAB]~\d{3}~\d{3}~\d{2}", "fr.nir"),
    "it_codice_fiscale": (
        r"[A-Z]{6}[0-9LMNP-V]{2}[ABCDEHLMPR-T][0-9LMNP-V]{2}[A-Z][0-9LMNP-V]{3}[A-Z]",
        "it.codicefiscale",
    ),
    "lt_asmens": (r"\d{11}", "lt.asmens"),
    "mx_curp": (r"[A-Z]{4}\d{6}[HMX][A-Z]{5}[0-9A-Z]\d", "mx.curp"),
    "no_fodselsnummer": (r"\d{6}~\d{5}", "no.fodselsnummer"),
    "pl_pesel": (r"\d{11}", "pl.pesel"),
    "ro_cnp": (r"\d{13}", "ro.cnp"),
    "se_personnummer": (r"\d{6}=\d{4}|\d{8}=\d{4}", "se.personnummer"),
    "tr_kimlik": (r"\d{11}", "tr.tckimlik"),
    "us_ssn": (r"\d{3}=\d{2}=\d{4}", "us.ssn"),
    "za_id": (r"\d{6}~\d{4}~\d{3}", "za.idnr"),
}

#: The sign between the parts of these says in which century somebody was born.
_OF_CENTURIES = frozenset({"fi_hetu", "se_personnummer"})

#: All that a rule may look for.
KINDS: tuple[str, ...] = (CARD, IBAN, *_NATIONAL_IDS)

#: Digits and letters that are not of ASCII and become so, what nobody sees, HTML in place of a space: always looked at.
_ODD = (
    r"[０-９Ａ-Ｚａ-ｚ⁰-₉²³¹\x{1D7CE}-\x{1D7FF}\x{ad}\x{200b}-\x{200f}\x{2060}-\x{206f}\x{feff}]"
    r"|&(?:nbsp|#160|#xa0);"
)

_Finder: TypeAlias = Callable[[str], bool]


def holds_none(kinds: str, text: str) -> bool:
    """Whether a text holds no number of these kinds, which are written with a space between."""
    plain = _plain(text)
    return not any(_finder(kind)(plain) for kind in kinds.split(" "))


def may_hold(kinds: Sequence[str], column: str) -> str:
    """The condition, as SQL, without which `holds_none` surely holds: nothing in it has the form of such a number.

    `column` is SQL.
    """
    forms = "|".join(dict.fromkeys(_form(kind) for kind in kinds))
    loose = forms.replace("~", "[^0-9A-Za-z]{0,2}").replace("=", "[^0-9A-Za-z]{1,2}")
    patterns = (f"(?i)(?:^|[^0-9A-Za-z])(?:{loose})", f"(?i){_ODD}")
    return "(" + " OR ".join(f"regexp_matches({column}, {quote_literal(pattern)})" for pattern in patterns) + ")"


def _form(kind: str) -> str:
    if kind == CARD:
        return CARD_FORM
    return _IBAN_FORM if kind == IBAN else _NATIONAL_IDS[kind][0]


def _plain(text: str) -> str:
    """The text with digits, spaces and hyphens of one kind."""
    if text.isascii() and "&" not in text and "\t" not in text:
        return text
    shown = INVISIBLE.sub("", _SPACES.sub(" ", text))
    return _HYPHENS.sub("-", unicodedata.normalize("NFKC", shown))


def _finder(kind: str) -> _Finder:
    if kind == CARD:
        return holds_card
    return _holds_iban if kind == IBAN else _national(kind)


def _holds_iban(text: str) -> bool:
    from stdnum.iban import is_valid

    # What countries have beside that, as the numbers of banks, changes faster than a library.
    return any(
        is_valid(number, check_country=False) for run in _IBAN.finditer(text) for number in _beginnings(run, text)
    )


def _beginnings(run: re.Match[str], text: str) -> Iterator[str]:
    """Every beginning of a run of letters and digits after which neither stands: words may follow the number."""
    letters = 0
    for place in range(run.start(), run.end()):
        letters += text[place].isalnum()
        ends = text[place].isalnum() and not text[place + 1 : place + 2].isalnum()
        if ends and _SHORTEST_IBAN <= letters <= _LONGEST_IBAN:
            yield text[run.start() : place + 1]


@cache
def _national(kind: str) -> _Finder:
    form, name = _NATIONAL_IDS[kind]
    module = import_module(f"stdnum.{name}")
    exact = form.replace("~", "[ .-]?").replace("=", "[-+ ]")
    pattern = re.compile(
        rf"(?<![0-9A-Za-z+])(?<![0-9A-Za-z][-./,])(?:{exact})(?![0-9A-Za-z]|[-./,][0-9A-Za-z])",
        re.ASCII | re.IGNORECASE,
    )
    signs = re.compile("[ .]" if kind in _OF_CENTURIES else "[ .-]")

    def holds(text: str) -> bool:
        return any(module.is_valid(signs.sub("", found[0]).upper()) for found in pattern.finditer(text))

    return holds
