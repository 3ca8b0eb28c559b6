"""labels.parquet: whose records the findings are about, and what these records hold.

Everything that names a person or shows a text of a record is in this file and in no other document: it is private,
goes when the records of its snapshot are pruned, and is not written under `--redact`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa

from sf_audit.model.escapes import escaped
from sf_audit.model.review import FailingRows, Unread, Verdict
from sf_audit.review.findings_table import texts
from sf_audit.rulebook.judging.examine import Seen
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.salesforce.name_fields import NAME, USERNAME, name_field
from sf_audit.snapshot.dictionary import Dictionary, naming_field
from sf_audit.snapshot.sql import quote_identifier, quote_literal
from sf_audit.snapshot.stored_dictionary import StoredDictionary
from sf_audit.snapshot.tables import Snapshot

LABELS = "labels.parquet"

#: The column of what a person's records keep, where people asked for it.
OWN_SHARE = "own_share"

#: Characters of a value that are kept. Who needs the whole text opens the record.
LONGEST = 120

#: What the page shows anyway, or what is no value.
_SHOWN_ANYWAY = frozenset(("Id", "OwnerId"))


def write_labels(
    snapshot: Snapshot, rules: Sequence[Rule], seen: Mapping[str, Seen], folder: Path, shares: pa.Table | None = None
) -> None:
    """Write labels.parquet about the findings in `found`.

    A row for each record and each record owner: `object`, `id`, `label`; the `values` that a rule judged, each with
    its rule and field; and the `twins`, records that have the same, each with the rule that says so. With the own
    `shares` of people there is a column for these.
    """
    connection = snapshot.connection
    connection.execute(f"CREATE OR REPLACE TEMP TABLE unshown AS {_unshown(rules, seen)}")
    connection.register("said_labels", _said_labels(seen))
    connection.execute(f"CREATE OR REPLACE TEMP TABLE names AS {_UNIQUE.format(names=_all_names(snapshot))}")
    values, twins = _values(snapshot, rules, seen), _twins(rules, seen)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE shown AS {values}")
    connection.register("made_visible", _made_visible(connection))
    path = quote_literal(str(folder / LABELS))
    select = _LABELS.format(twins=twins)
    if shares is not None:
        connection.register("own_shares", shares)
        select = _WITH_SHARES.format(labels=select)
    connection.execute(f"COPY ({select}) TO {path} (FORMAT parquet, COMPRESSION zstd)")
    connection.unregister("made_visible")
    if shares is not None:
        connection.unregister("own_shares")


#: The name that a record has before what a check calls it, such as a username: people are called by their names.
_UNIQUE = """SELECT object, id, arg_min(label, rank) AS label FROM ({names}) WHERE label <> '' GROUP BY object, id"""

_LABELS = """
    WITH held AS (
        SELECT s.object, s.id, list({{'rule': s.rule, 'field': s.field, 'value': coalesce(v.shown, s.value)}}
            ORDER BY s.rule, s.place) AS values
        FROM shown s LEFT JOIN made_visible v ON v.value = s.value GROUP BY ALL),
    same AS (
        SELECT t.object, t.id, list({{'rule': t.rule, 'id': t.other, 'label': coalesce(n.label, ''), 'more': t.more}}
            ORDER BY t.rule) AS twins
        FROM ({twins}) t LEFT JOIN names n ON n.object = t.object AND n.id = t.other GROUP BY t.object, t.id)
    SELECT object, id, coalesce(label, '') AS label, coalesce(values, []) AS values, coalesce(twins, []) AS twins
    FROM names FULL JOIN held USING (object, id) FULL JOIN same USING (object, id) ORDER BY object, id"""


_WITH_SHARES = """
    SELECT l.*, CASE WHEN s.id IS NOT NULL
        THEN {{'records': s.records, 'judged': s.judged, 'broken': s.broken}} END AS own_share
    FROM ({labels}) l LEFT JOIN own_shares s ON l.object = 'User' AND s.id = l.id ORDER BY l.object, l.id"""


def _all_names(snapshot: Snapshot) -> str:
    rows = snapshot.connection.execute("SELECT DISTINCT object FROM found").fetchall()
    parts = ["SELECT object, id, label, 1 AS rank FROM said_labels"]
    dictionary = StoredDictionary(snapshot)
    parts += [select for (name,) in rows if (select := _names(snapshot, dictionary, name))]
    if snapshot.has("Profile", "Id", "Name"):
        parts.append(_PROFILES)
    if owners := _names(snapshot, dictionary, "User", ids="SELECT record_owner_id FROM found"):
        parts.append(owners)
    return " UNION ALL ".join(parts)


#: A `because` names a profile by its id. There are few of either, so each is looked for in each.
_PROFILES = """
    SELECT 'Profile' AS object, p."Id" AS id, p."Name" AS label, 0 AS rank FROM "Profile" p
    WHERE EXISTS (SELECT 1 FROM (SELECT DISTINCT because FROM found WHERE object = 'User') b
                  WHERE contains(b.because, p."Id"))"""


def _names(snapshot: Snapshot, dictionary: Dictionary, name: str, ids: str = "") -> str:
    """What records are called: by the field that describe names, or that is documented, as far as it was read."""
    fields = (naming_field(dictionary.fields(name)), name_field(name), NAME, USERNAME)
    read = [field for field in dict.fromkeys(fields) if snapshot.has(name, "Id", field)]
    shown = [f"CAST({quote_identifier(field)} AS VARCHAR)" for field in read]  # a rule's example may hold numbers
    if not shown:
        return ""
    wanted = ids or f"SELECT id FROM found WHERE object = {quote_literal(name)}"
    label = ", ".join(
        f"CASE WHEN trim({text}) <> '' AND {_may_be_shown(name, field)} THEN {text} END"
        for field, text in zip(read, shown, strict=True)
    )
    record = f"{quote_literal(name)} AS object, \"Id\" AS id, coalesce({label}, '') AS label, 0 AS rank"
    return f'SELECT {record} FROM {quote_identifier(name)} WHERE "Id" IN ({wanted})'


def _said_labels(seen: Mapping[str, Seen]) -> pa.Table:
    rows = [
        (breach.object, breach.id, breach.label)
        for verdict in seen.values()
        if not isinstance(verdict, Unread) and isinstance(verdict.breaches, tuple)
        for breach in verdict.breaches
    ]
    return texts(("object", "id", "label"), rows)


def _values(snapshot: Snapshot, rules: Sequence[Rule], seen: Mapping[str, Seen]) -> str:
    """The values that rules judged, where a rule does not keep them to itself; empty fields have none."""
    selects = ["SELECT '' AS rule, '' AS object, '' AS id, '' AS field, 0 AS place, '' AS value WHERE false"]
    for rule, failing in _listed(rules, seen):
        names = [name for name in failing.fields if name not in _SHOWN_ANYWAY]
        shows = rule.show_value and not getattr(rule.check, "never_shown", False)
        for place, name in enumerate(names if shows else ()):
            if snapshot.has(failing.object, "Id", name):
                selects.append(_value(snapshot, rule.id, failing.object, name, place))
    return " UNION ALL ".join(selects)


def _value(snapshot: Snapshot, rule: str, table: str, name: str, place: int) -> str:
    column = f"t.{quote_identifier(name)}"
    value = f"CAST({column} AS VARCHAR)"
    users = ""
    if snapshot.has("User", "Id", "Name"):  # a person is called by name, wherever the name is known
        value, users = f'coalesce(u."Name", {value})', f'LEFT JOIN "User" u ON u."Id" = CAST({column} AS VARCHAR)'
    return f"""SELECT f.rule, f.object, f.id, {quote_literal(name)} AS field, {place} AS place,
        CASE WHEN length({value}) > {LONGEST} THEN left({value}, {LONGEST}) || '… (' || length({value})
             || ' characters)' ELSE {value} END AS value
        FROM (SELECT DISTINCT rule, object, id FROM found
              WHERE rule = {quote_literal(rule)} AND object = {quote_literal(table)}) f
        JOIN {quote_identifier(table)} t ON t."Id" = f.id {users}
        WHERE trim({value}) <> '' AND {_may_be_shown(table, name, "f.id")}"""


def _unshown(rules: Sequence[Rule], seen: Mapping[str, Seen]) -> str:
    """The fields of records that nobody may see here: what a rule found in them is not for any page, whichever rule or
    label would show it.
    """
    selects = ["SELECT '' AS object, '' AS id, '' AS field WHERE false"]
    for rule, failing in _listed(rules, seen):
        for name in failing.fields if getattr(rule.check, "never_shown", False) else ():
            which = f"rule = {quote_literal(rule.id)} AND object = {quote_literal(failing.object)}"
            selects.append(f"SELECT object, id, {quote_literal(name)} AS field FROM found WHERE {which}")
    return " UNION ".join(selects)


def _may_be_shown(table: str, field: str, record: str = '"Id"') -> str:
    """The condition for it. `record` is SQL for the id of the record."""
    unshown = f"object = {quote_literal(table)} AND field = {quote_literal(field)}"
    return f"{record} NOT IN (SELECT id FROM unshown WHERE {unshown})"


def _made_visible(connection: duckdb.DuckDBPyConnection) -> pa.Table:
    """Values with characters that cannot be seen, and how they are shown: often that is what is wrong with them."""
    rows = connection.execute(f"SELECT DISTINCT value FROM shown WHERE regexp_matches(value, '{_UNSEEN}')").fetchall()
    return texts(("value", "shown"), [(value, "".join(map(escaped, value))) for (value,) in rows])


_UNSEEN = r"[\p{Cc}\p{Cf}\p{Co}\p{Zl}\p{Zp}]"


def _twins(rules: Sequence[Rule], seen: Mapping[str, Seen]) -> str:
    selects = ["SELECT '' AS rule, '' AS object, '' AS id, '' AS other, 0 AS more WHERE false"]
    selects += [
        f"""SELECT {quote_literal(rule.id)} AS rule, {quote_literal(failing.object)} AS object, id, other, more
            FROM read_parquet({quote_literal(failing.twins)}) WHERE other <> ''"""
        for rule, failing in _listed(rules, seen)
        if failing.twins is not None
    ]
    return " UNION ALL ".join(selects)


def _listed(rules: Sequence[Rule], seen: Mapping[str, Seen]) -> Iterator[tuple[Rule, FailingRows]]:
    for rule in rules:
        verdict = seen.get(rule.id)
        if isinstance(verdict, Verdict) and isinstance(verdict.breaches, FailingRows):
            yield rule, verdict.breaches
