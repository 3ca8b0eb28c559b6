"""Orgs that change: fields and objects that come and go, rules about them, and a review that is kept every month."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sf_audit.delivery.publish import publish
from sf_audit.demo.schema import Field, OrgData, SObject
from sf_audit.model.review import Review, Status
from sf_audit.review.run import judged
from sf_audit.rulebook.workspace.standards import Standards
from tests.faults.trial import Bench, Trial, private_workspace

_RULE = """title: {name}
why: It is written so.
fix: Somebody changes it.
severity: medium
owner: sales_ops
partner: it
check: {{{check}}}
"""


def standards_of(checks: Mapping[str, str]) -> Standards:
    """Rules by name with their checks, and no others."""
    with private_workspace() as workspace:
        folder = workspace / "rules" / "quality"
        folder.mkdir(parents=True)
        for name, check in checks.items():
            (folder / f"{name}.yaml").write_text(_RULE.format(name=name, check=check), encoding="utf-8")
        every = Standards.of(workspace)
    return replace(every, rules=tuple(rule for rule in every.rules if rule.id.rpartition("/")[2] in checks))


def reviewed(bench: Bench, standards: Standards | None = None, workspace: Path | None = None) -> tuple[Trial, Review]:
    """A run without faults, and its review, which is kept for the next one to be compared with."""
    judged_by, place = standards or bench.standards, workspace or bench.workspace
    trial = bench.run(judging=True, standards=judged_by, workspace=place).insist()
    assert trial.folder is not None
    with judged(trial.folder, judged_by, place) as found:
        publish(found, place, None, (), redact=False)
        return trial, found.review


def said(review: Review) -> dict[str, Status]:
    """What became of the rules, by the last part of their names."""
    return {outcome.rule.rpartition("/")[2]: outcome.status for outcome in review.outcomes}


def moved(review: Review, rule: str) -> tuple[int, int, int, int]:
    """The findings of a rule since the review before: new, fixed, still open, not evaluated."""
    found = [change for change in review.changes if change.rule.endswith(f"/{rule}")]
    return (found[0].new, found[0].fixed, found[0].still_open, found[0].not_evaluated) if found else (0, 0, 0, 0)


def change_object(bench: Bench, name: str, change: Callable[[SObject], SObject]) -> None:
    """The org describes the object otherwise from now on."""
    for org in (bench.org, bench.server.org):
        assert isinstance(org.objects, dict)
        org.objects[name] = change(org.objects[name])


def change_field(bench: Bench, name: str, field: str, change: Callable[[Field], Field]) -> None:
    """The org describes the field otherwise from now on."""
    change_object(
        bench,
        name,
        lambda one: replace(one, fields=tuple(change(old) if old.name == field else old for old in one.fields)),
    )


def remove_field(bench: Bench, name: str, field: str) -> None:
    """The field is gone."""
    change_object(bench, name, lambda one: replace(one, fields=tuple(old for old in one.fields if old.name != field)))


def add_field(org: OrgData, name: str, field: Field, kind: str, value: str) -> None:
    """One field more, before a server shows the org; `value` is SQL over the row, `kind` its type in SQL."""
    assert isinstance(org.objects, dict)
    org.objects[name] = replace(org.objects[name], fields=(*org.objects[name].fields, field))
    org.rows.execute(f'ALTER TABLE "{name}" ADD COLUMN "{field.name}" {kind}')
    org.rows.execute(f'UPDATE "{name}" SET "{field.name}" = {value}')


@contextmanager
def sql(bench: Bench) -> Iterator[Callable[[str], object]]:
    """Changes to the rows of the org while it is up."""
    with bench.org.rows.cursor() as cursor:
        yield cursor.execute
