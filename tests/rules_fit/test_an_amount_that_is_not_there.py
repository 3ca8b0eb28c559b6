"""An amount that cannot be summed costs the amount alone: `rules check` says so, and the review does and notes it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.cli.demo_town import Ran, run
from tests.rules_fit.altered_town import AlteredTown, altered_town, workspace
from tests.rules_fit.own_rules import check_own, outcomes, review_own

pytestmark = pytest.mark.demo

LOST = "(the rule is judged, and nothing is summed at stake)"
FILLED = ("filled", "object: opportunity\nfield: NextStep")

#: By file: the verb and its settings, the field at stake, and what is said of it.
LOSSES: Mapping[str, tuple[tuple[str, str], str, str]] = {
    "unknown.yaml": (FILLED, "Amout", "there is no field Amout on Opportunity in this org; did you mean Amount?"),
    "text.yaml": (FILLED, "Name", "Opportunity.Name is of type string, and at_stake is for numbers"),
    "no_records.yaml": (
        ("held_by_few", "permission: ModifyAllData\nat_most: 90"),
        "Amount",
        "held_by_few judges no records of an object, so there is no Amount to sum",
    ),
    "kept.yaml": (
        ("filled", "object: Opportunity\nfield: Name"),
        "Revenu",
        "there is no field Revenu on Opportunity in this org",
    ),
}
GRAVE = "quality/opportunity-account-filled"
HIDDEN = "Opportunity.ExpectedRevenue is not visible to the auditor user, or this org does not have it"


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AlteredTown]:
    with altered_town(tmp_path_factory.mktemp("town"), hidden={"Opportunity.ExpectedRevenue"}) as town:
        yield town


def own_rules(folder: Path, rules: Mapping[str, tuple[tuple[str, str], str]]) -> Path:
    workspace(folder, {name: check for name, (check, _) in rules.items()})
    for name, (_, at_stake) in rules.items():
        file = folder / "rules" / "quality" / name
        file.write_text(file.read_text().replace("owner: it\n", f"owner: it\nat_stake: {at_stake}\n"))
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lost = {name: (check, at_stake) for name, (check, at_stake, _) in LOSSES.items()}
    found = {"good.yaml": (FILLED, "amount"), "hidden.yaml": (FILLED, "ExpectedRevenue")}
    return own_rules(tmp_path_factory.mktemp("workspace"), {**lost, **found})


@pytest.fixture(scope="module")
def checked(served: AlteredTown, folder: Path) -> Ran:
    return check_own(served, folder)


@pytest.fixture(scope="module")
def reviewed(served: AlteredTown, folder: Path) -> Ran:
    return review_own(served, folder)


@pytest.mark.parametrize("name", LOSSES)
def test_the_rule_is_judged_and_the_review_notes_what_rules_check_says(checked: Ran, reviewed: Ran, name: str) -> None:
    line = f"rules/quality/{name}:6: at_stake: {LOSSES[name][2]} {LOST}"

    assert line in checked.out.splitlines()
    outcome = outcomes(reviewed)[name.removesuffix(".yaml")]
    assert (outcome["status"], outcome["reason"]) in {("broken", ""), ("kept", "")}
    assert outcome["at_stake"] is None
    assert line in outcome["notes"]
    assert line in reviewed.err.splitlines()


def test_an_amount_that_is_hidden_is_noted_and_named_as_hidden(checked: Ran, reviewed: Ran) -> None:
    line = f"rules/quality/hidden.yaml:6: at_stake: {HIDDEN} {LOST}"

    lines = checked.out.splitlines()
    assert lines[lines.index(line) + 1] == "  could not be looked at: Read on Opportunity.ExpectedRevenue"
    assert outcomes(reviewed)["hidden"]["status"] == "broken"
    assert outcomes(reviewed)["hidden"]["notes"] == [line]


def test_pipeline_money_that_is_hidden_is_not_known_and_clean_records_are(tmp_path: Path) -> None:
    with altered_town(tmp_path / "town", hidden={"Opportunity.Amount"}) as town:
        ran = run("review", *town.trust, "--workspace", str(tmp_path), "--rule", GRAVE, env=town.variables)

    standing = json.loads((ran.folder / "review.json").read_text())["standing"]
    (deals,) = standing["records"]
    assert (deals["object"], deals["records"] > deals["clean"] > 0) == ("Opportunity", True)
    assert standing["pipeline"]["money"] == []
    assert standing["pipeline"]["unlocked_by"] == "Read on Opportunity.Amount"
    assert "Open pipeline on clean records  not known  Opportunity.Amount is not visible" in ran.out


def test_what_fits_is_summed_and_not_noted(reviewed: Ran) -> None:
    good = outcomes(reviewed)["good"]

    assert good["at_stake"] is not None
    assert good["notes"] == []


def test_the_sum_says_what_the_review_does(checked: Ran, reviewed: Ran) -> None:
    assert checked.code == 2
    assert checked.out.splitlines()[-1] == ("1 of 6 rules fits this org, 4 fit in part, 1 could not be looked at whole")
    assert checked.err.splitlines() == [
        "Change the rules that fit in part. In a review the rest of each of them is judged."
    ]
    assert reviewed.code == 0, reviewed.err
