"""Contacts and leads: what speaks for and against two of them being one person."""

from __future__ import annotations

from sf_audit.duplicates.model import Comparison, Level, Model
from sf_audit.duplicates.places import (
    ADDRESS_OF_PERSON,
    BORN,
    PHONE_OF_PERSON,
    SAME_ADDRESS,
    SAME_DAY,
    SAME_EMPLOYER,
    SAME_MOBILE,
    SAME_NUMBER,
)
from sf_audit.duplicates.spelling import alike, slips

_SWAPPED = (
    f"{alike('given_l', 'family_r', 0.92)} AND {alike('family_l', 'given_r', 0.92)} "
    f"AND NOT {alike('given_l', 'given_r', 0.8)}"
)
_SHORT = "(length(split_part(given_l, ' ', 1)) = 1 OR length(split_part(given_r, ' ', 1)) = 1)"

#: Mario and Maria, Stefan and Stefanie: names that differ in their last vowels alone are seldom a slip.
_ENDING = "stem_l = stem_r AND length(stem_l) >= 3 AND NOT list_has_any(nicks_l, nicks_r)"

_GIVEN = (
    Level("same", "given_l = given_r", "the same"),
    Level("swapped", _SWAPPED, "first and last name swapped"),
    Level("nickname", "list_has_any(nicks_l, nicks_r)", "a short form of the other"),
    Level("initial", f"{_SHORT} AND left(given_l, 1) = left(given_r, 1)", "the same initial"),
    Level("part", "split_part(given_l, ' ', 1) = split_part(given_r, ' ', 1)", "the same in part"),
    Level("ending", _ENDING, "with another ending"),
    Level(
        "alike",
        "least(length(given_l), length(given_r)) >= if(left(given_l, 1) = left(given_r, 1), 3, 4) "
        f"AND ({slips('given_l', 'given_r', 1)} OR {alike('given_l', 'given_r', 0.92)})",
        "spelt alike",
    ),
    Level("sound", "given_sound_l = given_sound_r AND length(given_sound_l) >= 3", "sounding alike"),
    Level("near", alike("given_l", "given_r", 0.8), "spelt somewhat alike"),
)


def _other(name: str, levels: tuple[Level, ...]) -> str:
    """That both have such a name, and no level holds. Of a CASE, DuckDB evaluates no more than it has to."""
    alike = " ".join(f"WHEN {level.condition} THEN false" for level in levels if level.condition)
    return f"(CASE WHEN {name}_l IS NULL OR {name}_r IS NULL THEN false {alike} ELSE true END)"


def _both(first: str, then: str) -> str:
    """That both conditions hold; the second, which takes longer, is looked at only where the first does."""
    return f"CASE WHEN {first} THEN {then} ELSE false END"


_OTHER_GIVEN = _other("given", _GIVEN)

_FAMILY = (
    Level("same", "family_l = family_r", "the same"),
    Level("swapped", _SWAPPED, "first and last name swapped"),
    Level(
        "part",
        "list_has_any(long_parts_l, family_parts_r)",
        "the same in part",
    ),
    Level(
        "alike",
        f"least(length(family_l), length(family_r)) >= 4 AND ({slips('family_l', 'family_r', 1)} "
        f"OR {alike('family_l', 'family_r', 0.92)})",
        "spelt alike",
    ),
    Level("sound", "family_sound_l = family_sound_r AND length(family_sound_l) >= 2", "sounding alike"),
    Level("near", alike("family_l", "family_r", 0.8), "spelt somewhat alike"),
    Level("different", "", "another"),
)

_OTHER_FAMILY = _other("family", _FAMILY)

_SAME_DOMAIN = "domain_l = domain_r"
_SAME_DIGITS = "digits_l = digits_r"

_EMAIL = (
    Level("same", "email_l = email_r", "the same"),
    Level(
        "alike",
        f"left(local_l, 1) = left(local_r, 1) AND {_SAME_DIGITS} AND least(length(local_l), length(local_r)) >= 5 AND "
        f"(({_SAME_DOMAIN} AND {slips('local_l', 'local_r', 1)}) "
        f"OR (local_l = local_r AND length(domain_l) >= 7 AND {slips('domain_l', 'domain_r', 2)})) "
        "AND (given_l = given_r OR NOT (own_l AND own_r))",
        "different in one letter",
    ),
    Level("moved", "local_l = local_r AND length(local_l) >= 5 AND NOT (own_l AND own_r)", "the same before the @"),
    Level("forms", f"{_SAME_DOMAIN} AND own_l AND own_r", "another form of the name at one domain"),
    Level("colleague", f"{_SAME_DOMAIN} AND NOT free_l", "another mailbox of the same domain"),
    Level("different", "", "another"),
)

_COMPANY = (
    Level("same", "employer_l = employer_r", "the same"),
    Level(
        "alike",
        f"{alike('company_l', 'company_r', 0.93)} OR list_has_all(tokens_l, tokens_r) "
        "OR list_has_all(tokens_r, tokens_l)",
        "written alike",
    ),
    Level("different", "", "another"),
)

_NO_NAMES = "given_l IS NULL OR given_r IS NULL"
_SAME_MAILBOX = "coalesce(email_l = email_r, false)"
_ONE_PLACE = f"(coalesce({SAME_ADDRESS}, false) OR coalesce({SAME_NUMBER}, false) OR coalesce({SAME_EMPLOYER}, false))"
_PERSONAL = f"({_SAME_MAILBOX} OR coalesce({SAME_MOBILE}, false) OR coalesce({SAME_DAY}, false))"
_ANOTHER = f"({_OTHER_GIVEN} OR (given_l <> given_r AND coalesce({_ENDING}, false) AND NOT {_PERSONAL}))"

COMPARISONS = (
    Comparison("given", _NO_NAMES, (*_GIVEN, Level("different", "", "another")), frequency="given"),
    Comparison("family", "family_l IS NULL OR family_r IS NULL", _FAMILY, frequency="family"),
    Comparison("email", "email_l IS NULL OR email_r IS NULL", _EMAIL),
    PHONE_OF_PERSON,
    Comparison(
        "company",
        "employer_l IS NULL OR employer_r IS NULL",
        _COMPANY,
        frequency="employer",
    ),
    ADDRESS_OF_PERSON,
    BORN,
    Comparison(
        "suffix",
        "suffix_l IS NULL AND suffix_r IS NULL",
        (Level("same", "suffix_l = suffix_r", "with the same suffix"), Level("different", "", "with another suffix")),
    ),
    # Families share an address, couples a mailbox, and colleagues a company with its telephone.
    Comparison(
        "household",
        f"coalesce({SAME_DAY}, false) AND ({_SAME_MAILBOX} OR coalesce({SAME_MOBILE}, false))",
        (
            Level("mailbox", _both(_SAME_MAILBOX, _OTHER_GIVEN), "another, who reads the same mailbox"),
            Level("other_given", _both(_ONE_PLACE, _ANOTHER), "another at one address, telephone or company"),
            Level(
                "other_family",
                _both(f"{_ONE_PLACE} AND NOT {_PERSONAL}", _OTHER_FAMILY),
                "the same with another last name at one address, telephone or company",
            ),
            Level("otherwise", "", ""),
        ),
    ),
)

KEYS = {
    "email": "email",
    "local": "CASE WHEN length(local) >= 6 THEN local END",
    "low_number": "list_min(rare)",
    "high_number": "list_max(rare)",
    "both_names": "least(given, family) || ' ' || greatest(given, family)",
    "both_sounds": "least(given_sound, family_sound) || ' ' || greatest(given_sound, family_sound)",
    "family_at_company": "family || '|' || employer",
    "given_at_company": "given || '|' || employer",
    "family_at_domain": "CASE WHEN NOT free THEN family || '@' || domain END",
    "given_at_domain": "CASE WHEN NOT free THEN given || '@' || domain END",
    "family_in_town": "family || '|' || postal",
    "given_in_town": "given || '|' || postal",
    "sound_in_town": "family_sound || left(given, 1) || '|' || city",
    "house": "house || '|' || split_part(street, ' ', 1) || '|' || postal",
    "house_in_town": "house || '|' || split_part(street, ' ', 1) || '|' || city",
    "family_in_street": "family || '|' || street",
    "given_in_street": "given || '|' || street",
    "family_born": "left(family, 2) || born",
    "given_born": "left(given, 2) || born",
    "born_in_house": "born || '|' || house",
    "prefixes": "left(family, 4) || '|' || left(given, 3)",
}

PEOPLE = Model("people", COMPARISONS, KEYS)
