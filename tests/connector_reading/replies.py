"""An answer of an org before it is sent, and the faults that a test gives it."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

Row = dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """An answer before it is sent. `cut` drops the end of what travels; `framing` is length, chunked or close.

    With `drip`, that many seconds pass before each byte of the body; with `hang`, before the first of the headers.
    """

    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    body: bytes = b""
    zipped: bool = False
    framing: str = "length"
    cut: int | None = None
    tail: bytes = b""
    drip: float = 0.0
    hang: float = 0.0


Fault = Callable[[Reply], Reply]


def said(value: object, status: int = 200) -> Reply:
    return Reply(status, body=json.dumps(value).encode())


def error(code: str, status: int = 400, message: str = "no") -> Reply:
    return said([{"errorCode": code, "message": message}], status)


def text_field(name: str, type: str = "string", **more: object) -> dict[str, Any]:
    return {"name": name, "type": type, "label": name, "custom": name.endswith("__c"), **more}


def aggregated(head: str, rows: list[Row]) -> Row:
    """`COUNT(Id) records, MAX(SystemModstamp) stamp` of these rows."""
    functions: dict[str, Callable[[list[Any]], Any]] = {
        "COUNT": len,
        "MAX": lambda values: max(values, default=None),
        "MIN": lambda values: min(values, default=None),
    }
    return {
        alias: functions[function]([row[name] for row in rows if row.get(name) is not None])
        for function, name, alias in re.findall(r"(COUNT|MAX|MIN)\((\w+)\) (\w+)", head)
    }


def csv_text(columns: list[str], rows: list[Row]) -> bytes:
    """Every value quoted, line feeds, nulls as empty: as Bulk API 2.0 writes it."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([["" if row.get(column) is None else _plain(row[column]) for column in columns] for row in rows])
    return out.getvalue().encode()


def _plain(value: object) -> object:
    return str(value).lower() if isinstance(value, bool) else value


def changed_headers(**headers: str | None) -> Fault:
    def fault(reply: Reply) -> Reply:
        kept = {**reply.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        return replace(reply, headers={name: value for name, value in kept.items() if value is not None})

    return fault
