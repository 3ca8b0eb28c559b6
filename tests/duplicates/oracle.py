"""Fellegi and Sunter in plain Python, over the prepared records: what Splink's SQL must come to."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from math import log2
from typing import Any

from jellyfish import damerau_levenshtein_distance as damerau
from jellyfish import jaro_winkler_similarity as winkler

from sf_audit.duplicates.model import Model

Record = Mapping[str, Any]
Levels = tuple[tuple[str, Callable[[Record, Record], bool]], ...]

#: Records of this table beside the values of an org: see `sf_audit.duplicates.prepared`.
_PRIOR_RECORDS = 5_000


def weight(model: Model, left: Record, right: Record, shares: Mapping[str, Mapping[str, float]], prior: float) -> float:
    """The weight of a pair in bits; `shares` are by column and value how many of all records have it."""
    bits = log2(prior / (1 - prior))
    for comparison in model.comparisons:
        missing, levels = _COMPARISONS[model.kind, comparison.name]
        if missing(left, right):
            continue
        level = next((name for name, holds in levels if holds(left, right)), comparison.levels[-1].name)
        m, u = model.chances(comparison.name, level)
        if level == "same" and comparison.frequency:
            u = shares[comparison.frequency][left[comparison.frequency]]
        bits += log2(m / u)
    return bits


def shares(records: Sequence[Record], model: Model) -> dict[str, dict[str, float]]:
    """By column whose frequency counts, the share of each value, with that of the model mixed in."""
    found: dict[str, dict[str, float]] = {}
    for comparison in model.comparisons:
        if comparison.frequency:
            values = [record[comparison.frequency] for record in records if record[comparison.frequency] is not None]
            usual = _PRIOR_RECORDS * model.chances(comparison.name, "same")[1]
            found[comparison.frequency] = {
                value: (values.count(value) + usual) / (len(values) + _PRIOR_RECORDS) for value in values
            }
    return found


def _no(*names: str) -> Callable[[Record, Record], bool]:
    return lambda left, right: all(left[name] is None or right[name] is None for name in names)


def _same(name: str) -> Callable[[Record, Record], bool]:
    return lambda left, right: left[name] is not None and left[name] == right[name]


def _any(name: str) -> Callable[[Record, Record], bool]:
    return lambda left, right: bool(set(left[name] or ()) & set(right[name] or ()))


def _first(record: Record) -> str:
    return str(record["given"]).split(" ")[0]


def _swapped(left: Record, right: Record) -> bool:
    names = left["given"], left["family"], right["given"], right["family"]
    if None in names:
        return False
    given, family, other_given, other_family = names
    alike = winkler(given, other_family) >= 0.92 and winkler(family, other_given) >= 0.92
    return alike and winkler(given, other_given) < 0.8


def _initial(left: Record, right: Record) -> bool:
    short = 1 in {len(_first(left)), len(_first(right))}
    return short and left["given"][0] == right["given"][0]


def _given_alike(left: Record, right: Record) -> bool:
    one, two = left["given"], right["given"]
    least = 3 if one[0] == two[0] else 4
    return min(len(one), len(two)) >= least and (damerau(one, two) == 1 or winkler(one, two) >= 0.92)


def _family_alike(left: Record, right: Record) -> bool:
    one, two = left["family"], right["family"]
    return min(len(one), len(two)) >= 4 and (damerau(one, two) == 1 or winkler(one, two) >= 0.92)


def _family_part(left: Record, right: Record) -> bool:
    return bool({part for part in left["family"].split(" ") if len(part) >= 4} & set(right["family"].split(" ")))


def _sound(left: Record, right: Record) -> bool:
    return _same("family_sound")(left, right) and len(left["family_sound"]) >= 2


def _ending(left: Record, right: Record) -> bool:
    stem, other = (re.sub("[aeiouy]+s?$", "", record["given"]) for record in (left, right))
    return stem == other and len(stem) >= 3 and not _any("nicks")(left, right)


_GIVEN: Levels = (
    ("same", _same("given")),
    ("swapped", _swapped),
    ("nickname", _any("nicks")),
    ("initial", _initial),
    ("part", lambda left, right: _first(left) == _first(right)),
    ("ending", _ending),
    ("alike", _given_alike),
    ("sound", lambda left, right: _same("given_sound")(left, right) and len(left["given_sound"]) >= 3),
    ("near", lambda left, right: winkler(left["given"], right["given"]) >= 0.8),
)

_FAMILY: Levels = (
    ("same", _same("family")),
    ("swapped", _swapped),
    ("part", _family_part),
    ("alike", _family_alike),
    ("sound", _sound),
    ("near", lambda left, right: winkler(left["family"], right["family"]) >= 0.8),
)


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign in "0123456789")


def _email_alike(left: Record, right: Record) -> bool:
    one, two, at, other_at = left["local"], right["local"], left["domain"], right["domain"]
    if one[0] != two[0] or _digits(left["email"]) != _digits(right["email"]) or min(len(one), len(two)) < 5:
        return False
    slip = (at == other_at and damerau(one, two) == 1) or (one == two and len(at) >= 7 and damerau(at, other_at) <= 2)
    return slip and (_same("given")(left, right) or not (left["own"] and right["own"]))


def _moved(left: Record, right: Record) -> bool:
    return _same("local")(left, right) and len(left["local"]) >= 5 and not (left["own"] and right["own"])


_EMAIL: Levels = (
    ("same", _same("email")),
    ("alike", _email_alike),
    ("moved", _moved),
    ("forms", lambda left, right: _same("domain")(left, right) and left["own"] and right["own"]),
    ("colleague", lambda left, right: _same("domain")(left, right) and not left["free"]),
)


def _mobile(left: Record, right: Record) -> bool:
    return _any("rare")(left, right) and _any("mobiles")(left, right)


def _extension(left: Record, right: Record) -> bool:
    one, two = left["phones"][0], right["phones"][0]
    return len(one) == len(two) >= 7 and one[:-2] == two[:-2]


def _digit(left: Record, right: Record) -> bool:
    one, two = left["phones"][0], right["phones"][0]
    return min(len(one), len(two)) >= 8 and damerau(one, two) == 1


_PHONE: Levels = (
    ("mobile", _mobile),
    ("desk", lambda left, right: _any("rare")(left, right) and _same("employer")(left, right)),
    ("same", _any("rare")),
    ("shared", _any("phones")),
    ("extension", _extension),
    ("alike", _digit),
)


def _street(left: Record, right: Record) -> bool:
    if (left["house"] or "") != (right["house"] or "") or left["street"] is None or right["street"] is None:
        return False
    one, two = ({word for word in record["street"].split(" ") if len(word) >= 4} for record in (left, right))
    return winkler(left["street"], right["street"]) >= 0.9 or bool(one & two)


def _town(left: Record, right: Record) -> bool:
    near = None not in (left["city"], right["city"]) and winkler(left["city"], right["city"]) >= 0.93
    return _same("postal")(left, right) or near


def _address(left: Record, right: Record) -> bool:
    return _street(left, right) and _town(left, right)


_ADDRESS: Levels = (
    ("office", lambda left, right: _same("employer")(left, right) and (_street(left, right) or _town(left, right))),
    ("same", _address),
    ("street", lambda left, right: _street(left, right) and left["house"] is not None),
    ("other_street", lambda left, right: _town(left, right) and None not in (left["street"], right["street"])),
    ("town", _town),
)


def _born_alike(left: Record, right: Record) -> bool:
    one, two = left["born"], right["born"]
    parts = (one.day == two.day) + (one.month == two.month) + (one.year == two.year)
    return parts == 2 or (one.year == two.year and (one.day, one.month) == (two.month, two.day))


def _other(name: str, levels: Levels) -> Callable[[Record, Record], bool]:
    def holds(left: Record, right: Record) -> bool:
        both = left[name] is not None and right[name] is not None
        return both and not any(level(left, right) for _, level in levels)

    return holds


def _one_place(left: Record, right: Record) -> bool:
    return _address(left, right) or _any("rare")(left, right) or _same("employer")(left, right)


def _other_mailbox(left: Record, right: Record) -> bool:
    return _other("given", _GIVEN)(left, right) and _same("email")(left, right)


def _other_given(left: Record, right: Record) -> bool:
    one, two = left["given"], right["given"]
    ending = None not in (one, two) and one != two and _ending(left, right)
    personal = _same("email")(left, right) or _mobile(left, right) or _same("born")(left, right)
    another = ending and not personal
    return (another or _other("given", _GIVEN)(left, right)) and _one_place(left, right)


def _other_family(left: Record, right: Record) -> bool:
    personal = _same("email")(left, right) or _mobile(left, right) or _same("born")(left, right)
    return _other("family", _FAMILY)(left, right) and _one_place(left, right) and not personal


def _certainly_one(left: Record, right: Record) -> bool:
    return _same("born")(left, right) and (_same("email")(left, right) or _mobile(left, right))


_HOUSEHOLD: Levels = (("mailbox", _other_mailbox), ("other_given", _other_given), ("other_family", _other_family))


def _words(left: Record, right: Record) -> bool:
    return left["tokens"] == right["tokens"] or left["company"].replace(" ", "") == right["company"].replace(" ", "")


def _company_alike(left: Record, right: Record) -> bool:
    one, two = left["company"], right["company"]
    return min(len(one), len(two)) >= 5 and (damerau(one, two) == 1 or winkler(one, two) >= 0.95)


def _company_part(left: Record, right: Record) -> bool:
    one, two = set(left["tokens"]), set(right["tokens"])
    return _any("rare_tokens")(left, right) and (one <= two or two <= one)


_NAME: Levels = (
    ("same", _same("company")),
    ("words", _words),
    ("alike", _company_alike),
    ("part", _company_part),
    ("some", _any("rare_tokens")),
    ("near", lambda left, right: winkler(left["company"], right["company"]) >= 0.85),
)

_SITE: Levels = (
    ("same", _same("site")),
    ("label", lambda left, right: _same("label")(left, right) and len(left["label"]) >= 4),
)


def _related(left: Record, right: Record) -> bool:
    parents = left["parent"], right["parent"]
    return (
        (parents[0] is not None and parents[0] == parents[1]) or parents[0] == right["id"] or parents[1] == left["id"]
    )


def _both_empty(name: str) -> Callable[[Record, Record], bool]:
    return lambda left, right: left[name] is None and right[name] is None


_COMPARISONS: Mapping[tuple[str, str], tuple[Callable[[Record, Record], bool], Levels]] = {
    ("people", "given"): (_no("given"), _GIVEN),
    ("people", "family"): (_no("family"), _FAMILY),
    ("people", "email"): (_no("email"), _EMAIL),
    ("people", "phone"): (_no("phones"), _PHONE),
    ("people", "company"): (_no("employer"), (("same", _same("employer")),)),
    ("people", "address"): (_no("street", "postal", "city"), _ADDRESS),
    ("people", "born"): (_no("born"), (("same", _same("born")), ("alike", _born_alike))),
    ("people", "suffix"): (_both_empty("suffix"), (("same", _same("suffix")),)),
    ("people", "household"): (_certainly_one, _HOUSEHOLD),
    ("companies", "name"): (_no("company"), _NAME),
    ("companies", "numbers"): (_both_empty("numbers"), (("same", _same("numbers")),)),
    ("companies", "site"): (_no("site"), _SITE),
    ("companies", "phone"): (_no("phones"), _PHONE[2:]),
    ("companies", "address"): (_no("street", "postal", "city"), _ADDRESS[1:]),
    ("companies", "hierarchy"): (_both_empty("parent"), (("related", _related),)),
}
