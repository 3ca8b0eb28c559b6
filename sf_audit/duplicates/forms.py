"""The normal forms of a record's fields: from the columns of an object to those of the table that is compared."""

from __future__ import annotations

from collections.abc import Sequence

from sf_audit.duplicates import mail, words
from sf_audit.duplicates.subjects import Subject
from sf_audit.expectations.records import Records
from sf_audit.expectations.texts.mailboxes import free_domains
from sf_audit.snapshot.needs import Filter
from sf_audit.snapshot.sql import quote_identifier

_NO_TEXT = "NULL::VARCHAR"

#: Where anybody gets a mailbox. It is a table, because 5,000 names in a statement take longer to parse than to look up.
_FREE = "sf_audit_free_domains"

#: Words of a company's name that say nothing of it.
_EMPTY_WORDS = "'the', 'and', 'of', 'und', 'et', 'de'"

COMPANY = words.words("c.bare")
TOKENS = f"list_sort(list_distinct(list_filter(string_split(company, ' '), lambda word: word NOT IN ({_EMPTY_WORDS}))))"
NUMBERS = "nullif(array_to_string(list_sort(regexp_extract_all(company, '[0-9]+')), ' '), '')"
#: The first consonants of the name: vowels are what people spell in several ways.
COMPANY_SOUND = "nullif(left(regexp_replace(company, '[aeiouyh ]', '', 'g'), 8), '')"

_LETTERS = "regexp_replace(local, '[^a-z]', '', 'g')"
_GIVEN, _FAMILY = "replace(given, ' ', '')", "replace(family, ' ', '')"
#: Whether a mailbox is named after the record's own name, and by nothing else.
OWN = f"""coalesce(NOT regexp_matches(local, '[0-9]') AND {_LETTERS} IN ({_GIVEN} || {_FAMILY}, {_FAMILY} || {_GIVEN},
    left({_GIVEN}, 1) || {_FAMILY}, {_FAMILY} || left({_GIVEN}, 1), {_GIVEN} || left({_FAMILY}, 1),
    {_GIVEN}, {_FAMILY}), false)"""


#: What pairs are compared by besides, worked out once for each record and not for each pair.
PARTS = """regexp_replace(given, '[aeiouy]+s?$', '') AS stem, string_split(family, ' ') AS family_parts,
    list_filter(string_split(family, ' '), lambda part: length(part) >= 4) AS long_parts,
    list_filter(string_split(street, ' '), lambda word: length(word) >= 4) AS street_words,
    regexp_replace(r.email, '[^0-9]', '', 'g') AS digits"""


def select(subject: Subject, records: Records, scope: Filter) -> str:
    """The SELECT of the records in scope, in their normal forms. The company is what the record itself calls it."""
    subject = subject.seen_in(records.kinds)
    first = {part: _first(names) for part, names in subject.fields.items()}
    given, family = words.words(first.get("given", _NO_TEXT)), words.words(first.get("family", _NO_TEXT))
    address, site = mail.address(first.get("email", _NO_TEXT)), mail.site(first.get("site", _NO_TEXT))
    records.register_texts(_FREE, sorted(free_domains()))
    written = {
        "suffix_text": first.get("suffix", _NO_TEXT),
        "street_words": words.words(first.get("street", _NO_TEXT)),
        "given_words": given,
        "family_words": family,
        "email": address,
        "site": f"CASE WHEN {site} NOT IN (SELECT value FROM {_FREE}) THEN {site} END",
        "postal": words.postal(first.get("postal", _NO_TEXT)),
        "city": words.words(first.get("city", _NO_TEXT)),
        "employer": first.get("employer", _NO_TEXT),
        "company_text": f"nullif(trim({first.get('company', _NO_TEXT)}), '')",
        "parent": first.get("parent", _NO_TEXT),
        "born": f"TRY_CAST({first.get('born', _NO_TEXT)} AS DATE)",
        "phones": _phones(subject.fields.get("phone", ())),
        "mobiles": _phones(subject.fields.get("mobile", ())),
    }
    listed = ", ".join(f"{sql} AS {name}" for name, sql in written.items())
    filled = " + ".join(f"({records.clauses.value(name)} IS NOT NULL)::INT" for name in sorted(subject.every_field))
    created = (
        f"CAST({quote_identifier('CreatedDate')} AS TIMESTAMP)" if "CreatedDate" in records.kinds else "NULL::TIMESTAMP"
    )
    meant = records.clauses.all(scope)
    return f"""SELECT {_OUTER} FROM (
        SELECT {quote_identifier("Id")} AS id, {filled or "0"} AS filled, {created} AS created, {listed}
        FROM {records.joined} WHERE {meant})"""


def side(forms: str, number: int, company: str = "") -> str:
    """The SELECT of one side of a comparison, from SQL for a table of normal forms, which is called `formed` here.

    `company` is SQL for the name of the record's company, where that is compared and not the lookup `employer`.
    """
    named = f"REPLACE (NULL::VARCHAR AS employer, {company} AS company_text)" if company else ""
    return f"SELECT {number}::UTINYINT AS side, * {named} FROM {forms} AS formed"


_OUTER = f"""id, filled, created,
    {words.given_name("given_words")} AS given, {words.family_name("family_words")} AS family,
    coalesce({words.suffix(words.words("suffix_text"))}, {words.suffix("family_words")}, {words.suffix("given_words")})
    AS suffix, email, split_part(email, '@', 1) AS local, split_part(email, '@', 2) AS domain,
    coalesce({mail.is_role("split_part(email, '@', 1)")}, false) AS role,
    coalesce(split_part(email, '@', 2) IN (SELECT value FROM {_FREE}), false) AS free,
    {words.street("street_words")} AS street, {words.house("street_words")} AS house, postal, city,
    employer, company_text, site, {mail.label("site")} AS label, parent, born, phones, mobiles"""


def _first(names: Sequence[str]) -> str:
    """The first of the fields that is filled, as SQL."""
    texts = [f"nullif(trim(CAST({quote_identifier(name)} AS VARCHAR)), '')" for name in names]
    return f"coalesce({', '.join(texts)})" if texts else _NO_TEXT


def _phones(names: Sequence[str]) -> str:
    numbers = ", ".join(mail.number(f"CAST({quote_identifier(name)} AS VARCHAR)") for name in names)
    if not numbers:
        return "NULL::VARCHAR[]"
    listed = f"list_sort(list_distinct(list_filter([{numbers}], lambda number: number IS NOT NULL)))"
    return f"nullif({listed}, [])"
