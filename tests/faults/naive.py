"""Readers as they are usually written, to prove that the trials bite: none of them is part of the product."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import requests
from simple_salesforce.api import Salesforce  # noqa: TID251 - the reader that must fail

Rows = list[dict[str, Any]]
Reader = Callable[[str, str, str, str], Rows]

#: The columns that the readers ask for.
COLUMNS = {"Account": "Id,Name,Description", "Contact": "Id,LastName,Notes__c"}


def library_rest(url: str, token: str, ca_file: str, table: str) -> Rows:
    """`query_all_iter` of simple-salesforce."""
    with _session(ca_file) as session:
        org = Salesforce(instance_url=url, session_id=token, session=session, version="62.0")
        return [dict(row) for row in org.query_all_iter(f"SELECT {COLUMNS[table]} FROM {table}")]


def library_bulk(url: str, token: str, ca_file: str, table: str) -> Rows:
    """`bulk2` of simple-salesforce."""
    with _session(ca_file) as session:
        org = Salesforce(instance_url=url, session_id=token, session=session, version="62.0")
        handler = getattr(org.bulk2, table)
        pages = handler.query(f"SELECT {COLUMNS[table]} FROM {table}", max_records=70, wait=0.01)
        return [row for page in pages for row in _rows(page)]


def plain_rest(url: str, token: str, ca_file: str, table: str) -> Rows:
    """A loop over `nextRecordsUrl`, written to a file as it comes."""
    with _session(ca_file) as session:
        session.headers["Authorization"] = f"Bearer {token}"
        rows: Rows = []
        said = _json(session, f"{url}/services/data/v62.0/query", {"q": f"SELECT {COLUMNS[table]} FROM {table}"})
        while True:
            rows += said.get("records", [])
            if said.get("done", True):
                return rows
            said = _json(session, url + said["nextRecordsUrl"], {})


def plain_bulk(url: str, token: str, ca_file: str, table: str) -> Rows:
    """A job, a wait, and pages until there is no locator."""
    with _session(ca_file) as session:
        session.headers["Authorization"] = f"Bearer {token}"
        base = f"{url}/services/data/v62.0/jobs/query"
        asked = {"operation": "query", "query": f"SELECT {COLUMNS[table]} FROM {table}"}
        job = session.post(base, json=asked, timeout=20).json()
        while session.get(f"{base}/{job['id']}", timeout=20).json()["state"] in {"UploadComplete", "InProgress"}:
            pass
        rows: Rows = []
        locator = None
        while locator != "null":
            parameters = {"maxRecords": "70"} | ({"locator": locator} if locator else {})
            page = session.get(f"{base}/{job['id']}/results", params=parameters, timeout=20)
            rows += _rows(page.content.decode("utf-8", "replace"))
            locator = page.headers.get("Sforce-Locator", "null")
        return rows


READERS: dict[str, tuple[Reader, str]] = {
    "simple-salesforce over REST": (library_rest, "Contact"),
    "simple-salesforce with Bulk": (library_bulk, "Account"),
    "plain requests over REST": (plain_rest, "Contact"),
    "plain requests with Bulk": (plain_bulk, "Account"),
}


def write(rows: Rows, file: Path) -> None:
    """What most scripts do with it: open, write, and hope."""
    with file.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]) if rows else ["Id"], extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def _session(ca_file: str) -> requests.Session:
    session = requests.Session()
    session.trust_env = False
    session.verify = ca_file
    return session


def _json(session: requests.Session, address: str, parameters: dict[str, str]) -> Any:
    return session.get(address, params=parameters, timeout=20).json()


def _rows(text: str) -> Rows:
    csv.field_size_limit(sys.maxsize)
    return list(csv.DictReader(io.StringIO(text, newline="")))
