"""A well-formed id that no record of the org has proves nothing: the rule is not checked, and says so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from sf_audit.model.review import Unread
from sf_audit.rulebook.judging.examine import Seen, examine
from sf_audit.rulebook.judging.examples import example_snapshot
from sf_audit.rulebook.rules.load import load_rule
from sf_audit.rulebook.rules.needs import needs_of
from sf_audit.rulebook.rules.rule import OrgExample, Tables
from tests.cli.demo_town import Ran
from tests.rules_fit.altered_town import RULE, AlteredTown, altered_town, workspace
from tests.rules_fit.own_rules import outcomes, review_own

NOBODY = "005000000000001AAA"

#: By file: the verb and its settings, and what is said of the rule from its line on. `{user}` is a user of the org.
MISTAKES: Mapping[str, tuple[str, str, str]] = {
    "none.yaml": (
        "none_of",
        "object: Account\nfield: OwnerId\nvalues: ['005000000000001']",
        f"10: check.none_of.values.0: Account.OwnerId: no User of this org has the id “{NOBODY}”",
    ),
    "one.yaml": (
        "one_of",
        "object: lead\nfield: ownerid\nvalues: ['{user}', '00G000000000001']",
        "10: check.one_of.values.1: Lead.OwnerId: no Group of this org has the id “00G000000000001EAA”",
    ),
    "when.yaml": (
        "filled",
        "object: Account\nfield: Name\nwhen: {{OwnerId: '005000000000001'}}",
        f"10: check.filled.when.OwnerId: Account.OwnerId: no User of this org has the id “{NOBODY}”",
    ),
    "not.yaml": (
        "filled",
        "object: Account\nfield: Name\nwhen: {{CreatedById: {{not: ['{user}', '005000000000001']}}}}",
        f"10: check.filled.when.CreatedById: Account.CreatedById: no User of this org has the id “{NOBODY}”",
    ),
    "profile.yaml": (
        "none_of",
        "object: User\nfield: ProfileId\nvalues: ['00e000000000001']",
        "10: check.none_of.values.0: User.ProfileId: no Profile of this org has the id “00e000000000001AAA”",
    ),
    "role.yaml": (
        "none_of",
        "object: User\nfield: UserRoleId\nvalues: ['00E000000000001']",
        "10: check.none_of.values.0: User.UserRoleId: no UserRole of this org has the id “00E000000000001EAA”",
    ),
    "record_type.yaml": (
        "none_of",
        "object: Account\nfield: RecordTypeId\nvalues: ['012000000000007']",
        "10: check.none_of.values.0: Account.RecordTypeId: “012000000000007” is the id of no record type",
    ),
    "own_id.yaml": (
        "filled",
        "object: Account\nfield: Name\nwhen: {{Id: '001000000000ZZZ'}}",
        "10: check.filled.when.Id: Account.Id: no Account of this org has the id “001000000000ZZZAA2”",
    ),
}
FITTING = {
    "fit_none.yaml": ("none_of", "object: Contact\nfield: OwnerId\nvalues: ['{user}']"),
    "fit_when.yaml": ("filled", "object: Account\nfield: Name\nwhen: {{OwnerId: ['{user}']}}"),
}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[AlteredTown]:
    with altered_town(tmp_path_factory.mktemp("town")) as town:
        yield town


@pytest.fixture(scope="module")
def reviewed(served: AlteredTown, tmp_path_factory: pytest.TempPathFactory) -> Ran:
    with served.org.rows.cursor() as rows:
        (user,) = rows.execute('SELECT max("OwnerId") FROM "Account"').fetchall()[0]
    mistaken = {name: (verb, text) for name, (verb, text, _) in MISTAKES.items()}
    rules = {name: (verb, text.format(user=user)) for name, (verb, text) in {**mistaken, **FITTING}.items()}
    folder = workspace(tmp_path_factory.mktemp("workspace"), rules)
    return review_own(served, folder)


@pytest.mark.demo
@pytest.mark.parametrize("name", MISTAKES)
def test_a_rule_with_an_id_that_nobody_has_is_not_checked(reviewed: Ran, name: str) -> None:
    outcome = outcomes(reviewed)[name.removesuffix(".yaml")]

    assert (outcome["status"], outcome["reason"]) == ("not_checked", "rule_does_not_fit")
    assert outcome["detail"].startswith(f"rules/quality/{name}:{MISTAKES[name][2]}")


@pytest.mark.demo
def test_ids_of_users_who_are_there_are_looked_for(reviewed: Ran) -> None:
    found = outcomes(reviewed)

    assert {name: found[name]["reason"] for name in ("fit_none", "fit_when")} == {"fit_none": "", "fit_when": ""}


ACCOUNTS = ({"Id": "001000000000001AAA", "OwnerId": "005000000000ABCAAU"},)
USERS = ({"Id": "005000000000ABCAAU", "IsActive": True},)
DESCRIBED = (
    {"object": "Account", "field": "OwnerId", "type": "reference", "reference_to": "User"},
    {"object": "Account", "field": "RecordTypeId", "type": "reference", "reference_to": "RecordType"},
)
RECORD_TYPES = (
    {"object": "Account", "id": "012000000000001AAA", "name": "Business_Account"},
    {"object": "Account", "id": "012000000000002AAA", "name": "Partner"},
)


def seen(folder: Path, settings: str, **org: Any) -> Seen:
    indented = "\n".join(f"    {line}" for line in settings.splitlines())
    (folder / "x.yaml").write_text(RULE.format(verb="none_of", settings=indented).lstrip())
    rule = load_rule(folder / "x.yaml", "own/quality/x")
    needs = needs_of(rule)
    assert not isinstance(needs, Unread)
    tables: Tables = {
        "Account": ACCOUNTS,
        "User": USERS,
        "describe_fields": DESCRIBED,
        "describe_record_types": RECORD_TYPES,
    }
    hidden = org.pop("hidden_rows", ())
    with example_snapshot(OrgExample(org={**tables, **org}, hidden_rows=hidden), needs) as snapshot:
        return examine([rule], snapshot)["own/quality/x"]


def why_not(found: Seen) -> str:
    assert isinstance(found, Unread), found
    return found.detail.partition("values.0: ")[2]


def test_an_id_whose_letters_have_another_case_is_answered_with_the_right_one(tmp_path: Path) -> None:
    found = seen(tmp_path, "object: Account\nfield: OwnerId\nvalues: ['005000000000abc']")

    assert why_not(found) == (
        "Account.OwnerId: no User of this org has the id “005000000000abcAAA”; did you mean “005000000000ABCAAU”?"
    )


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ("Bussiness_Account", "; did you mean 012000000000001AAA (Business_Account)?"),
        ("Partners", "; did you mean 012000000000002AAA (Partner)?"),
        ("Quokka", ": write one of 012000000000001AAA (Business_Account), 012000000000002AAA (Partner)"),
    ],
)
def test_the_name_of_a_record_type_is_answered_with_the_nearest(tmp_path: Path, written: str, says: str) -> None:
    found = seen(tmp_path, f"object: Account\nfield: RecordTypeId\nvalues: [{written}]")

    assert why_not(found) == f"Account.RecordTypeId: “{written}” is the id of no record type of this object{says}"


def test_the_name_of_a_record_type_is_answered_with_its_id(tmp_path: Path) -> None:
    found = seen(tmp_path, "object: Account\nfield: RecordTypeId\nvalues: [partner]")

    assert why_not(found) == (
        "Account.RecordTypeId: “partner” is the name of a record type: write its id, 012000000000002AAA"
    )


@pytest.mark.parametrize("org", [{"User": ()}, {"hidden_rows": ("User",)}])
def test_nothing_is_said_where_not_every_record_was_read(tmp_path: Path, org: dict[str, Any]) -> None:
    found = seen(tmp_path, "object: Account\nfield: OwnerId\nvalues: ['005000000000001']", **org)

    assert not isinstance(found, Unread)


def test_an_id_that_a_record_has_is_no_mistake(tmp_path: Path) -> None:
    accounts = ({"Id": "001000000000001AAA", "OwnerId": NOBODY},)

    found = seen(tmp_path, "object: Account\nfield: OwnerId\nvalues: ['005000000000001']", Account=accounts)

    assert not isinstance(found, Unread)
    assert found.broken == 1
