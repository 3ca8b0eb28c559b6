"""A staging folder, and one account table read into it."""

from __future__ import annotations

from sf_audit.snapshot.needs import Source
from sf_audit.snapshot.staging import Staging, TableWriter
from tests.snapshot.small_snapshot import COLUMNS


def account(gathering: Staging) -> TableWriter:
    return gathering.table("Account", Source.DATA, COLUMNS)
