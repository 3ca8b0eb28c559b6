"""A workspace with registers, and what reading them gives."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sf_audit.registers.kinds import Surroundings
from sf_audit.registers.read import Register, read_registers
from sf_audit.rulebook.workspace.config import Config, OwnerEntry

TODAY = date(2026, 11, 30)
RULES = ("quality/account-unique", "quality/contact-email-filled", "access/modify-all-data", "own/sales/next-step")
PEOPLE = {
    "dana": OwnerEntry("Dana Ruiz", "dana@acme.example"),
    "tom": OwnerEntry("Tom Hendriks"),
    "mia": OwnerEntry("Mia Fischer"),
    "cro": OwnerEntry("Ines Falk"),
}
CONFIG = Config(people=PEOPLE)


def write(workspace: Path, name: str, content: str | bytes) -> Path:
    path = workspace / "registers" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return workspace


def read(workspace: Path, config: Config = CONFIG) -> tuple[Register, ...]:
    return read_registers(workspace, Surroundings(config, RULES, TODAY))


def declared(workspace: Path, name: str, content: str | bytes) -> Register:
    """The one register that is read when this is its file."""
    (register,) = read(write(workspace, name, content))
    return register


def refused(workspace: Path, name: str, content: str | bytes) -> list[tuple[str, str]]:
    """What is wrong with it, each with its hint; files are relative to the folder of registers."""
    register = declared(workspace, name, content)
    assert register.entries == ()
    return [(str(problem).removeprefix(f"{workspace}/registers/"), problem.hint) for problem in register.problems]
