"""An org on 127.0.0.1, and the fixtures of those who read it, for records that a loader put elsewhere."""

from tests.connector_reading.bulk_scenes import patience
from tests.connector_reading.gathering import gather
from tests.connector_reading.reading_org import client, org, reading_authority
from tests.warehouse.lake import lake
from tests.warehouse.postgres import postgres

__all__ = ["client", "gather", "lake", "org", "patience", "postgres", "reading_authority"]
