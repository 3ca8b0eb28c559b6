"""Whether the org has what decisions say that it should have: asked of the org's own descriptions, while it is read.

What is hidden from the auditor user may be there: then nobody knows, and what would tell is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sf_audit.model.review import Reason, Unread
from sf_audit.registers.decisions import Decision
from sf_audit.registers.frozen import table_of
from sf_audit.registers.read import Register
from sf_audit.snapshot.declared import Declaration
from sf_audit.snapshot.dictionary import Dictionary

#: The table of what the org had of it.
APPEARANCES = "appearances"


@dataclass(frozen=True, slots=True)
class Appearance:
    """An object or a field, and whether the org has it; None where that cannot be seen, and `says` why."""

    name: str
    is_there: bool | None
    says: str = ""


def named_parts(registers: Sequence[Register]) -> tuple[str, ...]:
    """The objects and fields that decisions name, each once."""
    decisions = (entry for register in registers for entry in register.entries if isinstance(entry, Decision))
    return tuple(dict.fromkeys(name for decision in decisions for name in decision.appears_as))


def appearances(names: Sequence[str], org: Dictionary) -> tuple[Declaration, ...]:
    """What the org has of these; nothing where there are none."""
    return (Declaration(APPEARANCES, table_of(Appearance, list(_found(names, org)))),) if names else ()


def _found(names: Sequence[str], org: Dictionary) -> Iterator[Appearance]:
    for name in names:
        owner, _, field = name.partition(".")
        known = org.object(owner)
        seen = org.field(known, field) if field and not isinstance(known, Unread) else known
        if not isinstance(seen, Unread):
            yield Appearance(name, is_there=True)
        elif seen.reason is Reason.RULE_DOES_NOT_FIT:
            yield Appearance(name, is_there=False, says=seen.detail)
        else:
            yield Appearance(name, is_there=None, says=f"{seen.detail} (to see it: {seen.unlocked_by or 'ask IT'})")
