"""Which org this is, and who is looking at it: the first two questions of every run."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sf_audit.connector.api.describe import Describes
from sf_audit.connector.api.records import text_table
from sf_audit.connector.api.resources import Answer, garbled, query
from sf_audit.connector.api.soql import text
from sf_audit.connector.api.unread_reasons import ENDS_ALL_READING
from sf_audit.connector.http.api_errors import ApiError, Kind
from sf_audit.connector.http.client import Client
from sf_audit.errors import SignInRefused, UsageProblem
from sf_audit.model.review import OrgIdentity
from sf_audit.model.time_zones import known_zone
from sf_audit.salesforce.permissions import AUDITOR_TELLING
from sf_audit.salesforce.record_access import followed
from sf_audit.salesforce.setup_objects import FIELD_DEFINITIONS, SHOWS_ALL_DEFINITIONS, shown_whole
from sf_audit.snapshot.ids import eighteen, is_org_id
from sf_audit.snapshot.manifest import Auditor

#: Assignments that are in force now. An org without permission sets that expire does not know the column.
_NOT_EXPIRED = " AND (ExpirationDate = null OR ExpirationDate > TODAY)"
_MY_SETS = "(SELECT PermissionSetId FROM PermissionSetAssignment WHERE AssigneeId = {user}{in_force})"

_VIEW_ALL_RECORDS = (
    "SELECT SobjectType FROM ObjectPermissions WHERE PermissionsViewAllRecords = true"
    # A set that has to be activated in a session gives nothing to ours.
    f" AND Parent.HasActivationRequired = false AND ParentId IN {_MY_SETS}"
)

_GRANTING_ALL_DATA = (
    "SELECT Id FROM PermissionSet WHERE PermissionsViewAllData = true"
    f" AND HasActivationRequired = false AND Id IN {_MY_SETS}"
)

#: Where the user is named at the end of an address: "Identity URLs" in Salesforce Help.
_IDENTITY_URL = re.compile(r"/id/[A-Za-z0-9]{15,18}/(005[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?)$")
_USER_ID = re.compile(r"005[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?")

_ORGANIZATION = ("Id", "Name", "IsSandbox", "TimeZoneSidKey", "OrganizationType")


@dataclass(frozen=True, slots=True)
class RecordVisibility:
    """Which rows the auditor user sees. `all_rows` is None where the org would not say.

    `objects` are those with View All Records; `objects_known` is false where the org would not say that of any.
    `all_definitions` says that definitions list fields whoever may read them, and not only those of the auditor.
    """

    all_rows: bool | None
    objects: frozenset[str] = frozenset()
    objects_known: bool = field(default=True, compare=False)
    all_definitions: bool = field(default=True, compare=False)

    def hides(self, table: str) -> bool:
        """Whether sharing may keep rows of this object from the auditor; not knowing counts as yes."""
        return not (self.all_rows or shown_whole(table) or {table, followed(table)} & self.objects)

    def hides_definitions(self, table: str) -> bool:
        """Whether these are definitions of fields that may leave out what the auditor may not read."""
        return table in FIELD_DEFINITIONS and not self.all_definitions

    @property
    def unknown(self) -> str:
        """What the org does not say about it, for the record; empty where it says everything."""
        if self.all_rows is None:
            return "the org does not say whether this user sees all rows"
        if not self.all_rows and not self.objects_known:
            return "the org does not say of which objects this user sees all rows"
        return ""


def identify(client: Client, instance_url: str) -> OrgIdentity:
    """The org behind this session, from its one Organization row. Raises an ApiError when it is not readable.

    Raises UsageProblem where this machine does not know the org's time zone: without it no day can be told.
    """
    answer = query(client, f"SELECT {','.join(_ORGANIZATION)} FROM Organization")
    if len(answer.records) != 1:
        raise garbled("ORGANIZATION")
    row = {name: column[0] for name, column in text_table(answer.records, _ORGANIZATION).to_pydict().items()}
    return OrgIdentity(
        id=_org_id(row["Id"] or ""),
        name=row["Name"] or "",
        is_sandbox=row["IsSandbox"] == "true",
        instance_url=instance_url,
        time_zone=_known(row["TimeZoneSidKey"] or "UTC"),
        edition=row["OrganizationType"] or "",
    )


def _org_id(text: str) -> str:
    """The id with its checksum; an org that has no such id is none whose answers can be kept apart."""
    try:
        found = eighteen(text)
    except ValueError:
        raise garbled("ORGANIZATION") from None
    if not is_org_id(found):
        raise garbled("ORGANIZATION")
    return found


def _known(time_zone: str) -> str:
    if known_zone(time_zone) is None:
        raise UsageProblem(
            f"the time zone of the org, “{time_zone[:80]}”, is not known on this machine",
            hint="Install the package tzdata, of the operating system or of Python; then run again.",
        )
    return time_zone


def whoami(client: Client, describes: Describes) -> Auditor:
    """The signed-in user, and which of the permissions that decide what an audit sees this user has.

    Empty where the org does not say. The user has four sources, because an app without the scopes `id` and `openid` is
    refused the first: userinfo, the identity URL that came with the token, that of the resource map, the row of User.
    """
    user_id, username = _signed_in(client)
    visible = describes.fields("UserPermissionAccess")
    columns = [column for name in AUDITOR_TELLING if (column := f"Permissions{name}") in visible]
    row = _row(client, f"SELECT {','.join(columns)} FROM UserPermissionAccess") if columns else {}
    return Auditor(
        id=user_id,
        username=username,
        permissions=tuple(column for column in columns if row.get(column) is True),
    )


def _signed_in(client: Client) -> tuple[str, str]:
    """The id and the user name of who is signed in, each empty where nothing says it."""
    user = _userinfo(client)
    user_id = _user_id(user.get("user_id")) or _user_id(client.user_id) or _by_resource_map(client)
    username = user.get("preferred_username")
    if user_id and not (isinstance(username, str) and username):
        username = _row(client, f"SELECT Username FROM User WHERE Id = {text(user_id)}").get("Username")
    return user_id, username if isinstance(username, str) else ""


def _userinfo(client: Client) -> Mapping[str, Any]:
    try:
        answer = _or_nothing(lambda: client.get("/services/oauth2/userinfo"))
    except SignInRefused:
        # An app without the scopes may be refused like a token that has ended; if it has, the next call says so.
        return {}
    return answer if isinstance(answer, dict) else {}


def _user_id(value: object) -> str:
    return value if isinstance(value, str) and _USER_ID.fullmatch(value) else ""


def _by_resource_map(client: Client) -> str:
    """ "Resources by Version" in the "REST API Developer Guide": the map of a version names who asks for it."""
    resources = _or_nothing(lambda: client.get(f"/services/data/v{client.version}/"))
    found = _IDENTITY_URL.search(str(resources.get("identity"))) if isinstance(resources, dict) else None
    return found[1] if found else ""


def record_visibility(client: Client, auditor: Auditor) -> RecordVisibility:
    """What the auditor's rows are limited by: "View All Data" for all objects, View All Records for single ones.

    Nothing is taken for granted: what the org does not say, or not of this user, limits.
    """
    rows = _visible_rows(client, auditor)
    return replace(rows, all_definitions=f"Permissions{SHOWS_ALL_DEFINITIONS}" in auditor.permissions)


def holds(client: Client, permission: str) -> bool | None:
    """Whether the signed-in user has a system permission, by its API name; None where the org would not say."""
    column = f"Permissions{permission}"
    held = _row(client, f"SELECT {column} FROM UserPermissionAccess").get(column)
    return held if isinstance(held, bool) else None


def _visible_rows(client: Client, auditor: Auditor) -> RecordVisibility:
    everything = holds(client, "ViewAllData")
    if everything:
        return RecordVisibility(everything)
    if not auditor.id:
        return RecordVisibility(everything, objects_known=False)
    user = text(auditor.id)
    if everything is None:
        granting = _granted(client, _GRANTING_ALL_DATA, user)
        everything = None if granting is None else bool(granting)
    records = _granted(client, _VIEW_ALL_RECORDS, user)
    objects = frozenset(str(record.get("SobjectType")) for record in records or ())
    return RecordVisibility(everything, objects, objects_known=records is not None)


def _granted(client: Client, soql: str, user: str) -> Sequence[Mapping[str, Any]] | None:
    """What the sets of a user give that are in force; None where the org would not say."""
    try:
        return query(client, soql.format(user=user, in_force=_NOT_EXPIRED)).records
    except ApiError as refusal:
        if refusal.kind in ENDS_ALL_READING:
            raise
        return _records(client, soql.format(user=user, in_force="")) if refusal.kind is Kind.FIELD else None


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
