"""The one door to great_expectations: what every record must keep, answered in one scan."""

import os

from sf_audit.expectations.not_yet import load_later

os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")  # read when great_expectations is loaded
load_later("scipy.stats", "altair")
