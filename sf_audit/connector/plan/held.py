"""Tables whose records are read where a loader put them: what of them can be believed, and what cannot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sf_audit.connector.api.describe import DescribedField, Describes
from sf_audit.connector.api.unread_reasons import ENDS_ALL_READING
from sf_audit.connector.http.api_errors import ApiError
from sf_audit.connector.plan.planned import PlannedTable
from sf_audit.connector.plan.strategy import ReadStrategy, Route
from sf_audit.model.review import Reason, Unread
from sf_audit.salesforce.features import CREATED
from sf_audit.salesforce.not_replicated import STAMPS, UNSTAMPED
from sf_audit.snapshot.dictionary import did_you_mean_name
from sf_audit.snapshot.needs import ALL_ROWS, Need
from sf_audit.warehouse.source import RecordSource


def stamp_of(fields: Mapping[str, DescribedField]) -> str:
    """The field that says when a record of this object changed last; empty where it has none."""
    return next((name for name in STAMPS if name in fields), "")


def made_of(fields: Mapping[str, DescribedField]) -> str:
    """The field that says when a record was made; that of its last change where it has none."""
    return CREATED if CREATED in fields else stamp_of(fields)


def need_of_held(need: Need, describes: Describes) -> Need:
    """The same for all rows, whose number is compared with the org's, and with the time of the last change."""
    try:
        stamp = stamp_of(describes.fields(need.table))
    except ApiError as refusal:  # the plan of this table says so
        if refusal.kind in ENDS_ALL_READING:
            raise
        stamp = ""
    columns = need.required_columns
    return replace(
        need, columns=columns, rows=ALL_ROWS, optional=(need.optional | ({stamp} if stamp else set())) - columns
    )


def as_held(table: PlannedTable, source: RecordSource) -> PlannedTable:
    """The planned table, read from the source, without what no loader brings right."""
    if table.query is None:
        return table
    unseen = {name: why for name, field in table.fields.items() if (why := _not_believed(table, field, name, source))}
    fields = {name: field for name, field in table.fields.items() if name not in unseen}
    return replace(
        table,
        held=source,
        fields=fields,
        query=replace(table.query, columns=tuple(name for name in table.query.columns if name in fields)),
        route=Route(ReadStrategy.HELD, f"{source.setting} says so"),
        unseen={**table.unseen, **unseen},
    )


def not_in_org(held: Mapping[str, RecordSource], describes: Describes) -> Iterator[str]:
    """A line for each source whose object the org does not show: it does nothing, and may be misspelled."""
    if not held:
        return
    known = {name.lower(): name for name in describes.objects()}
    for name, source in held.items():
        if name not in known:
            meant = did_you_mean_name(source.object, known.values())
            yield f"{source.setting} does nothing: the org shows no object {source.object} to the auditor user{meant}"


def not_loaded(source: RecordSource, says: str, remedy: str = "") -> Unread:
    """What a loader did not bring, or not in time."""
    return Unread(Reason.NOT_LOADED, f"{source.object}: {says}", remedy or f"Look at {source.setting}")


def _not_believed(table: PlannedTable, field: DescribedField, name: str, source: RecordSource) -> Unread | None:
    path = f"{table.need.table}.{name}"
    if "." in name:
        return not_loaded(source, f"{path} is a field of another record, which {source} does not hold")
    stale = field.calculated or name in UNSTAMPED
    if not stale or name.lower() in {refreshed.lower() for refreshed in source.refreshed}:
        return None
    kind = "a formula or roll-up field" if field.calculated else "a field"
    says = f"{path} is {kind} that changes without a new SystemModstamp, so a loader does not notice"
    return not_loaded(
        source, says, f"Read {source.object} from the org, or name {name} in refreshed of {source.setting}"
    )
