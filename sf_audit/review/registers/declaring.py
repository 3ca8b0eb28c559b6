"""The registers of a workspace, as a snapshot that is being read takes them in."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from pathlib import Path

from sf_audit.registers.appearances import appearances, named_parts
from sf_audit.registers.frozen import frozen
from sf_audit.registers.kinds import Surroundings
from sf_audit.registers.read import Register, read_registers
from sf_audit.rulebook.settings.day import latest_day
from sf_audit.rulebook.workspace.standards import Standards
from sf_audit.snapshot.declared import Declaration
from sf_audit.snapshot.dictionary import Dictionary

log = logging.getLogger("sf_audit")


def registers_of(workspace: Path, standards: Standards) -> tuple[Register, ...]:
    """What is declared in the workspace, in the words of its configuration and rules."""
    return read_registers(workspace, Surroundings(standards.config, standards.rule_ids, latest_day()))


def objects_of_decisions(workspace: Path, standards: Standards) -> frozenset[str]:
    """The objects that the org is asked for because decisions name them."""
    return frozenset(name.partition(".")[0] for name in named_parts(registers_of(workspace, standards)))


def declarations(
    workspace: Path, standards: Standards, org: Dictionary, ask_for: Callable[[Iterable[str]], None]
) -> tuple[Declaration, ...]:
    """What is frozen with the snapshot; what was refused is said, and costs nothing else.

    `ask_for` takes the objects that the org is about to be asked for, so that they are asked for together.
    """
    found = registers_of(workspace, standards)
    for register in found:
        for problem in register.problems:
            hint = f" ({problem.hint})" if problem.hint else ""
            log.warning("The register %s is refused, and says nothing here: %s%s", register.file, problem, hint)
    names = named_parts(found)
    ask_for({name.partition(".")[0] for name in names})
    return (*frozen(found, standards.config), *appearances(names, org))
