"""What other tools, and people, call the verbs and keys of a rule file: a hint, not another way to write them."""

from __future__ import annotations

from collections.abc import Collection, Mapping

_VERBS: Mapping[str, str] = {
    "filled": "not_empty non_empty not_null not_blank required mandatory present exists has_value is_filled complete",
    "one_of": "equals equal eq is in is_in any_of allowed allowed_values values enum in_list in_set",
    "none_of": "not_equals not_equal ne is_not not_in forbidden forbidden_values excluded not_one_of",
    "active_picklist_value": "picklist picklist_value active_value valid_picklist inactive_value",
    "matches": "regex regexp pattern like format match matches_pattern matches_regex starts_with",
    "not_like": "not_regex not_matches not_match does_not_match not_pattern placeholder no_placeholder",
    "email": "mail is_email valid_email email_valid email_address",
    "phone": "telephone tel is_phone valid_phone phone_number mobile",
    "some_filled": "at_least_one any_filled one_filled any_of_fields some_of at_least_one_of one_of_fields exactly_one",
    "country": "country_code is_country valid_country iso_country iso3166 nation",
    "state": "province subdivision region_of_country is_state valid_state state_code county",
    "postal_code": "zip zipcode zip_code postcode plz valid_zip postal postal_code_valid",
    "length": "max_length min_length length_between text_length len size characters truncated cut_off too_long",
    "between": "range min max minimum maximum greater_than less_than gt lt gte lte at_least at_most positive number",
    "in_order": "before after order ordered date_order less_than_field not_before",
    "not_past": "future in_future not_in_past not_overdue overdue past due",
    "not_future": "not_in_future in_past past_only happened not_ahead not_upcoming",
    "fresh": "recent recently updated_within modified_within max_age younger_than newer_than age stale not_older_than",
    "adds_up": "sum sums rollup roll_up total totals sum_of_children equals_sum summary count_of_children matches_sum",
    "not_outlier": "outlier outliers no_outlier no_outliers anomaly z_score mad plausible unusual deviation",
    "not_pushed": "pushed push pushes push_count max_pushes close_date_pushes postponed not_postponed slipped",
    "stage_age": "stage stage_duration time_in_stage days_in_stage in_stage stuck stalled status_age time_in_status",
    "has_related": "related has_child has_children child relation related_to not_alone",
    "no_related": "has_no has_none has_no_related no_child no_children without not_related none_related unrelated",
    "refers_to": "references reference lookup has_lookup parent orphan orphans no_orphans foreign_key points_to",
    "no_cycle": "cycle no_cycles no_circle circular loop no_loop no_loops acyclic hierarchy",
    "not_elsewhere": "not_also_in also_in unique_across not_in_other cross_object_duplicate not_in_object nowhere_else",
    "no_personal_data": "pii no_pii personal_data sensitive_data credit_card no_card_numbers no_iban ssn dlp",
    "kept_no_longer": "retention retention_overdue retain_for delete_after overdue_for_deletion max_retention",
    "no_duplicate": "twice no_duplicates fuzzy fuzzy_duplicate fuzzy_match dedupe deduplicated same_person",
    "unique": "unique_together distinct duplicate duplicates not_duplicated unique_combination",
    "owned_by_active": "owner owner_active active_owner owned inactive_owner owner_is_active",
    "held_only_through": "permission only_through only_profiles granted_through holders permission_only",
    "held_by_few": "max_holders few_holders at_most_holders few held_by",
    "on_profile": "profile profile_members users_on_profile administrators admins",
    "guests_may_not": "guest guests guest_user public no_guest guest_access",
    "signed_in_lately": "last_login login logged_in active_users dormant inactive_users last_sign_in",
    "frozen_are_deactivated": "frozen frozen_users deactivated is_frozen",
    "described": "description has_description documented documentation help_text",
    "used": "unused in_use field_usage usage populated fill_rate",
    "limit_below": "limit limits quota usage_below max_usage storage api_limit",
}

_KEYS: Mapping[str, str] = {
    "title": "name label summary headline standard",
    "why": "description reason rationale because impact",
    "fix": "remedy how_to_fix remediation action solution resolution",
    "severity": "level priority importance weight",
    "check": "rule test checks expectation condition assert",
    "at_least": "threshold tolerance min_share minimum percent share mostly",
    "broken": "message error failed",
    "examples": "tests cases samples",
    "object": "table sobject entity object_name",
    "field": "column attribute field_name",
    "fields": "columns attributes field_names",
    "when": "where filter scope only if",
    "pattern": "regex regexp expression",
    "by": "per depends_on according_to by_field",
    "patterns": "regexes per_value by_value pattern_by",
    "values": "value list allowed one_of",
    "within": "days max_age age period",
    "breaks": "broken_by fails failing ids",
    "approved_by": "approver approved approval",
    "until": "end ends expires expiry valid_until",
    "org": "data records rows tables",
}


def _turned(words: Mapping[str, str]) -> dict[str, list[str]]:
    turned: dict[str, list[str]] = {}
    for ours, others in words.items():
        for other in others.split():
            turned.setdefault(other, []).append(ours)
    return turned


_VERB_OF = _turned(_VERBS)
_KEY_OF = _turned(_KEYS)


def known_verb(word: str) -> str:
    """The verb that others call so; nothing where there is none."""
    return next(iter(_VERB_OF.get(_plain(word), ())), "")


def known_key(word: str, known: Collection[str]) -> str:
    """Of the keys that may stand there, the one that others call so; nothing where there is none."""
    return next((key for key in _KEY_OF.get(_plain(word), ()) if key in known), "")


def _plain(word: str) -> str:
    """`notEmpty`, `Not-Empty` and `not empty` as `not_empty`."""
    parted = "".join(f"_{letter}" if letter.isupper() else letter for letter in word)
    return "_".join(parted.lower().replace("-", "_").replace(" ", "_").split("_")).replace("__", "_").strip("_")
