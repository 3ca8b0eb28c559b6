"""What a verb looks at without its rule naming it is held against the org too: `rules check` and the review agree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from sf_audit.demo.schema import SObject
from tests.cli.demo_town import Ran
from tests.rules_fit.altered_town import AlteredTown, altered_town, workspace
from tests.rules_fit.own_rules import check_own, outcomes, review_own

pytestmark = pytest.mark.demo

#: By file: the verb and its settings, and what is said of the rule from its line on.
MISTAKES: Mapping[str, tuple[str, str, str]] = {
    "owner.yaml": (
        "owned_by_active",
        "object: opportunitylineitem",
        "7: check.owned_by_active: owned_by_active looks at OpportunityLineItem.OwnerId, "
        "and there is no field OwnerId on OpportunityLineItem in this org",
    ),
    "jobs.yaml": (
        "jobs_succeed",
        "within: 7 days",
        "7: check.jobs_succeed: jobs_succeed looks at AsyncApexJob.JobItemsProcessed, "
        "and there is no field JobItemsProcessed on AsyncApexJob in this org",
    ),
    "frozen.yaml": (
        "frozen_are_deactivated",
        "{}",
        "7: check.frozen_are_deactivated: frozen_are_deactivated looks at UserLogin.IsFrozen, "
        "and there is no field IsFrozen on UserLogin in this org",
    ),
    "company.yaml": (
        "has_related",
        "object: Contact\nchild: Case\nby: ContactId\ncompany_by: OwnerId",
        "11: check.has_related.company_by: Contact.OwnerId is a lookup to User, not to Account",
    ),
    "by.yaml": (
        "has_related",
        "object: Contact\nchild: Case\nby: AccountId",
        "10: check.has_related.by: Case.AccountId is a lookup to Account, not to Contact",
    ),
}

#: What is hidden, and not missing, is named with what to grant.
HIDDEN: Mapping[str, tuple[str, str, tuple[str, ...]]] = {
    "classes.yaml": (
        "guests_run_no_apex",
        "{}",
        (
            "7: check.guests_run_no_apex: ApexClass is not visible to the auditor user, or this org does not have it",
            "View Setup and Configuration",
        ),
    ),
    "limit.yaml": (
        "limit_below",
        "share: 99%\nlimits: [Quokka]",
        (
            "9: check.limit_below.limits.0: the org did not report the limit Quokka",
            "View Setup and Configuration; storage limits need Manage Users",
        ),
    ),
}

FITTING = {
    "fit_owner.yaml": ("owned_by_active", "object: Account"),
    "fit_related.yaml": ("has_related", "object: Contact\nchild: Case\nby: ContactId\ncompany_by: AccountId"),
    "fit_unique.yaml": ("unique", "object: Account\nfields: [Name]"),
    "fit_lately.yaml": ("signed_in_lately", "within: 90 days"),
    "fit_profile.yaml": ("on_profile", "granting: ModifyAllData\nat_most: 90"),
    "fit_few.yaml": ("held_by_few", "permission: ModifyAllData\nat_most: 90"),
    "fit_private.yaml": ("private_outside", "objects: [Account]"),
}


def without(sobject: SObject, name: str) -> SObject:
    return replace(sobject, fields=tuple(field for field in sobject.fields if field.name != name))


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AlteredTown]:
    altered = {
        "AsyncApexJob": lambda it: without(it, "JobItemsProcessed"),
        "UserLogin": lambda it: without(it, "IsFrozen"),
    }
    with altered_town(tmp_path_factory.mktemp("town"), closed=["ApexClass"], altered=altered) as town:
        yield town


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    mistaken = {name: (verb, text) for name, (verb, text, _) in {**MISTAKES, **HIDDEN}.items()}
    return workspace(tmp_path_factory.mktemp("workspace"), {**mistaken, **FITTING})


@pytest.fixture(scope="module")
def checked(served: AlteredTown, folder: Path) -> Ran:
    return check_own(served, folder)


@pytest.fixture(scope="module")
def reviewed(served: AlteredTown, folder: Path) -> Ran:
    return review_own(served, folder)


@pytest.mark.parametrize("name", MISTAKES)
def test_what_the_org_does_not_have_is_a_misfit_of_the_rule(checked: Ran, reviewed: Ran, name: str) -> None:
    line = f"rules/quality/{name}:{MISTAKES[name][2]}"

    assert line in checked.out.splitlines()
    outcome = outcomes(reviewed)[name.removesuffix(".yaml")]
    assert (outcome["status"], outcome["reason"]) == ("not_checked", "rule_does_not_fit")
    assert outcome["detail"] == line
    assert line in reviewed.err.splitlines()


@pytest.mark.parametrize("name", HIDDEN)
def test_what_is_hidden_could_not_be_looked_at(checked: Ran, reviewed: Ran, name: str) -> None:
    says, unlocked_by = HIDDEN[name][2]

    lines = checked.out.splitlines()
    at = lines.index(f"rules/quality/{name}:{says}")
    assert lines[at + 1] == f"  could not be looked at: {unlocked_by}"
    outcome = outcomes(reviewed)[name.removesuffix(".yaml")]
    assert (outcome["status"], outcome["unlocked_by"]) == ("not_checked", unlocked_by)


def test_nothing_is_said_of_rules_whose_fields_are_there(checked: Ran) -> None:
    assert not [line for line in checked.out.splitlines() if "quality/fit_" in line]
    assert checked.out.splitlines()[-1] == "7 of 14 rules fit this org, 5 do not, 2 could not be looked at whole"
    assert checked.code == 2
