"""An interrupted run ends within ten seconds, whatever the org does or leaves undone."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from ssl import SSLContext
from typing import Any

import pytest

from tests.connector_reading.contacts import contacts
from tests.connector_reading.reading_org import Org
from tests.connector_reading.replies import Reply, error, said, text_field

pytestmark = pytest.mark.timeout(120)

PATIENCE = 60.0
SLOW = {"hang": 100.0}
DRIPPING = {"drip": 1.0}
TOKEN = r"POST /services/oauth2/token"
FIRST_PAGE = r"GET query\?q=SELECT\+Id.*FROM\+Lead"
CREATE, POLL, RESULTS = r"POST jobs/query\?", r"GET jobs/query/\w+\?", r"GET jobs/query/\w+/results"


@dataclass(frozen=True)
class Moment:
    """What the org does at a request, and the request to wait for before the signal is sent."""

    where: str
    reply: Reply


def slow(where: str, **how: Any) -> Moment:
    return Moment(where, Reply(body=b'{"records":[], "totalSize":0, "done":true}' + b" " * 1000, **how))


MOMENTS = {
    "token endpoint, slow headers": slow(TOKEN, **SLOW),
    "token endpoint, slow body": slow(TOKEN, **DRIPPING),
    "token endpoint, busy": Moment(TOKEN, error("SERVER_UNAVAILABLE", 503)),
    "versions": slow(r"GET /services/data/\?", **SLOW),
    "describe": slow(r"sobjects/Lead/describe", **SLOW),
    "count": slow(r"SELECT\+COUNT%28%29\+FROM\+Lead", **SLOW),
    "rest page, slow headers": slow(FIRST_PAGE, **SLOW),
    "rest page, slow body": slow(FIRST_PAGE, **DRIPPING),
    "rest page, busy": Moment(FIRST_PAGE, Reply(503, {"Retry-After": "600"}, b"")),
    "job, slow headers": slow(CREATE, **SLOW),
    "job that never ends": Moment(POLL, said({"id": "750000000000001AAA", "state": "InProgress"})),
    "bulk page, slow headers": slow(RESULTS, **SLOW),
    "bulk page, slow body": Moment(
        RESULTS,
        Reply(
            200,
            {"Content-Type": "text/csv", "Sforce-NumberOfRecords": "9"},
            b'"Id","Name"\n' + b'"x","y"\n' * 9,
            drip=1.0,
        ),
    ),
    "bulk page, busy": Moment(RESULTS, Reply(503, {"Retry-After": "600"}, b"")),
    "deleting a job": slow(r"DELETE jobs/query", **SLOW),
}


@pytest.mark.parametrize(
    ("at", "sent"),
    [
        *((at, signal.SIGINT) for at in MOMENTS),
        ("bulk page, slow body", signal.SIGTERM),
        ("token endpoint, slow headers", signal.SIGTERM),
    ],
)
def test_an_interrupted_run_ends_within_ten_seconds(
    org: Org, reading_authority: tuple[SSLContext, Path], tmp_path: Path, at: str, sent: signal.Signals
) -> None:
    moment = MOMENTS[at]
    org.add("Contact", [text_field("Name")], contacts(250))
    org.add("Lead", [text_field("Name")], [{"Id": "00Q000000000001AAA", "Name": "x"}])
    org.faults += [(moment.where, moment.reply)] * 50
    org.faults.append((TOKEN, said({"access_token": "token", "instance_url": org.url})))
    org.faults.append((r"GET /services/data/\?", said([{"version": "62.0"}])))
    command = [sys.executable, str(Path(__file__).with_name("interrupted.py")), org.url, str(reading_authority[1])]

    with subprocess.Popen([*command, str(tmp_path)], stderr=subprocess.PIPE, text=True) as process:
        try:
            wait_for(org, moment.where, process)
            time.sleep(0.5)
            before = time.monotonic()
            process.send_signal(sent)
            _, err = process.communicate(timeout=20)
            took = time.monotonic() - before
        finally:
            process.kill()

    assert process.returncode == 130, err
    assert took < 10


def wait_for(org: Org, where: str, process: subprocess.Popen[str]) -> None:
    until = time.monotonic() + PATIENCE
    while not any(re.search(where, line) for line in list(org.arrived)):
        assert process.poll() is None, process.stderr.read() if process.stderr else ""
        assert time.monotonic() < until, org.arrived
        time.sleep(0.05)
