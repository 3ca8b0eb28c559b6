"""A process of its own that asks an org one thing, and tells its peak memory: `measured.py URL CA_FILE PATH`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bench.memory import peak_mb
from sf_audit.connector.api.records import text_table
from sf_audit.connector.api.resources import answered
from sf_audit.connector.http.api_errors import ApiError
from sf_audit.connector.http.client import Client
from sf_audit.connector.http.hosts import Hosts
from sf_audit.connector.http.tokens import Grant
from sf_audit.connector.http.transport import Wire, make_session


def main(url: str, ca_file: str, path: str) -> None:
    wire = Wire(hosts=Hosts.trusting(url.removeprefix("https://")), ca_bundle=Path(ca_file), sleep=lambda seconds: None)
    code = ""
    with Client(make_session(wire), Grant("token", url), wire=wire, version="62.0") as client:
        try:
            value = client.get(path, {"q": "SELECT Id FROM Account"} if path == "query" else None)
            if path == "query":
                text_table(answered(value).records, ("Id",))
        except ApiError as refusal:
            code = refusal.code
    print(json.dumps({"code": code, "mb": peak_mb()}))  # noqa: T201


if __name__ == "__main__":
    main(*sys.argv[1:])
