"""Limits of an org that fill up over months, as against those that begin again each day.

"Limits" in the "REST API Developer Guide": names, and what each counts.
"""

from __future__ import annotations

#: In megabytes. Reported to users with Manage Users alone.
STORAGE_LIMITS = ("DataStorageMB", "FileStorageMB")
