"""The table of functions against what the documents say, written out for some of each kind."""

from __future__ import annotations

import pytest

from sf_audit.formulas.functions import FUNCTIONS
from sf_audit.formulas.parsing import parse
from sf_audit.formulas.syntax import FormulaError


@pytest.mark.parametrize(
    ("name", "arity"),
    [
        ("ISNEW", "no arguments"),
        ("ISBLANK", "1 argument"),
        ("ISPICKVAL", "2 arguments"),
        ("IF", "3 arguments"),
        ("FIND", "2 or 3 arguments"),
        ("UPPER", "1 or 2 arguments"),
        ("AND", "at least 1 argument"),
        ("CASE", "an even number of arguments, at least 4"),
        ("IMAGE", "2 to 4 arguments"),
    ],
)
def test_how_many_arguments_a_function_takes(name: str, arity: str) -> None:
    assert FUNCTIONS[name].arity == arity


def test_what_validation_rules_cannot_use() -> None:
    assert [function.name for function in FUNCTIONS.values() if not function.in_validation_rules] == [
        "GETRECORDIDS",
        "HTMLENCODE",
        "HYPERLINK",
        "IMAGE",
        "IMAGEPROXYURL",
        "INCLUDE",
        "JSENCODE",
        "JSINHTMLENCODE",
        "JUNCTIONIDLIST",
        "LINKTO",
        "PARENTGROUPVAL",
        "PREDICT",
        "PREVGROUPVAL",
        "REQUIRESCRIPT",
        "URLENCODE",
        "URLFOR",
    ]


@pytest.mark.parametrize("name", [name for name in FUNCTIONS if name != "NOT"])
def test_every_function_is_read_with_as_many_arguments_as_it_takes_and_no_others(name: str) -> None:
    function = FUNCTIONS[name]
    for count in range(8):
        call = f"{name}({', '.join('a' * count)})"
        if function.takes(count):
            parse(call)
        else:
            with pytest.raises(FormulaError, match=f"{name} takes"):
                parse(call)
