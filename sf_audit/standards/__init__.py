"""Standard against enforcement: whether the org enforces what a rule declares.

    enforcement_needs(objects)                        what has to be read beside the records
    enforcement(snapshot, rules, seen, whole=…)      the matrix, offline, of a snapshot that has it

`setup_facts.py` reads the snapshot, `mechanisms/` judge one kind of enforcement each, `people.py` says who can get past
and who could fill the field at all, `verdict.py` makes one verdict of it. A fact that is missing is never a better one.
"""

from __future__ import annotations

from sf_audit.standards.matrix import enforcement
from sf_audit.standards.needs import enforcement_needs, obliging

__all__ = ["enforcement", "enforcement_needs", "obliging"]
