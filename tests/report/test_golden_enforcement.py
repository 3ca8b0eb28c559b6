"""What each form of the matrix of standards looks like, kept as files (`make golden`)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from sf_audit.model.access import About
from sf_audit.model.enforcement import (
    Bypass,
    Enforced,
    Enforcement,
    Evidence,
    Kept,
    Mechanism,
    StandardEnforcement,
)
from sf_audit.report.enforcement.formats import ENFORCEMENT_FORMATS, EnforcementFormat

Golden = Callable[[str, str], None]

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ENDINGS = {"text/plain": "txt", "text/csv": "csv", "application/json": "json"}
HOSTILE = "<script>alert(1)</script>\"'{{7*7}}\u202egpj\0\x1b[2J=1+1"


def matrix(name: str, sentence: str) -> Enforcement:
    """A line of each verdict; `name` is that of everything in Setup, `sentence` what is said of it."""
    return Enforcement(
        About("00D000000000001EAA", name, NOW),
        tuple(_line(verdict, name, sentence) for verdict in Enforced),
        left_out=1,
        notes=(sentence,),
    )


def _line(verdict: Enforced, name: str, sentence: str) -> StandardEnforcement:
    line = StandardEnforcement(
        rule="" if verdict is Enforced.UNDOCUMENTED else "own/industry-filled",
        title=f"validation rule {name}",
        object="Account",
        fields=("Industry",),
        asks="Industry filled, of all records of Account",
        verdict=verdict,
        because=sentence,
        owner="sales-ops",
        evidence=(Evidence(Mechanism.VALIDATION_RULE, name, sentence),),
        kept=None if verdict is Enforced.UNDOCUMENTED else Kept(100, 13),
    )
    match verdict:
        case Enforced.BYPASSED:
            past = Bypass(f"custom permission {name}", 1, (f"permission set {name}",)), Bypass(sentence, None)
            return replace(line, bypasses=past)
        case Enforced.LATER:
            return replace(line, since=date(2026, 11, 1), before=Kept(90, 12), after=Kept(10, 1))
        case Enforced.UNKNOWN:
            return replace(line, kept=None, not_kept_because=sentence, unlocked_by=f"Read on {name}")
    return line


@pytest.mark.parametrize("form", ENFORCEMENT_FORMATS.values(), ids=lambda each: each.name)
@pytest.mark.parametrize(
    ("kind", "name", "sentence"),
    [("", "Industry_Needed", "stops every save without it"), ("-hostile", HOSTILE, HOSTILE)],
    ids=["plain", "hostile"],
)
def test_form(form: EnforcementFormat, kind: str, name: str, sentence: str, golden: Golden) -> None:
    golden(f"standards-{form.name}{kind}.{ENDINGS[form.media_type]}", "".join(form.pieces(matrix(name, sentence))))


def test_no_line_of_text_is_longer_than_80_columns() -> None:
    lines = "".join(ENFORCEMENT_FORMATS["text"].pieces(matrix("Industry_Needed", "stops every save " * 12)))

    assert max(map(len, lines.splitlines())) <= 80
