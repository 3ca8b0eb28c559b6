"""Answers about many: bounded on a terminal, whole in JSON and CSV, and quick."""

from __future__ import annotations

import csv
import json
from io import StringIO
from time import perf_counter

from sf_audit.access import Access, Held, Kind, Right
from sf_audit.access.answers.question import person
from sf_audit.access.answers.who import who
from sf_audit.access.answers.why import why
from sf_audit.model.access import Who, Why
from sf_audit.report.access.csv import who_csv, why_csv
from sf_audit.report.access.json import access_json
from sf_audit.report.access.page import access_page
from sf_audit.report.access.text import who_text, why_text
from tests.access.access_graphs import Org, snapshot_of

API = Held(Kind.SYSTEM, "ApiEnabled", Right.USE)
USERS, SETS = 10_000, 300


def everybody() -> Who:
    """Ten thousand people with one profile, one of whom has three hundred sets too."""
    org = Org()
    org.profile("Staff", "ApiEnabled")
    sets = [org.permission_set(f"Set_{number:03}", "ApiEnabled") for number in range(SETS)]
    for number in range(USERS):
        org.user(f"user{number:05}", "Staff", *(sets if number == 7 else ()))
    with snapshot_of(org) as snapshot:
        return who(Access.of(snapshot), API)


def somebody() -> Why:
    """One of three hundred ways, and as many that have ended."""
    org = Org()
    org.profile("Staff", "ApiEnabled")
    org.user("ann", "Staff", *(org.permission_set(f"Set_{number:03}", "ApiEnabled") for number in range(SETS)))
    for number in range(SETS):
        org.assign("005_ann", org.permission_set(f"Old_{number:03}", "ApiEnabled"), IsActive=False)
    with snapshot_of(org) as snapshot:
        access = Access.of(snapshot)
        return why(access, person(access, "ann"), API)


def test_ten_thousand_holders_are_a_screen_and_whole_in_files() -> None:
    found = everybody()

    text = who_text(found)

    assert text.startswith("ApiEnabled: 10,000 of 10,000 active users\n")
    assert len(text.splitlines()) < 100
    assert "  … the first 40 of 10,000; all of them: --csv or --json\n" in text
    assert "  … the first 40 of 301; all of them: --csv or --json\n" in text
    assert max(map(len, text.splitlines())) < 300
    assert "user00007: permission set Set_000, " in text
    assert " and 293 more\n" in text
    assert len(json.loads(access_json(found))["holders"]) == USERS
    rows = list(csv.DictReader(StringIO("".join(who_csv(found)))))
    assert len(rows) == USERS
    assert rows[7]["through"].count("Set_") == SETS


def test_hundreds_of_ways_are_a_screen_and_whole_in_files() -> None:
    began = perf_counter()
    found = somebody()
    took = perf_counter() - began

    text = why_text(found)

    assert len(text.splitlines()) < 140
    assert text.count("  … the first 40 of 30") == 2
    assert "  … the first 12 of 301; all of them: --json\n" in text
    assert len(json.loads(access_json(found))["ways"]) == 1 + 2 * SETS
    assert len(list(why_csv(found))) == 2 + 2 * SETS
    assert access_page(found).count("<li>") > 2 * SETS
    assert took < 60
