"""Ten times the records do not take ten times the memory."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path

import pytest

from bench.org import FIELDS, RunningOrg, running
from bench.reading import Order, Told, client_of
from sf_audit.connector.bulk import jobs
from sf_audit.connector.bulk.jobs import PollPolicy

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]

ROOT = Path(__file__).parents[2]
ROWS, FEW, PAGE = 200_000, 20_000, 5_000

#: The text of all records is 75 MB, and their tables are as large; runs of the same size differ by up to 30 MB.
MOST_MORE_MB = 55


def extracted(org: RunningOrg, rows: int, folder: Path) -> Told:
    """What a process of its own takes to read so many records through Bulk API 2.0 into a snapshot."""
    folder.mkdir()
    order = Order(org.url, org.access_token, str(org.ca_file), "", PAGE, str(folder), "gzip")
    with client_of(order) as client:
        job = jobs.create(client, f"SELECT {','.join(FIELDS)} FROM Account LIMIT {rows}")
        jobs.wait(client, job, PollPolicy(first=0.2, longest=0.5))
    command = [sys.executable, "-m", "bench.reading", "ours"]
    asked = json.dumps(asdict(replace(order, job=job.id)))
    answer = subprocess.run(command, check=True, cwd=ROOT, input=asked, stdout=subprocess.PIPE, text=True)
    return Told(**json.loads(answer.stdout))


@pytest.mark.faults("I12")
def test_memory_does_not_grow_with_the_number_of_records(tmp_path: Path) -> None:
    with running(ROWS, rows_per_page=PAGE) as org:
        few = extracted(org, FEW, tmp_path / "few")
        many = extracted(org, ROWS, tmp_path / "many")

    assert (few.rows, many.rows) == (FEW, ROWS)
    assert many.mb < few.mb + MOST_MORE_MB
    assert many.mb < 400
