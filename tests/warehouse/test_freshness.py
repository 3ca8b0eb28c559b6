"""Whether loaded records are those that the org has: its count, and what changed there since."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as pa
import pytest

from sf_audit.connector.api.identity import RecordVisibility
from sf_audit.model.review import Reason
from tests.connector_reading.gathering import Gather
from tests.connector_reading.reading_org import Org
from tests.connector_reading.replies import error, text_field
from tests.warehouse.accounts import NOW, TYPES, WANTED, in_org, loaded, parquet, source, why


def test_a_change_that_is_not_loaded_in_time_is_stale(org: Org, gather: Gather, tmp_path: Path) -> None:
    rows = in_org(org, 3)
    missed = NOW - timedelta(hours=30)
    older = [row | {"system_modstamp": missed - timedelta(hours=at + 1)} for at, row in enumerate(loaded(3))]
    for at, row in enumerate(rows):
        row["SystemModstamp"] = f"{older[at]['system_modstamp']:%Y-%m-%dT%H:%M:%S}.000+0000"
    rows[2]["SystemModstamp"] = f"{missed:%Y-%m-%dT%H:%M:%S}.000+0000"
    parquet(tmp_path / "account.parquet", older)

    entry = gather(WANTED, held=[source(tmp_path)])["Account"]
    allowed = gather(WANTED, held=[source(tmp_path, max_age=timedelta(hours=48))])["Account"]

    assert why(entry) == (
        Reason.NOT_LOADED,
        f"Account: Parquet account.parquet is stale: a change in the org of {missed:%Y-%m-%d %H:%M} UTC is not loaded, "
        "and 1 record changed after the newest that is",
    )
    assert allowed.unread is None


def test_a_quiet_org_is_fresh_however_old_the_load_is(org: Org, gather: Gather, tmp_path: Path) -> None:
    rows = in_org(org, 1)
    rows[0]["SystemModstamp"] = "2020-01-01T00:00:00.000+0000"
    parquet(tmp_path / "account.parquet", [loaded(1)[0] | {"system_modstamp": datetime(2020, 1, 1, tzinfo=UTC)}])

    assert gather(WANTED, held=[source(tmp_path)])["Account"].unread is None


@pytest.mark.parametrize(("in_the_org", "there"), [(5, 3), (3, 5)])
def test_records_that_nothing_explains_are_not_believed(
    org: Org, gather: Gather, tmp_path: Path, in_the_org: int, there: int
) -> None:
    in_org(org, in_the_org)
    parquet(tmp_path / "account.parquet", loaded(there))

    entry = gather(WANTED, held=[source(tmp_path)])["Account"]
    known = gather(WANTED, held=[source(tmp_path, count_gap=2)])["Account"]

    assert why(entry) == (
        Reason.NOT_LOADED,
        f"Account: Parquet account.parquet holds {there} records where the org counts {in_the_org}, and only 0 changed "
        "after the newest that is loaded",
    )
    assert known.unread is None


def test_records_that_were_made_since_are_no_gap(org: Org, gather: Gather, tmp_path: Path) -> None:
    rows = in_org(org, 4)
    rows[3]["SystemModstamp"] = f"{NOW - timedelta(hours=1):%Y-%m-%dT%H:%M:%S}.000+0000"
    parquet(tmp_path / "account.parquet", loaded(3))

    assert gather(WANTED, held=[source(tmp_path)])["Account"].unread is None


def at(moment: datetime) -> str:
    """As the org writes it."""
    return f"{moment:%Y-%m-%dT%H:%M:%S}.000+0000"


@pytest.mark.parametrize(
    ("made", "says"),
    [
        (NOW - timedelta(days=400), "and only 1 was made after the newest that is loaded"),
        (NOW - timedelta(hours=2), None),
    ],
)
def test_a_change_of_every_record_does_not_explain_that_some_are_missing(
    org: Org, gather: Gather, tmp_path: Path, made: datetime, says: str | None
) -> None:
    rows = in_org(org, 4)
    org.fields["Account"].append(text_field("CreatedDate", "datetime"))
    for number, row in enumerate(rows):
        row |= {"SystemModstamp": at(NOW - timedelta(hours=1)), "CreatedDate": at(made if number else NOW)}
    parquet(tmp_path / "account.parquet", loaded(1))

    entry = gather(WANTED, held=[source(tmp_path)])["Account"]

    if says is None:
        assert entry.unread is None
    else:
        assert why(entry)[1].endswith(f"holds 1 record where the org counts 4, {says}")


@pytest.mark.parametrize(
    ("stamped", "says"),
    [
        ([], "Parquet account.parquet holds no record where the org counts 2"),
        ([None, None], "SystemModstamp is empty in all of Parquet account.parquet, so nobody can tell whether it is"),
    ],
)
def test_records_that_are_young_in_the_org_do_not_make_an_empty_load_fresh(
    org: Org, gather: Gather, tmp_path: Path, stamped: list[None], says: str
) -> None:
    in_org(org, 2)
    rows = [row | {"system_modstamp": stamp} for row, stamp in zip(loaded(2), stamped, strict=False)]
    parquet(tmp_path / "account.parquet", rows)

    entry = gather(WANTED, held=[source(tmp_path, count_gap=5)])["Account"]

    assert why(entry)[1].startswith(f"Account: {says}")


@pytest.mark.parametrize("sees", [RecordVisibility(all_rows=False), RecordVisibility(all_rows=True)])
def test_a_change_that_is_yet_to_come_hides_what_is_not_loaded(
    org: Org, gather: Gather, tmp_path: Path, sees: RecordVisibility
) -> None:
    for row in in_org(org, 3):
        row["SystemModstamp"] = at(NOW - timedelta(days=30))
    old = [row | {"system_modstamp": NOW - timedelta(days=60)} for row in loaded(2)]
    parquet(tmp_path / "account.parquet", [old[0], old[1] | {"system_modstamp": datetime(2099, 1, 1, tzinfo=UTC)}])

    entry = gather(WANTED, held=[source(tmp_path, count_gap=1)], seen=sees)["Account"]

    assert why(entry)[1] == (
        "Account: Parquet account.parquet holds a change of 2099-01-01 00:00 UTC, which is yet to come, so nobody can "
        "tell what is not loaded"
    )


def test_an_org_that_does_not_say_what_changed_leaves_it_unknown(org: Org, gather: Gather, tmp_path: Path) -> None:
    in_org(org, 1)
    parquet(tmp_path / "account.parquet", loaded(1))
    org.fail_once("MAX", error("QUERY_TIMEOUT", message="too long"))

    entry = gather(WANTED, held=[source(tmp_path)])["Account"]

    assert why(entry) == (
        Reason.INCOMPLETE,
        "Account: nobody can tell whether Parquet account.parquet is fresh: the org did not say what changed "
        "(QUERY_TIMEOUT)",
    )


def test_an_org_that_gives_no_time_leaves_it_unknown(org: Org, gather: Gather, tmp_path: Path) -> None:
    for row in in_org(org, 2):
        row["SystemModstamp"] = None
    parquet(tmp_path / "account.parquet", loaded(2))

    entry = gather(WANTED, held=[source(tmp_path)])["Account"]

    assert why(entry)[1].startswith(
        "Account: nobody can tell whether Parquet account.parquet is fresh: the org did not"
    )


def test_what_the_auditor_does_not_see_needs_a_recent_change(org: Org, gather: Gather, tmp_path: Path) -> None:
    in_org(org, 1)
    parquet(tmp_path / "account.parquet", loaded(3))
    some = RecordVisibility(all_rows=False)

    recent = gather(WANTED, held=[source(tmp_path)], seen=some)["Account"]
    old = gather(WANTED, held=[source(tmp_path, max_age=timedelta(hours=5))], seen=some)["Account"]

    assert (recent.unread, recent.rows, recent.rows_hidden) == (None, 3, False)
    assert why(old)[0] is Reason.ROWS_HIDDEN
    assert old.unread is not None
    assert "View All" in old.unread.unlocked_by


def test_records_without_the_time_of_their_change_are_not_believed(org: Org, gather: Gather, tmp_path: Path) -> None:
    in_org(org, 1)
    rows = [{name: value for name, value in row.items() if name != "system_modstamp"} for row in loaded(1)]
    parquet(tmp_path / "account.parquet", rows)

    entry = gather(WANTED, held=[source(tmp_path)])["Account"]

    assert why(entry) == (
        Reason.NOT_LOADED,
        "Account: Parquet account.parquet does not hold SystemModstamp, so nobody can tell whether it is fresh",
    )


def test_a_change_that_the_org_does_not_know_is_of_another_clock(org: Org, gather: Gather, tmp_path: Path) -> None:
    in_org(org, 2)
    rows = [row | {"system_modstamp": row["system_modstamp"].replace(tzinfo=None)} for row in loaded(2)]
    parquet(tmp_path / "account.parquet", rows, {**TYPES, "system_modstamp": pa.timestamp("us")})

    right = gather(WANTED, held=[source(tmp_path)])["Account"]
    wrong = gather(WANTED, held=[source(tmp_path, time_zone="America/New_York")])["Account"]

    assert right.unread is None
    assert why(wrong)[0] is Reason.NOT_LOADED
    assert "after the newest in the org, so nobody can tell what is not loaded" in why(wrong)[1]
    assert wrong.unread is not None
    assert wrong.unread.unlocked_by == "Look at time_zone of sources.Account in sf-audit.yaml: it is that of the loader"


def test_what_settings_ask_to_believe_is_kept(org: Org, gather: Gather, tmp_path: Path) -> None:
    in_org(org, 1)
    parquet(tmp_path / "account.parquet", loaded(1))
    lenient = source(tmp_path, max_age=timedelta(days=3), count_gap=1, refreshed=frozenset({"Score__c"}))

    where = gather(WANTED, held=[lenient])["Account"].loaded_from

    assert where is not None
    assert where.trusted == (
        "changes may be 72 hours old",
        "1 record more or less is accepted",
        "Score__c as the loader brings it",
    )
