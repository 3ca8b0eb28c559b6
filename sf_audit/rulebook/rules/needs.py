"""What a rule looks at, or that its check cannot even say so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

from sf_audit.expectations.attempt import attempt
from sf_audit.model.review import Reason, Unread
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.salesforce.features import CURRENCY
from sf_audit.snapshot.needs import Clause, Need

Needs: TypeAlias = tuple[Need, ...]

#: Tables and columns by API name, columns of a parent with a dot; a star at the end stands for all that begin so.
_NAME = re.compile(r"[A-Za-z][\w.]*\*?", re.ASCII)


def needs_of(rule: Rule) -> Needs | Unread:
    """What the check of a rule looks at, and the fields that say what is at stake."""
    needs = attempt("saying what it looks at", lambda: _whole(rule.check.needs()))
    if isinstance(needs, Unread):
        return blamed_on(rule, needs)
    if not rule.at_stake or not needs:
        return needs
    first, *others = needs
    return (replace(first, optional=(first.optional | {rule.at_stake, CURRENCY}) - first.columns), *others)


def blamed_on(rule: Rule, unread: Unread) -> Unread:
    """The same, naming the file of the rule where its check failed."""
    if unread.reason is not Reason.CHECK_FAILED:
        return unread
    prefix = f"{rule.file or rule.id}: the check “{rule.check.verb}” "
    return unread if unread.detail.startswith(prefix) else replace(unread, detail=prefix + unread.detail)


def _whole(needs: Sequence[Need]) -> Needs:
    """The needs, where they can be planned. Raises TypeError otherwise, so that no plan fails over them."""
    found = tuple(needs)
    for need in found:
        if not (isinstance(need, Need) and isinstance(need.rows, frozenset)):
            raise TypeError("not a Need")
        if not all(isinstance(clause, Clause) for clause in need.rows):
            raise TypeError("not a Clause")
        named = (need.table, *need.columns, *need.optional, *(clause.field for clause in need.rows))
        if not all(isinstance(name, str) and _NAME.fullmatch(name) for name in named):
            raise TypeError("not an API name")
        if not all(isinstance(part, frozenset) for part in (need.columns, need.optional, need.of)):
            raise TypeError("not a set of names")
    return found
