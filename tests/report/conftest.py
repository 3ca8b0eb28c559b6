"""One hand-written Review that shows everything a page can show, and the same with hostile texts everywhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from sf_audit.model.example import Example, FieldValue, Twin
from sf_audit.model.gaming import Gaming
from sf_audit.model.origins import Origins
from sf_audit.model.review import Review
from sf_audit.report.formats import Document
from tests.golden_pages import FOLDER, folded, unfolded
from tests.report.october_limits import spoiled_limits
from tests.report.october_registers import spoiled_registers
from tests.report.october_review import october
from tests.report.written import rows_of


def pytest_addoption(parser: pytest.Parser) -> None:
    """`pytest tests/report --golden` writes the golden files instead of comparing with them."""
    parser.addoption("--golden", action="store_true", help="write tests/golden again")


@pytest.fixture
def review() -> Review:
    """October 2026 of a made-up company: complete, watched, with one critical rule broken."""
    return october()


@pytest.fixture(scope="session")
def hostile_review() -> Callable[[str], Review]:
    """October 2026 with one text in every place that an org, a rule file or a register can fill."""
    return lambda text: spoiled(october(), text)


@pytest.fixture
def document(review: Review) -> Document:
    """October with the rows of its findings."""
    return Document(review, lambda: rows_of(review))


@pytest.fixture(scope="session")
def hostile_document(hostile_review: Callable[[str], Review]) -> Callable[[str], Document]:
    """October with one text everywhere, in the rows of its findings too."""

    def made(text: str) -> Document:
        review = hostile_review(text)
        return Document(review, lambda: ({**row, "part": text, "record_owner_id": text} for row in rows_of(review)))

    return made


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare with tests/golden/NAME; `make golden` rewrites it."""

    def compare(name: str, text: str) -> None:
        path = FOLDER / name
        if request.config.getoption("--golden", default=False):
            FOLDER.mkdir(exist_ok=True)
            path.write_bytes(folded(text).encode())
        assert unfolded(path.read_bytes().decode()) == text, f"{path.name} differs: look at it, then `make golden`"

    return compare


def spoiled(review: Review, text: str) -> Review:
    """The same review, in which every text that is not ours is this one."""
    outcomes = tuple(
        replace(
            outcome,
            title=text,
            headline=text if outcome.headline else "",
            owner=text,
            partner=text,
            why=text,
            fix=text,
            detail=text,
            unlocked_by=text if outcome.unlocked_by else "",
            meets=(text,) if outcome.meets else (),
            queries=(text,) if outcome.queries else (),
            notes=(text,) if outcome.notes else (),
            at_stake=text if outcome.at_stake else None,
        )
        for outcome in review.outcomes
    )
    return replace(
        review,
        org=replace(review.org, name=text, edition=text, time_zone=text, id=text),
        outcomes=outcomes,
        examples={rule: tuple(_spoiled_row(row, text) for row in rows) for rule, rows in review.examples.items()},
        changes=tuple(replace(change, title=text) for change in review.changes),
        actions=tuple(replace(action, title=text, owner=text, partner=text, fix=text) for action in review.actions),
        banners=tuple(text for _ in review.banners),
        unread=tuple(text for _ in review.unread),
        auditor=text,
        origins=_spoiled_origins(review.origins, text),
        gaming=_spoiled_gaming(review.gaming, text),
        registers=spoiled_registers(review.registers, text),
        limits=spoiled_limits(text),
        tool_version=text,
        snapshot=text,
        rules_sha256=text,
    )


def _spoiled_origins(origins: Origins | None, text: str) -> Origins | None:
    if origins is None:
        return None
    tables = tuple(
        replace(
            table,
            groups=tuple(replace(group, name=text, id=text if group.id else "") for group in table.groups),
            missing=text if table.missing else "",
        )
        for table in origins.tables
    )
    return replace(origins, tables=tables, excluded=tuple(text for _ in origins.excluded))


def _spoiled_gaming(gaming: Gaming | None, text: str) -> Gaming | None:
    if gaming is None:
        return None
    indications = tuple(
        replace(
            found,
            object=text,
            field=text,
            how=text,
            rule=text,
            teams=tuple(replace(team, name=text, id=text) for team in found.teams),
        )
        for found in gaming.indications
    )
    return replace(gaming, indications=indications, missing=tuple(text for _ in gaming.missing))


def _spoiled_row(row: Example, text: str) -> Example:
    return replace(
        row,
        because=text,
        said=text,
        label=text,
        record_owner=text,
        part=text if row.part else "",
        values=tuple(FieldValue(text, f"{text} ") for _ in row.values),
        twin=Twin(text, text, 2) if row.twin else None,
    )
