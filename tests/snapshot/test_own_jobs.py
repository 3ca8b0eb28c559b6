"""The ids of our query jobs outlive a run, whatever ends it; nothing else is ever taken for one."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sf_audit.snapshot.own_jobs import OwnJobs

ONE, TWO = "750000000000001AAA", "750000000000002AAA"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / ".jobs"


def test_a_job_is_known_until_it_is_forgotten(file: Path) -> None:
    jobs = OwnJobs(file)

    jobs.add(ONE)
    jobs.add(TWO)
    jobs.add(ONE)
    jobs.forget({ONE})

    assert jobs.left() == (TWO,)
    assert OwnJobs(file).left() == (TWO,)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_without_a_job_there_is_no_file(file: Path) -> None:
    jobs = OwnJobs(file)

    jobs.forget({ONE})

    assert jobs.left() == ()
    assert not file.exists()


def test_what_is_no_id_is_no_job(file: Path) -> None:
    file.write_text(f"{ONE}\n../../limits\n7500000000\n{TWO}/results\n\ufffd☃\n{TWO}\n", encoding="utf-8")

    assert OwnJobs(file).left() == (ONE, TWO)


def test_no_job_is_lost_between_threads(file: Path) -> None:
    jobs = OwnJobs(file)
    made = [f"750{number:012d}AAA" for number in range(40)]

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(jobs.add, made))

    assert sorted(jobs.left()) == made
