"""A process of its own that reads one page of a bulk job, and tells its peak memory: `measured_page.py MEGABYTES`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

from bench.memory import peak_mb
from sf_audit.connector.bulk.page_body import PageRejected
from sf_audit.connector.bulk.pages import read_page

ROW = b'"003000000000001AAA","' + b"x" * 480 + b'"\n'
CHUNK = ROW * 128


def chunks(count: int) -> Iterator[bytes]:
    """A page as it arrives."""
    yield b'"Id","Name"\n'
    for _ in range(count):
        yield CHUNK


def main(megabytes: int) -> None:
    count = megabytes * (1 << 20) // len(CHUNK)
    size = len(b'"Id","Name"\n') + count * len(CHUNK)
    headers = {
        "Content-Type": "text/csv",
        "Content-Length": str(size),
        "Sforce-NumberOfRecords": str(count * 128),
        "Sforce-Locator": "null",
    }
    before, problem = peak_mb(), ""
    try:
        read_page(headers, chunks(count), ("Id", "Name"))
    except PageRejected as rejected:
        problem = str(rejected)
    print(json.dumps({"problem": problem, "mb": peak_mb() - before}))  # noqa: T201


if __name__ == "__main__":
    main(int(sys.argv[1]))
