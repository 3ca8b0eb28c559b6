"""What the org refuses or does not show makes a verdict unknown, with what to grant: never a better one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from sf_audit.checks.filled import Filled
from sf_audit.checks.unique import Unique
from sf_audit.model.enforcement import Enforced, Kept
from sf_audit.model.review import FailingRows, Reason, Unread, Verdict
from sf_audit.standards import enforcement
from tests.standards.scene import BEFORE, CHANGED, KEPT, Scene, industry_filled, judged, matrix, rule, snapshot

CLOSED = Unread(Reason.OBJECT_NOT_READABLE, "it is closed", "View Setup and Configuration")
EMPTY = 'ISPICKVAL(Industry, "")'


def unknown(line: object) -> tuple[Enforced, str, str]:
    return line.verdict, line.because, line.unlocked_by  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "table",
    [
        "describe_fields",
        "ValidationRule",
        "validation_formulas",
        "layout_fields",
        "page_fields",
        "ProfileLayout",
        "FlowDefinitionView",
    ],
)
def test_a_table_that_was_refused_is_unknown(table: str) -> None:
    scene = Scene()
    scene.refused[table] = CLOSED

    assert unknown(judged(scene)) == (Enforced.UNKNOWN, CLOSED.detail, CLOSED.unlocked_by)


def test_a_snapshot_of_a_review_says_what_it_lacks() -> None:
    with snapshot(Scene()) as found:
        for name in ("ValidationRule", "layout_fields"):
            del found.tables[name]  # type: ignore[attr-defined]
        (line,) = enforcement(found, [rule(industry_filled())], {"own/rule": Verdict(1, 0)}, whole=False).standards

    assert line.verdict is Enforced.UNKNOWN
    assert line.because.startswith("ValidationRule was not asked for when this snapshot was read")


def test_an_object_whose_list_was_refused_is_unknown() -> None:
    scene = Scene()
    scene.uncovered["validation_formulas"] = {"Account": CLOSED}

    assert unknown(judged(scene)) == (Enforced.UNKNOWN, CLOSED.detail, CLOSED.unlocked_by)


def test_a_formula_that_was_refused_is_unknown_whatever_it_may_be_about() -> None:
    scene = Scene()
    scene.validation("Open", "ISBLANK(Phone)")
    key = scene.validation("Closed", None)
    scene.uncovered["validation_formulas"] = {f"Account.{key}": CLOSED}

    assert unknown(judged(scene)) == (Enforced.UNKNOWN, CLOSED.detail, CLOSED.unlocked_by)


def test_a_formula_of_a_package_is_unknown() -> None:
    scene = Scene()
    scene.validation("Of_A_Package", None)

    line = judged(scene)

    assert line.verdict is Enforced.UNKNOWN
    assert line.because == (
        "the org does not show the formula of validation rule Of_A_Package of Account, as of one that a package brought"
    )


def test_a_formula_that_is_switched_off_need_not_be_known() -> None:
    scene = Scene()
    scene.validation("Of_A_Package", None, active=False)

    assert judged(scene).verdict is Enforced.DECLARED_ONLY


@pytest.mark.parametrize("table", ["layout_fields", "page_fields"])
def test_a_page_that_was_refused_is_unknown(table: str) -> None:
    scene = Scene()
    scene.uncovered[table] = {"Account.00h_1": CLOSED}

    assert unknown(judged(scene)) == (Enforced.UNKNOWN, CLOSED.detail, CLOSED.unlocked_by)


def test_a_flow_of_an_object_that_the_org_does_not_name_is_unknown() -> None:
    scene = Scene()
    scene.flow("Nameless", owner=None)

    line = judged(scene)

    assert (line.verdict, line.because) == (
        Enforced.UNKNOWN,
        "the org does not say which object flow Nameless is about",
    )


def with_a_flow() -> Scene:
    """An org with a flow that a saved account triggers; it names another field."""
    scene = Scene()
    scene.read_flow("Assigning", "Phone")
    return scene


@pytest.mark.parametrize("refused", ["", "Account", ".301_Assigning"])
def test_a_flow_that_was_refused_is_unknown(refused: str) -> None:
    scene = with_a_flow()
    scene.flow("Asking", ActiveVersionId="301_Other")
    scene.rows["flow_words"].append({"id": "301_Other", "words": "Industry", "calls": False})
    if refused:
        scene.uncovered["flow_words"] = {refused: CLOSED}
    else:
        scene.refused["flow_words"] = CLOSED

    assert unknown(judged(scene)) == (Enforced.UNKNOWN, CLOSED.detail, CLOSED.unlocked_by)


def test_without_the_version_of_a_flow_nobody_knows_what_it_does() -> None:
    with snapshot(with_a_flow()) as found:
        view = found.tables["FlowDefinitionView"]
        columns = {name: kind for name, kind in view.columns.items() if name != "ActiveVersionId"}
        unseen = replace(view, columns=columns, unseen={"ActiveVersionId": CLOSED})
        found.tables["FlowDefinitionView"] = unseen  # type: ignore[index]
        (line,) = enforcement(found, [rule(industry_filled())], {"own/rule": KEPT}, whole=False).standards

    assert unknown(line) == (Enforced.UNKNOWN, CLOSED.detail, CLOSED.unlocked_by)


@pytest.mark.parametrize("refused", ["Lead", ".301_Other"])
def test_a_flow_of_another_object_need_not_be_known(refused: str) -> None:
    scene = with_a_flow()
    scene.flow("Elsewhere", owner="Lead", ActiveVersionId="301_Other")
    scene.uncovered["flow_words"] = {refused: CLOSED}

    assert judged(scene).verdict is Enforced.DECLARED_ONLY


def test_flows_that_were_refused_do_not_matter_where_none_runs() -> None:
    scene = Scene()
    scene.refused["flow_words"] = CLOSED

    assert judged(scene).verdict is Enforced.DECLARED_ONLY


def test_duplicate_rules_that_were_refused_are_unknown() -> None:
    scene = Scene()
    scene.refused["DuplicateRule"] = CLOSED
    phones = Unique(object="Account", fields=("Phone",))

    assert unknown(judged(scene, phones)) == (Enforced.UNKNOWN, CLOSED.detail, CLOSED.unlocked_by)


@pytest.mark.parametrize(
    "table", ["PermissionSetAssignment", "FieldPermissions", "ObjectPermissions", "User", "Profile"]
)
def test_without_access_nobody_knows_whether_it_is_possible(table: str) -> None:
    scene = Scene()
    scene.validation("Industry_Needed", EMPTY)
    scene.org.without.add(table)

    line = judged(scene)

    assert line.verdict is Enforced.UNKNOWN
    assert table in line.because


def test_custom_permissions_without_names_are_unknown() -> None:
    scene = Scene()
    scene.validation("Industry_Needed", f"AND({EMPTY}, NOT($Permission.Skip))")
    scene.refused["CustomPermission"] = CLOSED

    assert unknown(judged(scene)) == (Enforced.UNKNOWN, CLOSED.detail, CLOSED.unlocked_by)


@pytest.mark.parametrize("table", ["layout_fields", "page_fields", "ProfileLayout", "FlowDefinitionView"])
def test_what_stops_everybody_does_so_whatever_pages_and_flows_do(table: str) -> None:
    scene = Scene()
    scene.validation("Industry_Needed", EMPTY)
    scene.refused[table] = CLOSED

    assert judged(scene).verdict is Enforced.ENFORCED


def test_what_stops_everybody_does_so_whatever_other_rules_do() -> None:
    scene = Scene()
    scene.validation("Industry_Needed", EMPTY)
    scene.validation("Of_A_Package", None)
    scene.validation("Not_Decided", f"AND({EMPTY}, ISBLANK(Phone)")

    assert judged(scene).verdict is Enforced.ENFORCED


def test_a_required_field_is_enforced_whatever_else_was_refused() -> None:
    scene = Scene()
    scene.refused = dict.fromkeys(("ValidationRule", "layout_fields", "FlowDefinitionView"), CLOSED)
    scene.org.without.add("FieldPermissions")

    assert judged(scene, Filled(object="Account", field="Name")).verdict is Enforced.ENFORCED


def test_records_that_were_not_judged_may_be_older_than_what_enforces_it() -> None:
    hidden = Unread(Reason.ROWS_HIDDEN, "only shared records were read", "View All Records on Account")

    line = judged(Scene(), Filled(object="Account", field="Name"), hidden)

    assert unknown(line) == (Enforced.UNKNOWN, hidden.detail, hidden.unlocked_by)
    assert (line.kept, line.not_kept_because) == (None, hidden.detail)


def test_a_field_that_is_hidden_is_unknown() -> None:
    line = judged(Scene(), Filled(object="Account", field="Secret__c"))

    assert unknown(line) == (
        Enforced.UNKNOWN,
        "Account.Secret__c is not visible to the auditor user, or this org does not have it",
        "Read on Account.Secret__c",
    )


def test_a_matrix_with_an_unknown_verdict_is_not_complete() -> None:
    scene = Scene()
    complete = matrix(scene, industry_filled()).complete
    scene.refused["FlowDefinitionView"] = CLOSED

    assert (complete, matrix(scene, industry_filled()).complete) == (True, False)


def test_what_else_is_enforced_is_not_known_without_validation_rules() -> None:
    scene = Scene()
    scene.refused["ValidationRule"] = CLOSED

    assert matrix(scene, industry_filled(), whole=True).notes == (
        "What else is enforced on Account is not known: it is closed",
    )


@pytest.mark.parametrize(
    ("broken", "verdict", "after"),
    [
        ("Account_0", Enforced.LATER, Kept(1, 0)),
        ("Account_2", Enforced.BYPASSED, Kept(1, 1)),
    ],
)
def test_records_are_told_apart_by_when_the_rule_came_in(broken: str, verdict: Enforced, after: Kept) -> None:
    scene = Scene()
    scene.add("Account", OwnerId="005_ann", CreatedDate=CHANGED + timedelta(days=1))
    scene.validation("Industry_Needed", EMPTY)
    with snapshot(scene) as found:
        failing = found.scratch / "failing.parquet"
        pq.write_table(pa.table({"standard": ["own/rule"], "id": [broken], "record_owner_id": ["005_ann"]}), failing)
        seen = Verdict(3, 1, FailingRows(failing, "own/rule", "Account", "Industry is empty"))
        (line,) = enforcement(found, [rule(industry_filled())], {"own/rule": seen}, whole=False).standards

    assert BEFORE < CHANGED
    assert (line.verdict, line.before, line.after) == (verdict, Kept(2, 1 - after.broken), after)
    assert str(line.since) == "2026-11-01"
