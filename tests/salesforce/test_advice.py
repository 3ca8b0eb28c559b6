"""Advice names permissions as Setup calls them, and asks for what the guide grants or names as a gap."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from sf_audit.connector.api.unread_reasons import access_to, field_not_visible, rows_not_seen
from sf_audit.demo.company.fields import company_objects
from sf_audit.model.review import Unread
from sf_audit.rulebook.rules.load import load_rules
from sf_audit.rulebook.rules.needs import needs_of
from sf_audit.salesforce.permissions import AUDITOR_MUST_NOT, AUDITOR_NEEDS, LABELS, OBJECT_LABELS, USE_ANY_API_AUTH
from sf_audit.snapshot.needs import Source

ROOT = Path(__file__).parents[2]
RECORDINGS = ROOT.parent / "shared" / "recordings"
GUIDE = (ROOT / "docs" / "auditor-user.md").read_text(encoding="utf-8")

#: What reads like a permission begins so and goes on in capitals: View All Data, Manage Users.
PHRASE = re.compile(
    r"\b(?:View|Manage|Modify|Customize|Assign|Author|Approve|Use Any)(?: (?:(?:and|Through) )?[A-Z][A-Za-z]+)+"
    r"|\bAccess Activities\b"
)

#: Titles of pages and names of buttons that begin like permissions.
NO_PERMISSIONS = {
    "Assign Permission Sets to",  # a page
    "Manage Connect Apps",
    "Manage Integration and Security Users",  # a page
    "Manage OAuth Access Policies",
    "Manage Multiple Currencies",
    "Manage a Connected App",
    "Modify All",  # of an object, or of the data: both are meant
    "View All",
    "View Dashboards",  # in Public Folders
    "View Reports",  # in Public Folders
    "View Duplicates",
}

KNOWN = {*LABELS.values(), *OBJECT_LABELS.values(), USE_ANY_API_AUTH, *NO_PERMISSIONS}


@cache
def texts() -> dict[str, str]:
    """Everything that people read: pages by hand, rules, and the words of the program without its docstrings."""
    found = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in _pages()}
    for path in sorted((ROOT / "sf_audit").rglob("*.py")):
        if "demo" not in path.parts:
            words = " \n".join(_said(ast.parse(path.read_text(encoding="utf-8"))))
            found[str(path.relative_to(ROOT))] = words
    return found


def _pages() -> Iterator[Path]:
    made = {"rules.md", "checks.md", "cli.md", "access.md"}
    yield from (path for path in sorted((ROOT / "docs").glob("*.md")) if path.name not in made)
    yield from sorted((ROOT / "rules").rglob("*.yaml"))


def _said(tree: ast.AST) -> Iterator[str]:
    docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


def test_every_permission_in_advice_is_one() -> None:
    unknown = {
        f"{place}: {phrase}"
        for place, text in texts().items()
        for phrase in PHRASE.findall(re.sub(r"\s+", " ", text.replace("*", "")))
        if phrase not in KNOWN and not any(phrase.startswith(f"{label} ") for label in KNOWN)
    }

    assert unknown == set()


def _differing(labels: Mapping[str, str]) -> dict[str, str]:
    """Labels of columns of PermissionSet that are not ours."""
    real = {name.removeprefix("Permissions"): label for name, label in labels.items()}
    return {name: real[name] for name, label in LABELS.items() if real.get(name, label) != label}


def test_labels_are_those_of_the_demo_orgs_permission_sets() -> None:
    """Two transcriptions of the same page agree."""
    assert _differing({field.name: field.label for field in company_objects()["PermissionSet"].fields}) == {}


def test_labels_are_those_of_real_orgs() -> None:
    described = list(_permission_set_fields()) if RECORDINGS.exists() else []
    if not described:
        pytest.skip("the recordings have no describe of PermissionSet")
    assert _differing(dict(described)) == {}


def _permission_set_fields() -> Iterator[tuple[str, str]]:
    for path in sorted(RECORDINGS.rglob("*.json")):
        text = path.read_text(encoding="utf-8", errors="replace")
        if "PermissionsViewSetup" in text:
            for field in re.finditer(r'\{[^{}]*"name"\s*:\s*"Permissions[^{}]*\}', text):
                one = json.loads(field[0])
                yield one["name"], one["label"]


def _tables() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for rule in load_rules():
        needs = needs_of(rule)
        assert not isinstance(needs, Unread)
        for need in needs:
            if need.source is Source.DATA and need.required:
                found.setdefault(need.table, set()).update(need.columns)
    return found


@pytest.mark.parametrize("table", sorted(_tables()))
def test_what_advice_asks_for_is_what_the_guide_grants_or_names_as_a_gap(table: str) -> None:
    asked = [access_to(table), rows_not_seen(table).unlocked_by]
    asked += [field_not_visible(table, column).unlocked_by for column in sorted(_tables()[table])]

    assert [advice for advice in asked if not _in_the_guide(advice)] == []


def _in_the_guide(advice: str) -> bool:
    """By name; Read and View All Records are granted on a list of objects, and Read on fields is counted."""
    if advice.startswith("Read on ") and "." in advice:
        return True  # `tests/docs/test_auditor_permission_set.py` holds each field
    granted = re.search(r"Read and View All Records on ([\w, ]+)", GUIDE)
    objects = granted[1].strip().split(", ") if granted else []
    first = advice.partition(", or ")[0]
    without_view_all = re.search(r"\| Read on (\w+(?:, \w+)*) \|", GUIDE)
    read = [*objects, *(without_view_all[1].split(", ") if without_view_all else [])]
    for label, names in (("View All Records on ", objects), ("Read on ", read)):
        if first.startswith(label):
            return first.removeprefix(label) in names or first in GUIDE
    return first in GUIDE


def test_the_guide_grants_what_the_doctor_wants_and_nothing_it_warns_of() -> None:
    granted = re.findall(r"^\| ([A-Z][\w ]+) \|", GUIDE.partition("### Custom fields")[0], re.MULTILINE)

    assert {LABELS[name] for name in AUDITOR_NEEDS} <= set(granted)
    assert not {LABELS[name] for name in AUDITOR_MUST_NOT} & set(granted)
