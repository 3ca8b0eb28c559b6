"""Formulas that nobody here wrote, read where they are; skipped where they are absent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from sf_audit.formulas.cases import FieldKind
from sf_audit.formulas.parsing import parse
from sf_audit.formulas.stopping import Verdict, what_stops_empty
from sf_audit.formulas.syntax import FormulaError, names
from sf_audit.formulas.writing import written
from tests.formulas.own import without_one

SHARED = Path(__file__).parents[3] / "shared"
FORMULAS = SHARED / "formulas" / "salesforce-formula-engine.json"
METADATA = SHARED / "metadata"


def published() -> list[str]:
    if not FORMULAS.is_file():
        pytest.skip("the formulas of salesforce/formula-engine are not here")
    return [entry["formula"] for entry in json.loads(FORMULAS.read_text(encoding="utf-8"))]


def of_packages() -> Iterator[str]:
    if not METADATA.is_dir():
        pytest.skip("no metadata of real packages is here")
    for path in METADATA.rglob("*.xml"):
        for element in ElementTree.parse(path).iter():
            if element.tag.rpartition("}")[2] in ("formula", "errorConditionFormula") and element.text:
                yield element.text


def test_every_formula_of_the_platform_s_own_engine_is_read() -> None:
    formulas = published()

    trees = [parse(formula) for formula in formulas]

    assert len(trees) == 393
    assert [parse(written(tree)) for tree in trees] == trees


def test_each_of_them_without_a_parenthesis_or_comma_is_refused() -> None:
    read = []
    for formula in published():
        known = names(parse(formula))
        for damaged in without_one(formula):
            try:
                parse(damaged, known=known)
            except FormulaError:
                continue
            read.append(damaged)

    # IFERROR is on no page of "Formula Operators and Functions", so that nothing is known of how many it takes.
    assert read == ["IFERROR(SQRT(customnumber1__c)-1)"]


def test_formulas_of_packages_are_read() -> None:
    trees = [parse(formula) for formula in of_packages()]

    assert len(trees) == 17


def test_a_rule_about_changes_stops_nothing_empty_on_insert() -> None:
    if not METADATA.is_dir():
        pytest.skip("no metadata of real packages is here")
    rules = [formula for formula in of_packages() if "ISCHANGED" in formula and "Contact__c" in formula]

    found = {what_stops_empty(rule, "Contact__c", FieldKind.LOOKUP).on_insert for rule in rules}

    assert found == {Verdict.NEVER}
