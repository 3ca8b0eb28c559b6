"""Counts how the fields of some objects are filled. What the org refuses to count is told, and costs that alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from sf_audit.connector.api.describe import DescribedField, DescribedObject, Describes
from sf_audit.connector.api.resources import query
from sf_audit.connector.api.unread_reasons import ENDS_ALL_READING, refused
from sf_audit.connector.http.api_errors import ApiError
from sf_audit.connector.http.client import Client
from sf_audit.connector.plan.profile_queries import (
    count_queries,
    counts_in,
    filled_in,
    stale_in,
    values_query,
)
from sf_audit.model.field_profile import FieldProfile, Fill, ObjectProfile
from sf_audit.salesforce.record_types import RECORD_TYPE
from sf_audit.snapshot.ids import eighteen

#: By field (empty: the records themselves), and whether only new records count, how many.
_Numbers = dict[tuple[str, bool], int]

#: The numbers by the field of a group and its value; both are empty for all records together.
_Counts = dict[tuple[str, str], _Numbers]


def profiles(client: Client, describes: Describes, names: Iterable[str]) -> Iterator[ObjectProfile]:
    """One profile for each object, in the order of the names; those have no case."""
    wanted = list({name.lower(): name for name in names}.values())
    describes.ask_for(wanted)
    for name in wanted:
        try:
            described = describes.object(name)
        except ApiError as refusal:
            if refusal.kind in ENDS_ALL_READING:
                raise
            yield ObjectProfile(name, not_counted=(refused(name, refusal).detail,))
            continue
        if described is None:
            yield ObjectProfile(name, not_counted=(describes.why_no_object(name).detail,))
        else:
            yield _Profiling(client, described).profile()


class _Profiling:
    """One object; `told` are the lines about what was not counted."""

    def __init__(self, client: Client, described: DescribedObject) -> None:
        self._client = client
        self._described = described
        self._told: list[str] = []

    def profile(self) -> ObjectProfile:
        fields = filled_in(self._described)
        counts, counted = self._counts(fields)
        found = [self._field(field, counts) for field in fields if field.name in counted]
        return ObjectProfile(self._described.name, tuple(found), tuple(dict.fromkeys(self._told)))

    def _counts(self, fields: tuple[DescribedField, ...]) -> tuple[_Counts, frozenset[str]]:
        """The counts, and the fields of which both the whole and the new records were counted."""
        counts: _Counts = {}
        missing: set[str] = set()
        for asked in count_queries(self._described, fields):
            try:
                answer = counts_in(asked, query(self._client, asked.soql))
            except ApiError as refusal:
                self._refused(refusal, ", ".join(asked.fields))
                missing |= set(asked.fields)
                continue
            for value, numbers in answer.items():
                part = counts.setdefault((asked.group, value), {})
                part |= {(field, asked.new): number for field, number in numbers.items()}
        return counts, frozenset(field.name for field in fields) - missing

    def _field(self, field: DescribedField, counts: _Counts) -> FieldProfile:
        groups: defaultdict[str, dict[str, Fill]] = defaultdict(dict)
        for (group, value), numbers in counts.items():
            known = self._known(group, value)
            if group and known:
                groups["RecordType.DeveloperName" if group == RECORD_TYPE else group][known] = _fill(
                    field.name, numbers
                )
        profile = FieldProfile(
            self._described.name,
            field.name,
            field.label,
            field.type,
            _fill(field.name, counts.get(("", ""), {})),
            {group: fills for group, fills in groups.items() if group != field.name},
        )
        return self._with_values(profile, field)

    def _known(self, group: str, value: str) -> str:
        """What people know the value of a group by; empty for a record type that describe does not name."""
        if group != RECORD_TYPE or not value:
            return value
        names = {eighteen(known.id): known.name for known in self._described.record_types if known.id}
        return names.get(eighteen(value), "")

    def _with_values(self, profile: FieldProfile, field: DescribedField) -> FieldProfile:
        soql = values_query(self._described.name, field)
        if soql is None or not profile.everywhere.filled:
            return profile
        try:
            values, records = stale_in(field, query(self._client, soql))
        except ApiError as refusal:
            self._refused(refusal, f"the values of {field.name}")
            return profile
        return replace(profile, stale_values=values, stale_records=records)

    def _refused(self, refusal: ApiError, subject: str) -> None:
        if refusal.kind in ENDS_ALL_READING:
            raise refusal
        self._told.append(f"{self._described.name}: the org did not count {subject} ({refusal.code})")


def _fill(field: str, numbers: _Numbers) -> Fill:
    """How the field is filled; a group of which the org answered nothing has no record."""
    counted = (numbers.get((name, new), 0) for new in (False, True) for name in ("", field))
    return Fill(*counted)
