"""A snapshot with registers, opened again from its files alone, and what a review says of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from sf_audit.model.registers import Registers
from sf_audit.registers.frozen import frozen
from sf_audit.registers.kinds import Surroundings
from sf_audit.registers.read import read_registers
from sf_audit.review.registers.section import Judged, registers
from sf_audit.rulebook.workspace.config import Config
from sf_audit.snapshot.store import open_snapshot
from sf_audit.snapshot.tables import Snapshot
from tests.registers.declaring import CONFIG, RULES
from tests.snapshot.small_snapshot import extras, staging

#: The small snapshot is of the evening of Saturday the 21st in New York, where in UTC it is the 22nd.
TODAY = date(2026, 11, 21)
FRIDAY = date(2026, 11, 20)
NOTHING = Judged()


@contextmanager
def frozen_in(folder: Path, config: Config = CONFIG) -> Iterator[Snapshot]:
    """A snapshot with the registers of a workspace, opened again from its files alone."""
    found = read_registers(folder, Surroundings(config, RULES, date(2026, 11, 22)))
    with staging(folder / "snapshots") as gathering:
        made = gathering.commit(extras(), declarations=frozen(found, config))
    snapshot = open_snapshot(made, scratch=folder / "scratch")
    with snapshot.connection:
        yield snapshot


def reviewed(folder: Path, config: Config = CONFIG, judged: Judged = NOTHING) -> Registers:
    with frozen_in(folder, config) as snapshot:
        found = registers(snapshot, config, judged)
    assert found is not None
    return found
