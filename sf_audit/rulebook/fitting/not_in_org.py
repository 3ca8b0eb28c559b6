"""Shipped rules about what an org does not have: a feature that is off, or an object of another edition.

They are written for many orgs, so that is no mistake of theirs: they are *not applicable*, with what proves it. A rule
of the workspace is about its own org, and what it names and the org lacks is a mistake.
"""

from __future__ import annotations

from sf_audit.model.review import Verdict
from sf_audit.rulebook.fitting.misfit import Cost
from sf_audit.rulebook.fitting.resolve import Resolved

_OF_OBJECTS = "this org has no object {}: EntityDefinition, which lists all of its objects, does not list it"
_OF_FIELDS = (
    "{} has no field {} in this org: FieldDefinition and EntityParticle, which list all of them, do not list it"
)


def not_in_org(resolved: Resolved) -> Verdict | None:
    """That nothing of the kind is in the org, where its own definitions prove it; None where anything is left to judge.

    A name that describe leaves out proves nothing: the auditor user may not see it. Whoever made the problem has asked
    the definitions, which hide nothing from a user with View Setup and Configuration.
    """
    if resolved.rule.is_own or resolved.failed:
        return None
    problems = (problem for problem in resolved.problems if problem.is_mistake and problem.cost is Cost.RULE)
    absent = dict.fromkeys(problem.absent for problem in problems if problem.absent)
    return Verdict(0, 0, proof="; ".join(map(_proof, absent))) if absent else None


def _proof(name: str) -> str:
    owner, _, field = name.partition(".")
    return _OF_FIELDS.format(owner, field) if field else _OF_OBJECTS.format(owner)
