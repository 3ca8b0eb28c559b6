"""A few accounts to measure."""

from __future__ import annotations

from sf_audit.expectations.asks import (
    Between,
)
from sf_audit.expectations.standard import Standard

COLUMNS = {"Id": "VARCHAR", "OwnerId": "VARCHAR", "Name": "VARCHAR", "Amount": "DOUBLE"}


ROWS = [
    {"Id": "001000000000001AAA", "OwnerId": "005000000000001AAA", "Name": "Acme", "Amount": 1.0},
    {"Id": "001000000000002AAA", "OwnerId": "005000000000002AAA", "Name": " ", "Amount": -1.0},
    {"Id": "001000000000003AAA", "OwnerId": None, "Name": None, "Amount": None},
]


def _amounts(*, low: float) -> Standard:
    return Standard("Account", Between("Amount", low), "")
