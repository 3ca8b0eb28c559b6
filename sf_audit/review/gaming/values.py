"""Signs in what fields hold that rules want filled: one value for nearly all records of a person, or for many at once.

Values are compared where they lie and leave the database as numbers alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from sf_audit.expectations.prepared import settled_owner
from sf_audit.expectations.records import Records
from sf_audit.model.gaming import Indication, Sign
from sf_audit.review import record_owners
from sf_audit.review.gaming.edits import Edits
from sf_audit.review.gaming.teams import ByPerson, Seen
from sf_audit.rulebook.rules.obligation import Demand, Obligation
from sf_audit.rulebook.rules.org_scope import in_this_org
from sf_audit.salesforce.features import OWNER
from sf_audit.snapshot.tables import Snapshot

#: The part of somebody's records that has the same value, from which on it is nearly all of them.
NEARLY_ALL = 0.8

#: A value that occurs more often than this on average is one of a list, such as countries: then it is no surprise that
#: somebody has records of one alone.
REPEATED = 10

#: So many records that one person gives the same value on one day were not looked at one by one.
MASS = 20

#: For so many days after a rule was first evaluated a mass of equal values may be because of it; and it is news for
#: twice as long.
AFTER_DAYS, NEWS_DAYS = 30, 60

#: Types of fields in which people write what they want; of a picklist, one value may well be right for all.
_WRITTEN = frozenset({"string", "textarea", "phone", "email", "url", "int", "double", "currency", "percent"})
_CHOSEN = frozenset({"picklist", "multipicklist", "combobox"})

_FILLED = frozenset({Demand.FILLED, Demand.REALLY_FILLED})


def one_value(snapshot: Snapshot, obligations: Sequence[Obligation], minimum: int) -> Iterator[Seen]:
    """Fields in which nearly all records of a person hold one value, and fewer than half of other people's do."""
    for asked in _written(snapshot, obligations, _WRITTEN):
        field = asked.fields[0]
        found = _of_owners(snapshot, asked, minimum)
        how = (
            f"at least {NEARLY_ALL:.0%} of a record owner's records hold one value of {field}, and fewer than half of "
            f"those of others, in which a value occurs {REPEATED} times on average at most"
        )
        yield Seen(Indication(Sign.ONE_VALUE, asked.object, field, how), found)


def mass_filled(snapshot: Snapshot, came_in: Sequence[tuple[Obligation, date]]) -> Iterator[Seen]:
    """Fields that somebody gave one value on many records on a day, shortly after a rule first asked for them."""
    since: dict[tuple[str, str], date] = {}
    for asked, day in came_in:
        key = (asked.object, asked.fields[0])
        since[key] = min(day, since.get(key, day))
    for asked in _written(snapshot, [asked for asked, _ in came_in], _WRITTEN | _CHOSEN):
        first = since[asked.object, asked.fields[0]]
        edits = Edits.of(snapshot, asked.object)
        if edits is None or (snapshot.today - first).days > NEWS_DAYS:
            continue
        how = (
            f"one person gave {asked.fields[0]} the same value on at least {MASS} records on one day, in the "
            f"{AFTER_DAYS} days after a rule first asked for it on {first}"
        )
        found = _of_editors(snapshot, asked, edits, first)
        yield Seen(Indication(Sign.MASS_FILLED, asked.object, asked.fields[0], how), found)


def _written(snapshot: Snapshot, obligations: Sequence[Obligation], types: frozenset[str]) -> Iterator[Obligation]:
    """Each field once that has one of these types."""
    known: set[tuple[str, str]] = set()
    for asked in obligations:
        key = (asked.object, asked.fields[0])
        wanted = asked.demand in _FILLED and key not in known and snapshot.has(asked.object, *asked.fields)
        if wanted and snapshot.tables[asked.object].columns.get(asked.fields[0]) in types:
            known.add(key)
            yield asked


def _of_owners(snapshot: Snapshot, asked: Obligation, minimum: int) -> ByPerson:
    records = Records.at(snapshot, asked.object)
    if OWNER not in records.kinds:
        return {}
    rows = snapshot.rows(
        f"""
        WITH held AS ({_held(snapshot, records, asked, settled_owner(records), "true")}),
             counted AS (SELECT person, value, count(*) AS records FROM held GROUP BY ALL),
             everywhere AS (SELECT value, sum(records) AS records FROM counted GROUP BY value),
             whole AS (SELECT sum(records) AS records, count(*) AS values FROM everywhere),
             people AS (SELECT person, sum(records) AS records, max(records) AS most, arg_max(value, records) AS value
                        FROM counted GROUP BY person)
        SELECT p.person, p.records, CASE WHEN p.records >= {minimum} AND p.most >= {NEARLY_ALL} * p.records
                   AND 2 * (e.records - p.most) < w.records - p.records
                   AND {REPEATED} * w.values >= w.records - p.records
                   THEN p.most ELSE 0 END
        FROM people p JOIN everywhere e USING (value), whole w"""
    )
    return _by_person(rows)


def _of_editors(snapshot: Snapshot, asked: Obligation, edits: Edits, first: date) -> ByPerson:
    within = edits.between(first, first + timedelta(days=AFTER_DAYS))
    rows = snapshot.rows(
        f"""
        WITH held AS ({_held(snapshot, edits.records, asked, edits.person, within, edits.day)}),
             same AS (SELECT person, day, value, count(*) AS records FROM held GROUP BY ALL)
        SELECT person, sum(records), coalesce(sum(records) FILTER (records >= {MASS}), 0) FROM same GROUP BY person"""
    )
    return _by_person(rows)


def _held(snapshot: Snapshot, records: Records, asked: Obligation, person: str, within: str, day: str = "NULL") -> str:
    """SELECT of person, day and value of the records that the rule means, where the field is filled."""
    scope = records.clauses.all(in_this_org(asked.when, asked.object, snapshot))
    value = records.clauses.value(asked.fields[0])
    return f"""
        SELECT {person} AS person, {day} AS day, lower(trim(CAST({value} AS VARCHAR))) AS value FROM {records.table}
        WHERE ({scope}) AND {within} AND {value} IS NOT NULL AND {person} IS NOT NULL"""


def _by_person(rows: Sequence[tuple[str, int, int]]) -> Mapping[str, tuple[int, int]]:
    return {person: (int(found), int(marked)) for person, found, marked in rows if record_owners.is_user(person)}
