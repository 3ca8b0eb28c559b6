"""A small org on 127.0.0.1 that knows the truth, and lies about it where a test says so."""

from __future__ import annotations

import json
import operator
import re
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import trustme

from sf_audit.connector.http.client import Client
from sf_audit.connector.http.hosts import Hosts
from sf_audit.connector.http.retries import Retries
from sf_audit.connector.http.tokens import Grant
from sf_audit.connector.http.transport import Wire, make_session
from tests.connector_reading.contacts import CONTACT_FIELDS, contacts
from tests.connector_reading.reading_server import Handler, TlsServer
from tests.connector_reading.replies import Fault, Reply, Row, aggregated, csv_text, error, said, text_field

BASE = "/services/data/v62.0/"
ORG_ID = "00D000000000001EAA"


@dataclass
class Org:
    """The truth (`rows`), how it is paged, and what goes wrong: faults of the n-th page, and of any path."""

    fields: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    record_types: dict[str, list[Row]] = field(default_factory=dict)
    resources: dict[str, Reply] = field(default_factory=dict)
    batch: int = 2000
    zipped: bool = True
    no_query_more: set[str] = field(default_factory=set)
    not_bulk: set[str] = field(default_factory=set)
    page_faults: dict[int, list[Fault]] = field(default_factory=dict)
    faults: list[tuple[str, Reply | Callable[[], Reply]]] = field(default_factory=list)
    after: dict[str, Callable[[], None]] = field(default_factory=dict)
    jobs: dict[str, Row] = field(default_factory=dict)
    job_states: list[Row] = field(default_factory=list)
    stuck: dict[str, Row] = field(default_factory=dict)
    processed_off_by: int | None = 0
    cursors: dict[str, tuple[list[Row], int]] = field(default_factory=dict)
    arrived: list[str] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    url: str = ""

    def add(self, name: str, fields: list[dict[str, Any]], rows: list[Row]) -> None:
        self.fields[name] = [{"name": "Id", "type": "id", "label": "Id"}, *fields]
        self.rows[name] = rows

    def fail_once(self, pattern: str, reply: Reply) -> None:
        self.faults.append((pattern, reply))

    def answer(self, method: str, path: str, body: bytes) -> Reply:
        url = urlsplit(path)
        self.arrived.append(f"{method} {url.path.removeprefix(BASE)}?{url.query}")
        for at, (pattern, reply) in enumerate(self.faults):
            if re.search(pattern, self.arrived[-1]):
                del self.faults[at]
                return reply if isinstance(reply, Reply) else reply()
        what = url.path.removeprefix(BASE)
        asked = {key: values[0] for key, values in parse_qs(url.query).items()}
        if what in {"query", "tooling/query"}:
            return self.query(asked["q"], tooling=what.startswith("tooling"))
        if what.startswith(("query/", "tooling/query/")):
            return self.more(what.rpartition("/")[2])
        if what.startswith("jobs/query"):
            return self.job(method, what, asked, body)
        if what == "limits/recordCount":
            names = asked["sObjects"].split(",")
            return said({"sObjects": [{"name": n, "count": len(self.rows[n])} for n in names if self.rows.get(n)]})
        return self.composite(body) if what.endswith("composite") else self.resource(what)

    def composite(self, body: bytes) -> Reply:
        return said({"compositeResponse": [self.part(one) for one in json.loads(body)["compositeRequest"]]})

    def part(self, one: Row) -> Row:
        url = urlsplit(one["url"])
        what = url.path.removeprefix(BASE)
        asked = parse_qs(url.query)
        reply = self.query(asked["q"][0], tooling="tooling" in what) if asked else self.resource(what)
        self.parts.append(what)
        return {"body": json.loads(reply.body), "httpStatusCode": reply.status, "referenceId": one["referenceId"]}

    def resource(self, what: str) -> Reply:
        described = re.fullmatch(r"(?:tooling/)?sobjects/(\w+)/describe", what)
        if described and described[1] in self.fields:
            types = self.record_types.get(described[1], [])
            fields = self.fields[described[1]]
            return said({"name": described[1], "queryable": True, "fields": fields, "recordTypeInfos": types})
        if what == "sobjects":
            return said(
                {"sobjects": [{"name": n, "custom": n.endswith("__c"), "queryable": True} for n in self.fields]}
            )
        if what == "limits":
            return said(
                {"DailyApiRequests": {"Max": 15000, "Remaining": 14000, "Workbench": {"Max": 0, "Remaining": 0}}}
            )
        return self.resources.get(what, error("NOT_FOUND", 404))

    def query(self, soql: str, *, tooling: bool = False) -> Reply:
        problem = self.refusal(soql)
        if problem:
            return problem
        head, table = re.match(r"SELECT (.*?) FROM (\w+)", soql).groups()  # type: ignore[union-attr]
        found = self.found(soql, table)
        if table in self.after:
            self.after.pop(table)()
        if head == "COUNT()":
            return said({"totalSize": len(found), "done": True, "records": []})
        if head.startswith("COUNT("):
            return said({"totalSize": 1, "done": True, "records": [aggregated(head, found)]})
        records = [self.record(row, head.split(","), table) for row in found]
        return self.batch_of(records, 0, table, tooling=tooling)

    def refusal(self, soql: str) -> Reply | None:
        head, table = re.match(r"SELECT (.*?) FROM (\w+)", soql).groups()  # type: ignore[union-attr]
        if table not in self.fields:
            return error("INVALID_TYPE", message=f"sObject type '{table}' is not supported.")
        known = {one["name"] for one in self.fields[table]}
        for column in [] if head.startswith("COUNT") else head.split(","):
            if column.partition(".")[0] not in known and "." not in column:
                return error("INVALID_FIELD", message=f"\nx\n   ^\nNo such column '{column}' on entity '{table}'.")
        return None

    def found(self, soql: str, table: str) -> list[Row]:
        rows = list(self.rows[table])
        for name, sign, value in re.findall(r"(\w+(?:\.\w+)*) (>|=|!=) ('[^']*'|null|true|false|[0-9T:.-]+Z)", soql):
            plain = {"null": None, "true": True, "false": False}.get(value, value.strip("'"))
            tests: dict[str, Callable[[Any], bool]] = {
                ">": partial(_exceeds, plain),
                "=": partial(operator.eq, plain),
                "!=": partial(operator.ne, plain),
            }
            rows = [row for row in rows if tests[sign](row.get(name))]
        for name, values in re.findall(r"(\w+(?:\.\w+)*) IN \(([^)]*)\)", soql):
            listed = {one.strip("'") for one in values.split(",")}
            rows = [row for row in rows if row[name] in listed]
        order = re.search(r"ORDER BY (\w+)", soql)
        if order:
            rows.sort(key=lambda row: row[order[1]])
        limit = re.search(r"LIMIT (\d+)", soql)
        return rows[: int(limit[1])] if limit else rows

    def record(self, row: Row, columns: list[str], table: str) -> Row:
        found: Row = {"attributes": {"type": table}}
        for column in columns:
            parent, _, rest = column.partition(".")
            if rest:
                value = row.get(column)
                found[parent] = None if value is None else {"attributes": {}, rest: value}
            else:
                found[column] = row.get(column)
        return found

    def batch_of(self, records: list[Row], start: int, table: str, *, tooling: bool = False) -> Reply:
        end = start + self.batch
        done = end >= len(records)
        if not done and table in self.no_query_more:
            return error("EXCEEDED_ID_LIMIT", message=f"{table} does not support queryMore(), use LIMIT")
        answer: Row = {"totalSize": len(records), "done": done, "records": records[start:end]}
        if not done:
            cursor = f"0r8{len(self.cursors):012d}-{end}"
            self.cursors[cursor] = (records, end)
            answer["nextRecordsUrl"] = f"{BASE}{'tooling/' if tooling else ''}query/{cursor}"
        return said(answer)

    def more(self, cursor: str) -> Reply:
        if cursor not in self.cursors:
            return error("INVALID_QUERY_LOCATOR")
        records, start = self.cursors[cursor]
        return self.batch_of(records, start, "")

    def job(self, method: str, what: str, asked: Row, body: bytes) -> Reply:
        if method == "POST":
            return self.created(json.loads(body)["query"])
        name = what.split("/")[2]
        if name not in self.jobs:
            return error("NOT_FOUND", 404)
        if method == "DELETE":
            del self.jobs[name]
            self.deleted.append(name)
            return Reply(204)
        if what.endswith("/results"):
            return self.results(self.jobs[name], asked)
        if method == "PATCH":
            self.stuck[name] = {"state": "Aborted"}
        if name not in self.stuck:
            self.jobs[name]["said"].update(self.job_states.pop(0) if self.job_states else {"state": "JobComplete"})
        return said(self.jobs[name]["said"] | self.stuck.get(name, {}))

    def created(self, soql: str) -> Reply:
        head, table = re.match(r"SELECT (.*?) FROM (\w+)", soql).groups()  # type: ignore[union-attr]
        if table in self.not_bulk:
            return error("INVALIDENTITY", message=f"Entity '{table}' is not supported by the Bulk API.")
        problem = self.refusal(soql)
        if problem:
            return problem
        name = f"750{len(self.jobs) + 1:012d}AAA"
        rows = self.found(soql, table)
        job: Row = {"id": name, "state": "UploadComplete", "apiVersion": 62.0}
        if self.processed_off_by is not None:
            job["numberRecordsProcessed"] = len(rows) + self.processed_off_by
        self.jobs[name] = {"said": job, "columns": head.split(","), "rows": rows}
        return said(job)

    def results(self, job: Row, asked: Row) -> Reply:
        size = int(asked["maxRecords"])
        pages = max(-(-len(job["rows"]) // size), 1)
        names = [f"L{at}" for at in range(pages)]
        at = names.index(asked["locator"]) if "locator" in asked else 0
        rows = job["rows"][at * size : (at + 1) * size]
        headers = {
            "Content-Type": "text/csv; charset=UTF-8",
            "Sforce-NumberOfRecords": str(len(rows)),
            "Sforce-Locator": names[at + 1] if at + 1 < pages else "null",
        }
        reply = Reply(200, headers, csv_text(job["columns"], rows), zipped=self.zipped)
        left = self.page_faults.get(at, [])
        return left.pop(0)(reply) if left else reply


@pytest.fixture(scope="session")
def reading_authority(tmp_path_factory: pytest.TempPathFactory) -> tuple[ssl.SSLContext, Path]:
    ca = trustme.CA()
    file = tmp_path_factory.mktemp("ca") / "ca.pem"
    ca.cert_pem.write_to_path(str(file))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert("127.0.0.1").configure_cert(context)
    return context, file


@pytest.fixture
def org(reading_authority: tuple[ssl.SSLContext, Path]) -> Iterator[Org]:
    context, _ = reading_authority
    served = Org()
    served.add(
        "Organization",
        [text_field("Name"), text_field("IsSandbox", "boolean")],
        [
            {
                "Id": ORG_ID,
                "Name": "Acme",
                "IsSandbox": False,
                "TimeZoneSidKey": "America/New_York",
                "OrganizationType": "Enterprise Edition",
            }
        ],
    )
    served.fields["Organization"] += [text_field("TimeZoneSidKey"), text_field("OrganizationType")]
    handler = type("BoundHandler", (Handler,), {"org": served, "lock": threading.Lock()})
    server = TlsServer(("127.0.0.1", 0), handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    served.url = f"https://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    yield served
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def client(org: Org, reading_authority: tuple[ssl.SSLContext, Path]) -> Iterator[Client]:
    wire = Wire(
        hosts=Hosts.trusting(org.url.removeprefix("https://")),
        ca_bundle=reading_authority[1],
        timeouts=(5.0, 5.0),
        sleep=lambda seconds: None,
    )
    made = Client(make_session(wire), Grant("token", org.url), wire=wire, version="62.0")
    made.retries = Retries(tries=2, sleep=lambda seconds: None)
    yield made
    made.close()


@pytest.fixture
def contact_rows(org: Org) -> list[Row]:
    rows = contacts(250)
    org.add("Contact", CONTACT_FIELDS, rows)
    return rows


def _exceeds(bound: Any, value: Any) -> bool:
    return value is not None and bool(value > bound)
