"""What formulas take a field for, by its type in describe."""

from __future__ import annotations

import pytest

from sf_audit.formulas.cases import FieldKind


@pytest.mark.parametrize(
    ("described", "kind"),
    [
        ("string", FieldKind.TEXT),
        ("textarea", FieldKind.TEXT),
        ("Email", FieldKind.TEXT),
        ("currency", FieldKind.NUMBER),
        ("datetime", FieldKind.DATE),
        ("picklist", FieldKind.PICKLIST),
        ("multipicklist", FieldKind.MULTIPICKLIST),
        ("reference", FieldKind.LOOKUP),
        ("boolean", FieldKind.CHECKBOX),
        ("location", FieldKind.OTHER),
    ],
)
def test_the_kind_of_a_described_field(described: str, kind: FieldKind) -> None:
    assert FieldKind.of(described) is kind
