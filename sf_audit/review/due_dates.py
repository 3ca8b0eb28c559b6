"""When findings are due: what is new, and what is critical, so many business days after it was first seen.

Where people agreed on a burn-down, the old stock that the first review of a rule found is due on the plan's last day.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import product

import pyarrow as pa

from sf_audit.model.severity import Severity
from sf_audit.review.business_days import BusinessDays
from sf_audit.rulebook.workspace.config import Config, due_days

_SCHEMA = pa.schema(
    [("severity", pa.string()), ("first_seen", pa.date32()), ("in_baseline", pa.bool_()), ("due", pa.date32())]
)


def due_dates(first_days: Iterable[date], config: Config, today: date) -> pa.Table:
    """The table `due_dates`, of findings that were first seen on these days, in the baseline or not."""
    calendar = BusinessDays.of(config)
    rows = [
        (severity.value, day, in_baseline, _due(severity, calendar.after(day, days), in_baseline, config))
        for (severity, days), day, in_baseline in product(
            due_days(config, today).items(), sorted(set(first_days)), (False, True)
        )
    ]
    return pa.Table.from_pylist([dict(zip(_SCHEMA.names, row, strict=True)) for row in rows], schema=_SCHEMA)


def _due(severity: Severity, in_time: date, in_baseline: bool, config: Config) -> date:
    is_old_stock = in_baseline and severity is not Severity.CRITICAL
    return config.burn_down.until if is_old_stock and config.burn_down else in_time
