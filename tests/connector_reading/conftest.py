"""The fixtures of reading_org.py, gathering.py and bulk_scenes.py, for all tests of this folder."""

from tests.connector_reading.bulk_scenes import patience, read, staging, writer
from tests.connector_reading.gathering import gather
from tests.connector_reading.reading_org import client, contact_rows, org, reading_authority

__all__ = [
    "client",
    "contact_rows",
    "gather",
    "org",
    "patience",
    "read",
    "reading_authority",
    "staging",
    "writer",
]
