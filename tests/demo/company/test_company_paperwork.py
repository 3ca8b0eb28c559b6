"""What the company wrote for its auditor says on every day of the week what it promises, and nothing else."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from sf_audit.demo.company.paperwork import paperwork
from sf_audit.model.registers import OpenRequest
from sf_audit.registers.kinds import Surroundings
from sf_audit.registers.people import everybody
from sf_audit.registers.read import Register, read_registers
from sf_audit.registers.requests import Request
from sf_audit.review.business_days import BusinessDays
from sf_audit.review.registers.escalations import escalations
from sf_audit.review.registers.names import Names
from sf_audit.review.registers.requests import open_requests
from sf_audit.rulebook.rules.load import load_rules
from sf_audit.rulebook.workspace.config import load_config

MONDAY = date(2026, 11, 30)
NAMES_OF_RULES = tuple(rule.id for rule in load_rules())


def read(folder: Path, today: date) -> dict[str, Register]:
    for name, text in paperwork(today).items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    around = Surroundings(load_config(folder), NAMES_OF_RULES, today)
    return {register.name: register for register in read_registers(folder, around)}


@pytest.mark.parametrize("later", range(9))
def test_planted_requests_stand_out_and_the_near_misses_do_not(tmp_path: Path, later: int) -> None:
    today = MONDAY + timedelta(later)
    found = read(tmp_path, today)
    assert [(name, register.problems, len(register.entries)) for name, register in found.items()] == [
        ("raci", (), 5),
        ("requests", (), 6),
        ("decisions", (), 3),
    ]
    config = load_config(tmp_path)
    requests = [entry for entry in found["requests"].entries if isinstance(entry, Request)]
    names = Names(everybody(config))
    lines = open_requests(requests, names, config.request_days, BusinessDays.of(config), today)
    of = {line.id: line for line in lines}

    assert {name: used(line) for name, line in of.items() if name in {"REQ-14", "REQ-15"}} == {"REQ-14": 9, "REQ-15": 3}
    assert (of["REQ-11"].bounced, of["REQ-12"].bounced) == (2, 1)
    assert {name: line.lacks for name, line in of.items() if line.lacks} == {"REQ-7": ("SLA", "1 signature")}
    assert [draft.request for draft in escalations(requests, lines, names)] == ["REQ-14", "REQ-11"]


def used(line: OpenRequest) -> int:
    return line.clocks[0].used
