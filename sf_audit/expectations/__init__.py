"""The one door to great_expectations: what every record must keep, answered in one scan."""

import os

os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")  # read when great_expectations is loaded
