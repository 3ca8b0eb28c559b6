"""Limits of an org that fill up over months, as against those that begin again: each day, hour or month.

"Limits" in the "REST API Developer Guide": names, and what each counts.
"""

from __future__ import annotations

#: In megabytes. Reported to users with Manage Users alone.
STORAGE_LIMITS = ("DataStorageMB", "FileStorageMB")

_FILL_UP = frozenset({*STORAGE_LIMITS, "AnalyticsExternalDataSizeMB", "PermissionSets"})


def fills_up(name: str) -> bool:
    """Whether what is used of this limit stays used until somebody clears it."""
    return name in _FILL_UP
