"""Lists of values that rules take from files of the workspace: read once, and part of what a rule asks.

The values and the hash of the file go into the text of the rule, so that a review knows a rule with an edited list for
one that asks something else; the file itself is kept with the other files that people wrote.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from sf_audit.errors import UsageProblem
from sf_audit.rulebook.files.refusals import Refusals
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.rules.rule_text import with_settings
from sf_audit.rulebook.settings.list_files import FROM, ListFile
from sf_audit.rulebook.workspace.list_text import values_in
from sf_audit.small_file import read_small_file

_MOST_BYTES = 1_000_000


@dataclass(slots=True)
class Lists:
    """The list files of a workspace; `read` has the bytes of those that some rule names, by their path."""

    workspace: Path
    read: dict[str, bytes] = field(default_factory=dict)

    def into(self, rules: Sequence[Rule], refusals: Refusals) -> tuple[Rule, ...]:
        """The rules with the values of their files. What is wrong with a file is refused where a rule names it."""
        return tuple(refusals.read(partial(self._into, rule), rule) for rule in rules)

    def _into(self, rule: Rule) -> Rule:
        changed: dict[str, Any] = {}
        written: dict[str, Any] = {}
        for name, named in _named(rule):
            values, found = self._values(rule, name, named)
            changed |= {name: found, name.removesuffix(FROM): values}
            written |= {name: asdict(found), name.removesuffix(FROM): list(values)}
        if not changed:
            return rule
        try:
            check = replace(rule.check, **changed)  # type: ignore[type-var]
        except ValueError as problem:
            files = " and ".join(found.file for found in changed.values() if isinstance(found, ListFile))
            raise _problem(rule, next(iter(changed)), f"{files}: {problem}", "") from None
        return replace(rule, check=check, text=with_settings(rule.text, written))

    def _values(self, rule: Rule, name: str, named: ListFile) -> tuple[tuple[str, ...], ListFile]:
        if named.sha256:
            raise _problem(rule, name, "sha256 is what a review keeps: leave it out", "")
        try:
            content = self._content(named.file)
            values = values_in(content, named.column, is_csv=named.file.lower().endswith(".csv"))
        except OSError as problem:
            says = f"{named.file} cannot be read: {problem.strerror or 'it is no file'}"
            raise _problem(rule, name, says, "Paths of lists begin at the workspace.") from None
        except ValueError as problem:
            raise _problem(rule, name, f"{named.file} {problem}", "") from None
        return values, replace(named, sha256=hashlib.sha256(content).hexdigest())

    def _content(self, file: str) -> bytes:
        """The bytes of a file inside the workspace. ValueError for a link that leads out of it."""
        if file not in self.read:
            path = self.workspace / file
            if not path.resolve().is_relative_to(self.workspace.resolve()):
                raise ValueError("is a link that leads out of the workspace")
            self.read[file] = read_small_file(path, _MOST_BYTES)
        return self.read[file]


def _named(rule: Rule) -> Iterator[tuple[str, ListFile]]:
    settings = {name: getattr(rule.check, name) for name in getattr(rule.check, "__dataclass_fields__", ())}
    yield from ((name, named) for name, named in settings.items() if isinstance(named, ListFile))


def _problem(rule: Rule, name: str, says: str, hint: str) -> UsageProblem:
    where = ("check", rule.check.verb, name)
    if rule.written is None:
        return UsageProblem(f"{rule.place(where)}: {says}", hint=hint)
    return rule.written.problem(where, says, hint=hint)


def list_sources(read: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files under names that no other file of a workspace has."""
    return {f"list {name}": content for name, content in read.items()}
