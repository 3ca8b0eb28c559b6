"""The fixtures of reading_org.py and gathering.py, for all tests of this folder."""

from tests.connector_reading.gathering import gather
from tests.connector_reading.reading_org import client, contact_rows, org, patience, reading_authority

__all__ = ["client", "contact_rows", "gather", "org", "patience", "reading_authority"]
