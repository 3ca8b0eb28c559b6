"""Sharing rules out of folders of metadata: every form, and nothing that is not one passes for one."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sf_audit.access.sharing.sharing_files import LONGEST, read_sharing_rules
from sf_audit.access.sharing.sharing_rules import Level, Party, RuleKind, SharingRule
from sf_audit.errors import UsageProblem
from tests.access_answers.sharing_folders import HEAD, SPACE, file, rule, single

CRITERIA = """<criteriaItems><field>Region__c</field><operation>equals</operation><value>secret</value></criteriaItems>
<accountSettings><caseAccessLevel>None</caseAccessLevel><contactAccessLevel>Read</contactAccessLevel>
<opportunityAccessLevel>Edit</opportunityAccessLevel></accountSettings>"""


@pytest.mark.parametrize("form", ["source", "metadata"])
def test_a_rule_is_read_whole_but_for_the_values_of_its_criteria(tmp_path: Path, form: str) -> None:
    file(tmp_path, "Account", rule("Criteria", "Germany", "<role>DACH</role>", "Edit", CRITERIA), form=form)

    found = read_sharing_rules(tmp_path)

    assert found.objects == {"Account"}
    assert found.rules == (
        SharingRule(
            "Account",
            "Germany",
            RuleKind.CRITERIA,
            Level.EDIT,
            (Party("role", "DACH"),),
            fields=("Region__c",),
            children={"Case": Level.NONE, "Contact": Level.READ, "Opportunity": Level.EDIT},
        ),
    )
    assert "secret" not in repr(found)


def test_every_kind_of_rule_is_told_apart(tmp_path: Path) -> None:
    owners = "<sharedFrom><queue>Support</queue></sharedFrom>"
    file(
        tmp_path,
        "Case",
        rule("Owner", "A", "<group>Desk</group><allInternalUsers></allInternalUsers>", more=owners),
        rule("Guest", "B", "<guestUser>visitor</guestUser>"),
        rule(
            "Territory", "C", "<territory>EMEA</territory>", more="<sharedFrom><territory>UK</territory></sharedFrom>"
        ),
        rule("Solar", "D", "<planet>Mars</planet>", "Orbit"),
    )

    found = read_sharing_rules(tmp_path).rules

    assert [(one.kind, one.to, one.owners, one.level) for one in found] == [
        (RuleKind.OWNER, (Party("group", "Desk"), Party("allInternalUsers")), (Party("queue", "Support"),), Level.READ),
        (RuleKind.GUEST, (Party("guestUser", "visitor"),), (), Level.READ),
        (RuleKind.TERRITORY, (Party("territory", "EMEA"),), (Party("territory", "UK"),), Level.READ),
        (RuleKind.UNKNOWN, (Party("planet", "Mars"),), (), Level.UNKNOWN),
    ]


def test_a_project_of_several_packages_is_read_wherever_its_rules_are(tmp_path: Path) -> None:
    file(tmp_path / "sales" / "main" / "default", "Account", rule("Owner", "Same", "<group>A</group>"))
    file(tmp_path / "service" / "main" / "default", "Account", rule("Owner", "Same", "<group>A</group>"))
    single(tmp_path / "service" / "main" / "default", "Case", "Criteria", "Alone", "<group>B</group>")
    file(tmp_path / "node_modules" / "other", "Lead", rule("Owner", "Foreign", "<group>A</group>"))
    file(tmp_path / ".sf" / "orgs", "Lead", rule("Owner", "Cached", "<group>A</group>"))

    found = read_sharing_rules(tmp_path)

    assert found.objects == {"Account", "Case"}
    assert [(rule.object, rule.name, rule.kind) for rule in found.rules] == [
        ("Account", "Same", RuleKind.OWNER),
        ("Case", "Alone", RuleKind.CRITERIA),
    ]


def test_an_empty_file_says_that_the_object_has_no_rules(tmp_path: Path) -> None:
    file(tmp_path, "Lead")

    found = read_sharing_rules(tmp_path)

    assert (found.rules, found.missing(["Lead", "Account"])) == ((), ("Account",))


def test_a_folder_without_rules_is_the_wrong_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem) as problem:
        read_sharing_rules(tmp_path)

    assert str(problem.value) == f"{tmp_path} holds no sharing rules"
    assert "sf project retrieve start --metadata SharingRules" in problem.value.hint


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "line 1: this is no metadata in XML: no element found"),
        (f"{HEAD}<SharingRules {SPACE}>\n<sharingOwner", "line 3: this is no metadata in XML: unclosed token"),
        (f"{HEAD}<Profile {SPACE}/>", "line 2: <Profile> is no <SharingRules>"),
        (f"{HEAD}<SharingRules/>\n<SharingRules/>", "line 3: this is no metadata in XML: junk after document element"),
        (f'{HEAD}<SharingRules xmlns="http://example.org"/>', "line 2: <http://example.org\nSharingRules> is no"),
        (f"{HEAD}<SharingRules {SPACE}>\n\n<sharingOwnerRules/></SharingRules>", "line 4: a rule that is shared with"),
        (f"{HEAD}<!DOCTYPE x>\n<SharingRules/>", "line 2: this is no metadata in XML: it declares a document type"),
        ('<!DOCTYPE x [<!ENTITY a "&b;&b;"><!ENTITY b "ha">]><x>&a;</x>', "it declares a document type"),
        ('<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>', "it declares a document type"),
        ("<SharingRules>&a;</SharingRules>", "line 1: this is no metadata in XML: undefined entity"),
        ('<?xml version="1.0" encoding="klingon"?><SharingRules/>', "unknown encoding"),
        ("<a>" * 13 + "</a>" * 13, "too many elements within elements"),
    ],
)
def test_what_is_no_file_of_sharing_rules_is_refused_with_its_line(tmp_path: Path, content: str, said: str) -> None:
    path = file(tmp_path, "Account")
    path.write_text(content, encoding="utf-8")

    with pytest.raises(UsageProblem) as problem:
        read_sharing_rules(tmp_path)

    assert str(problem.value).startswith(f"{path}, line ")
    assert said in str(problem.value)
    assert "root:" not in str(problem.value)


def test_a_file_that_is_too_long_is_refused(tmp_path: Path) -> None:
    path = file(tmp_path, "Account")
    os.truncate(path, LONGEST + 1)

    with pytest.raises(UsageProblem, match="is longer than 16,000,000 bytes"):
        read_sharing_rules(tmp_path)


def test_a_pipe_in_place_of_a_file_is_not_waited_for(tmp_path: Path) -> None:
    file(tmp_path, "Lead")
    os.mkfifo(tmp_path / "sharingRules" / "Account.sharingRules")

    with pytest.raises(UsageProblem, match=r"Account\.sharingRules cannot be read: it is a named pipe"):
        read_sharing_rules(tmp_path)
