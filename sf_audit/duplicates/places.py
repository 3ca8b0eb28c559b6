"""How addresses, telephone numbers and dates of birth of two records compare: the same for persons and companies."""

from __future__ import annotations

from sf_audit.duplicates.model import Comparison, Level
from sf_audit.duplicates.spelling import alike

_STREET = (
    f"coalesce(house_l, '') = coalesce(house_r, '') AND ({alike('street_l', 'street_r', 0.9)} "
    "OR list_has_any(street_words_l, street_words_r))"
)
_TOWN = f"(postal_l = postal_r OR {alike('city_l', 'city_r', 0.93)})"

#: Null where either has no street; so neither it nor NOT of it holds.
SAME_ADDRESS = f"({_STREET} AND {_TOWN})"

_NO_ADDRESS = (
    "(street_l IS NULL OR street_r IS NULL) AND (postal_l IS NULL OR postal_r IS NULL) "
    "AND (city_l IS NULL OR city_r IS NULL)"
)

_ADDRESS = (
    Level("same", SAME_ADDRESS, "the same"),
    Level("street", f"{_STREET} AND house_l IS NOT NULL", "the same street and number"),
    Level("other_street", f"{_TOWN} AND street_l IS NOT NULL AND street_r IS NOT NULL", "another street there"),
    Level("town", _TOWN, "the same town"),
    Level("different", "", "another"),
)

ADDRESS = Comparison("address", _NO_ADDRESS, _ADDRESS)

#: People of one company have its address and its telephone, so these say little of who they are.
SAME_EMPLOYER = "employer_l = employer_r"
_OFFICE = Level("office", f"{SAME_EMPLOYER} AND ({_STREET} OR {_TOWN})", "the same, at one company")

ADDRESS_OF_PERSON = Comparison("address", _NO_ADDRESS, (_OFFICE, *_ADDRESS))

#: A number that few records have; see `rare` in `sf_audit.duplicates.prepared`.
SAME_NUMBER = "list_has_any(rare_l, rare_r)"

_PHONE = (
    Level("same", SAME_NUMBER, "the same"),
    Level("shared", "list_has_any(phones_l, phones_r)", "the same, which many have"),
    Level(
        "extension",
        "length(phones_l[1]) = length(phones_r[1]) AND length(phones_l[1]) >= 7 "
        "AND left(phones_l[1], length(phones_l[1]) - 2) = left(phones_r[1], length(phones_r[1]) - 2)",
        "another extension",
    ),
    Level(
        "alike",
        "least(length(phones_l[1]), length(phones_r[1])) >= 8 AND damerau_levenshtein(phones_l[1], phones_r[1]) = 1",
        "different in one digit",
    ),
    Level("different", "", "another"),
)

_NO_PHONE = "phones_l IS NULL OR phones_r IS NULL"

PHONE = Comparison("phone", _NO_PHONE, _PHONE)

SAME_MOBILE = f"({SAME_NUMBER} AND list_has_any(mobiles_l, mobiles_r))"

PHONE_OF_PERSON = Comparison(
    "phone",
    _NO_PHONE,
    (
        Level("mobile", SAME_MOBILE, "the same"),
        Level("desk", f"{SAME_NUMBER} AND {SAME_EMPLOYER}", "the same, at one company"),
        *_PHONE,
    ),
)

SAME_DAY = "born_l = born_r"

BORN = Comparison(
    "born",
    "born_l IS NULL OR born_r IS NULL",
    (
        Level("same", SAME_DAY, "the same"),
        Level(
            "alike",
            "(day(born_l) = day(born_r))::INT + (month(born_l) = month(born_r))::INT "
            "+ (year(born_l) = year(born_r))::INT = 2 OR (year(born_l) = year(born_r) "
            "AND day(born_l) = month(born_r) AND month(born_l) = day(born_r))",
            "different in day, month or year",
        ),
        Level("different", "", "another"),
    ),
)
