"""Verdicts of random formulas, against trying out every record, user and save one by one.

The evaluator here knows nothing of diagrams: it takes a formula as nested tuples and a record as a dict.
"""

from __future__ import annotations

from itertools import product
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from sf_audit.formulas.bypasses import BypassKind
from sf_audit.formulas.cases import FieldKind
from sf_audit.formulas.stopping import Verdict, what_stops_empty

Formula = tuple[Any, ...]

#: What a formula is built from → which of the things below have to hold. `F` is the field, `was` what it had before.
ATOMS: dict[str, Any] = {
    "ISBLANK(F)": lambda record: record["F"] == "",
    'F = "x"': lambda record: record["F"] == "x",
    "LEN(F) > 0": lambda record: record["F"] != "",
    "ISBLANK(PRIORVALUE(F))": lambda record: record["was"] == "",
    "ISCHANGED(F)": lambda record: not record["new"] and record["F"] != record["was"],
    "ISNEW()": lambda record: record["new"],
    "$Permission.P": lambda record: record["P"],
    '$Profile.Name = "A"': lambda record: record["profile"] == "A",
    '$Profile.Name = "B"': lambda record: record["profile"] == "B",
    "C__c = TRUE": lambda record: record["C"],
    'ISPICKVAL(S, "1")': lambda record: record["S"] == "1",
    'TEXT(S) <> "2"': lambda record: record["S"] != "2",
    "ISBLANK(TEXT(S))": lambda record: record["S"] == "",
}
ATOM = st.sampled_from(sorted(ATOMS)).map(lambda text: ("atom", text))
FORMULA = st.recursive(
    ATOM,
    lambda inner: st.one_of(
        st.tuples(st.just("NOT"), inner),
        st.tuples(st.sampled_from(["AND", "OR"]), inner, inner),
        st.tuples(st.sampled_from(["AND", "OR"]), inner, inner, inner),
        st.tuples(st.just("IF"), inner, inner, inner),
        st.tuples(st.just("="), inner, inner),
    ),
    max_leaves=12,
)


def written(formula: Formula) -> str:
    if formula[0] == "atom":
        return str(formula[1])
    if formula[0] == "=":
        return f"({written(formula[1])}) = ({written(formula[2])})"
    return f"{formula[0]}({', '.join(written(part) for part in formula[1:])})"


def holds(formula: Formula, record: dict[str, Any]) -> bool:
    if formula[0] == "atom":
        return bool(ATOMS[formula[1]](record))
    parts = [holds(part, record) for part in formula[1:]]
    match formula[0]:
        case "NOT":
            return not parts[0]
        case "AND":
            return all(parts)
        case "OR":
            return any(parts)
        case "=":
            return parts[0] == parts[1]
    return parts[1] if parts[0] else parts[2]


def brute_force(formula: Formula, new: bool, was: str) -> Verdict:
    """The definition itself: `always` when somebody's save is stopped whatever the record is otherwise."""
    people = [{"P": p, "profile": profile} for p, profile in product([True, False], ["A", "B", "other"])]
    records = [{"C": c, "S": s} for c, s in product([True, False], ["", "1", "2", "other"])]
    stopped: dict[int, list[bool]] = {}
    differs = False
    for number, (person, other) in enumerate(product(people, records)):
        save = {**person, **other, "new": new}
        empty = holds(formula, {**save, "F": "", "was": "" if new else was})
        filled = [
            holds(formula, {**save, "F": value, "was": before})
            for value, before in _fillings(new, was)
        ]  # fmt: skip
        stopped.setdefault(number // len(records), []).append(empty)
        differs = differs or (empty and not all(filled))
    if not differs:
        return Verdict.NEVER
    return Verdict.ALWAYS if any(all(saves) for saves in stopped.values()) else Verdict.SOMETIMES


def _fillings(new: bool, was: str) -> list[tuple[str, str]]:
    """The saves that the empty one is compared with: what the field has, and had before.

    A new value in place of one that is taken away; a value that stays in place of none that stays.
    """
    if new or was == "":
        return [("x", "x"), ("y", "y")]
    return [("x", "y"), ("y", "x"), ("y", "z")]


SAVES = ((True, ""), (False, "x"), (False, ""))


def permission_lets_through(formula: Formula) -> set[tuple[str, bool]]:
    """Which value of the permission gets a save past that the other does not, and whether it does so alone."""
    alone: set[bool] = set()
    together: set[bool] = set()
    for new, was in SAVES:
        if brute_force(formula, new, was) is Verdict.NEVER:
            continue
        others = [
            {"profile": profile, "C": c, "S": s, "new": new, "F": "", "was": was}
            for profile, c, s in product(["A", "B", "other"], [True, False], ["", "1", "2", "other"])
        ]
        for value in (True, False):
            stopped = [holds(formula, {**other, "P": value}) for other in others]
            instead = [holds(formula, {**other, "P": not value}) for other in others]
            if any(there and not here for here, there in zip(stopped, instead, strict=True)):
                (together if any(stopped) else alone).add(value)
    return {(str(value).upper(), value not in together) for value in alone | together}


@settings(max_examples=150, deadline=None, derandomize=True)
@given(FORMULA)
def test_every_verdict_is_that_of_trying_everything(formula: Formula) -> None:
    stopping = what_stops_empty(written(formula), "F", FieldKind.TEXT)

    verdicts = (stopping.on_insert, stopping.on_clear, stopping.on_resave)
    assert verdicts == tuple(brute_force(formula, new, was) for new, was in SAVES)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(FORMULA)
def test_a_permission_lets_through_whom_it_does_when_everything_is_tried(formula: Formula) -> None:
    stopping = what_stops_empty(written(formula), "F", FieldKind.TEXT)

    found = {
        (value, bypass.alone)
        for bypass in stopping.bypasses
        if bypass.kind is BypassKind.PERMISSION
        for value in bypass.values
    }
    assert found == permission_lets_through(formula)
