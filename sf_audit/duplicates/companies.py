"""Accounts: what speaks for and against two of them being one company at one place."""

from __future__ import annotations

from sf_audit.duplicates.model import Comparison, Level, Model
from sf_audit.duplicates.places import ADDRESS, PHONE
from sf_audit.duplicates.spelling import alike, slips

_NAME = (
    Level("same", "company_l = company_r", "the same"),
    Level(
        "words",
        "tokens_l = tokens_r OR replace(company_l, ' ', '') = replace(company_r, ' ', '')",
        "the same words",
    ),
    Level(
        "alike",
        f"least(length(company_l), length(company_r)) >= 5 AND ({slips('company_l', 'company_r', 1)} "
        f"OR {alike('company_l', 'company_r', 0.95)})",
        "spelt alike",
    ),
    Level(
        "part",
        "list_has_any(rare_tokens_l, rare_tokens_r) "
        "AND (list_has_all(tokens_l, tokens_r) OR list_has_all(tokens_r, tokens_l))",
        "the same in part",
    ),
    Level("some", "list_has_any(rare_tokens_l, rare_tokens_r)", "with a rare word in common"),
    Level("near", alike("company_l", "company_r", 0.85), "spelt somewhat alike"),
    Level("different", "", "another"),
)

_SITE = (
    Level("same", "site_l = site_r", "the same"),
    Level("label", "label_l = label_r AND length(label_l) >= 4", "the same below another top-level domain"),
    Level("different", "", "another"),
)

COMPARISONS = (
    Comparison("name", "company_l IS NULL OR company_r IS NULL", _NAME, frequency="company"),
    Comparison(
        "numbers",
        "numbers_l IS NULL AND numbers_r IS NULL",
        (Level("same", "numbers_l = numbers_r", "with the same numbers"), Level("different", "", "with other numbers")),
    ),
    Comparison("site", "site_l IS NULL OR site_r IS NULL", _SITE),
    PHONE,
    ADDRESS,
    # Branches have a parent in common, and a company and its branch are two records on purpose.
    Comparison(
        "hierarchy",
        "parent_l IS NULL AND parent_r IS NULL",
        (
            Level(
                "related",
                "coalesce(parent_l = parent_r OR parent_l = id_r OR parent_r = id_l, false)",
                "the same, or one record above the other",
            ),
            Level("otherwise", "", ""),
        ),
    ),
)

KEYS = {
    "name": "company",
    "joined": "replace(company, ' ', '')",
    "words": "array_to_string(tokens, ' ')",
    "site": "site",
    "label": "CASE WHEN length(label) >= 4 THEN label END",
    "low_number": "list_min(rare)",
    "high_number": "list_max(rare)",
    "first_rare": "rare_tokens[1]",
    "last_rare": "rare_tokens[-1]",
    "rare_in_town": "tokens_by_rarity[1] || '|' || coalesce(city, postal)",
    "next_in_town": "tokens_by_rarity[2] || '|' || coalesce(city, postal)",
    "sound_in_town": "company_sound || '|' || city",
    "sound": "company_sound",
    "house": "house || '|' || street || '|' || postal",
    "house_in_town": "house || '|' || street || '|' || city",
    "prefix_in_town": "left(company, 5) || '|' || coalesce(postal, city)",
    "prefix": "left(replace(company, ' ', ''), 8)",
}

COMPANIES = Model("companies", COMPARISONS, KEYS)
