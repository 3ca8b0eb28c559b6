"""The system permissions of the auditor user, as the org itself says what they hold ("UserPermissionAccess")."""

from __future__ import annotations

import threading

from sf_audit.connector.api.resources import query
from sf_audit.connector.api.unread_reasons import ENDS_ALL_READING
from sf_audit.connector.http.api_errors import ApiError
from sf_audit.connector.http.client import Client


class OwnPermissions:
    """What the auditor user holds. Each permission is asked for once, where it counts. Threads may share it."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._guard = threading.Lock()
        self._held: dict[str, bool] = {}

    def holds(self, permission: str) -> bool:
        """Whether the user holds a permission, `ViewSetup` for example; what the org does not say is not held."""
        with self._guard:
            if permission not in self._held:
                self._held[permission] = self._ask(f"Permissions{permission}")
            return self._held[permission]

    def _ask(self, column: str) -> bool:
        try:
            records = query(self._client, f"SELECT {column} FROM UserPermissionAccess").records
        except ApiError as refusal:
            if refusal.kind in ENDS_ALL_READING:
                raise
            return False
        return len(records) == 1 and records[0].get(column) is True
