"""formulon, a parser of formulas that nobody here wrote, against ours: what is a formula, and what is none any more."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from sf_audit.formulas.parsing import parse
from sf_audit.formulas.syntax import FormulaError, names
from tests.clients.node_clients import PROJECT, node_program
from tests.formulas.own import ALL, COMMENTED, without_one

pytestmark = [pytest.mark.clients, pytest.mark.timeout(600)]

#: What formulon refuses although the platform takes it: "salesforce/formula-engine", Formula.g4 and LexerRules.g4 have
#: comments before anything, colons in names, underscores in names of functions, NOT without parentheses, the escapes of
#: quotes and backslashes, and names that begin with TRUE or NULL.
REFUSED_BY_FORMULON_ONLY = {
    *COMMENTED,
    "Owner:User.Email",
    "Amount__c:SUM / RowCount",
    "NOT a",
    "SOMETHING_NEW(a, b, c)",
    '"a \\"quoted\\" word"',
    "'it\\'s'",
    '"back\\\\slash \\n \\r \\t"',
    "TrueNorth",
    "Nullable__c",
}


def taken(packages: Path, formulas: list[str]) -> list[bool]:
    """Whether formulon takes the syntax of each."""
    ended = subprocess.run(
        [node_program(packages), str(PROJECT / "formulas.cjs")],
        input=json.dumps(formulas),
        env={"NODE_PATH": str(packages)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    answers: list[bool] = json.loads(ended.stdout)
    return answers


def test_it_takes_the_formulas_that_ours_takes(packages: Path) -> None:
    answers = taken(packages, list(ALL))

    refused = {formula for formula, answer in zip(ALL, answers, strict=True) if not answer}
    # It takes no `!` right after an opening parenthesis, which is `BANG unaryExpression` of the same grammar.
    assert {formula for formula in refused if "(!$" not in formula} == REFUSED_BY_FORMULON_ONLY - {'"/* no comment */"'}


def test_what_it_refuses_without_a_parenthesis_or_comma_ours_refuses_too(packages: Path) -> None:
    damaged = [(text, names(parse(formula))) for formula in ALL for text in without_one(formula)]

    answers = taken(packages, [text for text, _ in damaged])

    # It takes two arguments without a comma between them; "Formula.g4" has `expression ( COMMA expression )*`.
    assert answers.count(False) > 4_000
    for text, known in damaged:
        with pytest.raises(FormulaError):
            parse(text, known=known)
