"""Which org this is, and who is looking at it: the first two questions of every run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sf_audit.connector.api.describe import Describes
from sf_audit.connector.api.records import text_table
from sf_audit.connector.api.resources import Answer, garbled, query
from sf_audit.connector.api.soql import text
from sf_audit.connector.api.unread_reasons import ENDS_ALL_READING
from sf_audit.connector.http.api_errors import ApiError
from sf_audit.connector.http.client import Client
from sf_audit.errors import UsageProblem
from sf_audit.model.review import OrgIdentity
from sf_audit.salesforce.permissions import AUDITOR_TELLING
from sf_audit.salesforce.record_access import followed
from sf_audit.salesforce.setup_objects import shown_whole
from sf_audit.snapshot.ids import eighteen
from sf_audit.snapshot.manifest import Auditor

_ALL_DATA = "PermissionsViewAllData"

_VIEW_ALL_RECORDS = (
    "SELECT SobjectType FROM ObjectPermissions WHERE PermissionsViewAllRecords = true AND ParentId IN "
    "(SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = {user})"
)

_GRANTING_ALL_DATA = (
    "SELECT Id FROM PermissionSet WHERE PermissionsViewAllData = true AND Id IN "
    "(SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = {user})"
)

_ORGANIZATION = ("Id", "Name", "IsSandbox", "TimeZoneSidKey", "OrganizationType")


@dataclass(frozen=True, slots=True)
class RecordVisibility:
    """Which rows the auditor user sees. `all_rows` is None where the org would not say."""

    all_rows: bool | None
    objects: frozenset[str] = frozenset()

    def hides(self, table: str) -> bool:
        """Whether sharing may keep rows of this object from the auditor; not knowing counts as yes."""
        return not (self.all_rows or shown_whole(table) or {table, followed(table)} & self.objects)


def identify(client: Client, instance_url: str) -> OrgIdentity:
    """The org behind this session, from its one Organization row. Raises a ApiError when it is not readable.

    Raises UsageProblem where this machine does not know the org's time zone: without it no day can be told.
    """
    answer = query(client, f"SELECT {','.join(_ORGANIZATION)} FROM Organization")
    if len(answer.records) != 1:
        raise garbled("ORGANIZATION")
    row = {name: column[0] for name, column in text_table(answer.records, _ORGANIZATION).to_pydict().items()}
    return OrgIdentity(
        id=eighteen(row["Id"] or ""),
        name=row["Name"] or "",
        is_sandbox=row["IsSandbox"] == "true",
        instance_url=instance_url,
        time_zone=_known(row["TimeZoneSidKey"] or "UTC"),
        edition=row["OrganizationType"] or "",
    )


def _known(time_zone: str) -> str:
    try:
        ZoneInfo(time_zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UsageProblem(
            f"the time zone of the org, “{time_zone[:80]}”, is not known on this machine",
            hint="Install the package tzdata, of the operating system or of Python; then run again.",
        ) from None
    return time_zone


def whoami(client: Client, describes: Describes) -> Auditor:
    """The signed-in user, and which of the permissions that decide what an audit sees this user has.

    Empty where the org does not say: the app may lack the scope, the user the permission.
    """
    said = _or_nothing(lambda: client.get("/services/oauth2/userinfo"))
    user = said if isinstance(said, dict) else {}
    visible = describes.fields("UserPermissionAccess")
    columns = [column for name in AUDITOR_TELLING if (column := f"Permissions{name}") in visible]
    row = _row(client, f"SELECT {','.join(columns)} FROM UserPermissionAccess") if columns else {}
    return Auditor(
        id=str(user.get("user_id") or ""),
        username=str(user.get("preferred_username") or ""),
        permissions=tuple(column for column in columns if row.get(column) is True),
    )


def record_visibility(client: Client, auditor: Auditor) -> RecordVisibility:
    """What the auditor's rows are limited by: "View All Data" for all objects, View All Records for single ones."""
    said = _row(client, f"SELECT {_ALL_DATA} FROM UserPermissionAccess").get(_ALL_DATA)
    everything = said if isinstance(said, bool) else None
    if everything or not auditor.id:
        return RecordVisibility(everything)
    user = text(auditor.id)
    if everything is None:
        granting = _records(client, _GRANTING_ALL_DATA.format(user=user))
        everything = None if granting is None else bool(granting)
    records = _records(client, _VIEW_ALL_RECORDS.format(user=user)) or ()
    return RecordVisibility(everything, frozenset(str(record.get("SobjectType")) for record in records))


def _records(client: Client, soql: str) -> Sequence[Mapping[str, Any]] | None:
    answer = _or_nothing(lambda: query(client, soql))
    return answer.records if isinstance(answer, Answer) else None


def _row(client: Client, soql: str) -> Mapping[str, Any]:
    records = _records(client, soql)
    return records[0] if records and len(records) == 1 else {}


def _or_nothing(ask: Callable[[], object]) -> object:
    try:
        return ask()
    except ApiError as refusal:
        if refusal.kind in ENDS_ALL_READING:
            raise
        return None
