"""What IT is handed, kept as files (`make golden`): the page, and source with the texts of people in it."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from sf_audit.model.access import About
from sf_audit.model.enforcement import Enforced, Kept
from sf_audit.model.handoff import Handoff, LeftOut, NewValidationRule
from sf_audit.report.handoff import CHANGE_REQUEST, files

Golden = Callable[[str, str], None]

HOSTILE = "<script>alert(1)</script>\"'{{7*7}}\u202egpj\x1b[2J=1+1"
NAMESPACE = "{http://soap.sforce.com/2006/04/metadata}"


def handoff(name: str, text: str) -> Handoff:
    """`name` is that of the org and of its roles, `text` what people wrote in the rule."""
    written = NewValidationRule(
        name="Industry_Filled",
        object="Account",
        formula='AND(ISPICKVAL(Industry, ""), NOT($Permission.Skip))',
        message=text,
        error_field="Industry",
        rule="own/industry-filled",
        title=text,
        why=text,
        asks="Industry filled, of all records of Account",
        kept=Kept(1204, 37),
        roles={name: 12, "no role": 1},
        fields=("Industry", "Tier__c"),
    )
    left_out = LeftOut("own/phone", text), LeftOut("own/name", text, Enforced.ENFORCED)
    about = About("00D000000000001EAA", name, datetime(2026, 11, 22, 9, 0, tzinfo=UTC))
    return Handoff(about, "Skip", True, "62.0", (written,), left_out)


@pytest.mark.parametrize(
    ("kind", "name", "text"), [("", "Acme", "Accounts have an industry"), ("-hostile", *[HOSTILE] * 2)]
)
def test_the_page(kind: str, name: str, text: str, golden: Golden) -> None:
    golden(f"change-request{kind}.md", files(handoff(name, text))[CHANGE_REQUEST])


def test_source_is_well_formed_whatever_people_wrote() -> None:
    for name, text in files(handoff(HOSTILE, HOSTILE)).items():
        if name.endswith(".xml"):
            root = ET.fromstring(text)
            assert all(each.tag.startswith(NAMESPACE) for each in root.iter())
            assert "<script>" not in text


def test_a_message_is_in_the_source_as_it_was_written() -> None:
    (text,) = (each for name, each in files(handoff("Acme", "R&D: <none>")).items() if "validationRules" in name)

    assert ET.fromstring(text).findtext(f"{NAMESPACE}errorMessage") == "R&D: <none>"
