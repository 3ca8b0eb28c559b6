"""A register is read as people and spreadsheets write it; a mistake is told with its line, and costs no other one."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from sf_audit.registers.raci import Activity, activity_of
from tests.registers.declaring import declared, read, refused, write

RACI = """\
raci:
  - activity: Data clean-up
    responsible: [tom, Sales Ops]
    accountable: Dana  Ruiz
    consulted: mia
    rules: [quality]
    reviewed_on: 2026-10-01
"""
ACTIVITY = Activity(
    "Data clean-up", ("tom", "sales_ops"), "dana", date(2026, 10, 1), consulted=("mia",), rules=("quality",)
)
DECISION = """\
decisions:
  - id: 7
    decision: Say why it was lost
    decided_on: 2026-10-01
    decided_by: [cro]
    owner: tom
"""


def test_a_raci_register_names_people_and_teams_by_key_or_by_name(tmp_path: Path) -> None:
    assert declared(tmp_path, "raci.yaml", RACI).entries == (ACTIVITY,)


@pytest.mark.parametrize(
    "content",
    [
        "Activity,Responsible,Accountable,Consulted,Rules,Reviewed on\n"
        'Data clean-up,"tom, Sales Ops",Dana Ruiz,mia,quality,2026-10-01\n',
        "\ufeffActivity;Responsible;Accountable;Consulted;Rules;Reviewed on;;\r\n"
        "Data clean-up;tom, sales_ops;dana;mia;quality;2026-10-01;;\r\n;;;;;;;\r\n",
        'sep=;\r\nactivity;accountable;responsible;"reviewed-on";consulted;rules\r\n'
        'Data clean-up;dana;"tom\nsales_ops";2026-10-01;mia;quality\r\n',
        "ACTIVITY\tRESPONSIBLE\tACCOUNTABLE\tCONSULTED\tRULES\tREVIEWED_ON\n"
        "Data clean-up\ttom; it ; sales_ops\tdana\tmia\tquality\t2026-10-01\n",
    ],
    ids=["commas", "a German spreadsheet", "new lines in quotes", "tabs"],
)
def test_a_csv_file_says_what_a_yaml_file_does(tmp_path: Path, content: str) -> None:
    (activity,) = declared(tmp_path, "raci.csv", content).entries
    assert isinstance(activity, Activity)
    assert (activity.activity, activity.accountable, activity.consulted) == ("Data clean-up", "dana", ("mia",))
    assert activity.responsible in {("tom", "sales_ops"), ("tom", "it", "sales_ops")}
    assert (activity.rules, activity.reviewed_on) == (("quality",), date(2026, 10, 1))


@pytest.mark.parametrize(
    ("content", "says", "hint"),
    [
        (
            RACI.replace("Dana  Ruiz", "[dana, tom]"),
            "raci.yaml:4: raci.0.accountable: exactly one is accountable, and here are 2: dana and tom",
            "",
        ),
        (RACI.replace("Dana  Ruiz", "dana; mia"), "raci.yaml:4: raci.0.accountable: exactly one is accountable", ""),
        (RACI.replace("    accountable: Dana  Ruiz\n", ""), "raci.yaml:2: raci.0.accountable: is missing", ""),
        (RACI.replace("accountable", "acountable"), "there is no such key", "Did you mean “accountable”?"),
        (
            RACI.replace("mia", "mai"),
            "raci.yaml:5: raci.0.consulted.0: “mai” is nobody who is declared",
            "Did you mean “mia”?",
        ),
        (
            RACI.replace("tom,", "Tom Hendrik,"),
            "“Tom Hendrik” is nobody who is declared",
            "Did you mean “Tom Hendriks”?",
        ),
        (RACI.replace("[quality]", "[qualty]"), "raci.yaml:6: raci.0.rules.0: there is no rule", ""),
        (RACI.replace("2026-10-01", "01.10.2026"), "“01.10.2026” is no date here: write 2026-10-01", ""),
        (
            RACI.replace("2026-10-01", "2026-12-24"),
            "raci.yaml:7: raci.0.reviewed_on: 2026-12-24 lies in the future",
            "",
        ),
        (RACI.replace("2026-10-01", "2026-02-30"), "there is no day 2026-02-30", ""),
        (RACI.replace("2026-10-01", "2026-10-01T10:00:00"), "without a time", ""),
        (RACI.replace("2026-10-01", "0206-10-01"), "0206-10-01 is in no year that can be meant", ""),
        (RACI.replace("[tom, Sales Ops]", "[]"), "raci.yaml:3: raci.0.responsible: write at least one", ""),
        (
            RACI + RACI.removeprefix("raci:\n"),
            "raci.yaml:8: raci.1.activity: “Data clean-up” stands in line 2 already",
            "",
        ),
        ("raci: []\n", "raci.yaml:1: raci: declares nothing", "Write an entry, or take the file away."),
        ("# later\n", "raci.yaml:1: the file is empty", ""),
        ("activities: []\n", "there is no such key", ""),
        (RACI + "  - activity: Unfinished\n", "raci.1.accountable: is missing", ""),
    ],
)
def test_a_mistake_is_told_with_its_line_and_the_word_that_was_meant(
    tmp_path: Path, content: str, says: str, hint: str
) -> None:
    problems = refused(tmp_path, "raci.yaml", content)
    fitting = [problem for problem in problems if says in problem[0]]
    assert fitting, problems
    assert hint in fitting[0][1]


HEADER = "activity;responsible;accountable;reviewed_on\n"


@pytest.mark.parametrize(
    ("content", "says", "hint"),
    [
        (
            HEADER.replace("accountable", "Acountable"),
            "raci.csv:1: there is no column “Acountable”",
            "Did you mean “accountable”?",
        ),
        (
            HEADER.replace("accountable", "activity"),
            "raci.csv:1: there are two columns “activity”",
            "Keep one of them.",
        ),
        (HEADER, "raci.csv:1: raci: declares nothing", "Write an entry"),
        ("", "raci.csv:1: the file is empty", "Its first line has the fields: activity, responsible"),
        (
            HEADER + "\nA;tom;dana;2026-10-01\nB;tom;dan;2026-10-01\n",
            "raci.csv:4: raci.1.accountable: “dan” is nobody",
            "dana",
        ),
        (
            HEADER + 'A;"tom\nmia";dana;2026-10-01\nB;tom;dana;10/1/2026\n',
            "raci.csv:4: raci.1.reviewed_on: “10/1/2026” is no date here: write 2026-01-10 or 2026-10-01",
            "",
        ),
        (HEADER + "A;tom;dana;2026-10-01;more\n", "raci.csv:2: has 5 cells, and the first line 4", "needs quotes"),
        (HEADER + 'A;"tom;dana;2026-10-01\n', "raci.csv:2: is no CSV", ""),
        (HEADER.encode() + b"K\xfche;tom;dana;2026-10-01\n", "raci.csv:2: is not UTF-8", ""),
        (HEADER.encode("utf-16"), "raci.csv:1: is not UTF-8", ""),
        (";;x\nA;tom;dana\n", "raci.csv:1: column 1 has values and no name", ""),
        (HEADER + "A;;dana;2026-10-01\n", "raci.csv:2: raci.0.responsible: is missing", ""),
    ],
)
def test_a_mistake_in_a_spreadsheet_is_told_with_its_line(
    tmp_path: Path, content: str | bytes, says: str, hint: str
) -> None:
    problems = refused(tmp_path, "raci.csv", content)
    assert problems[0][0].startswith(says), problems
    assert hint in problems[0][1]


def test_all_mistakes_of_a_file_are_told_at_once(tmp_path: Path) -> None:
    content = HEADER + "A;nobody1;dana;2026-10-01\nB;tom;nobody2;2026-10-01\n"
    assert [says.partition(" raci")[0] for says, _ in refused(tmp_path, "raci.csv", content)] == [
        "raci.csv:2:",
        "raci.csv:3:",
    ]


def test_one_wrong_register_costs_no_other(tmp_path: Path) -> None:
    write(tmp_path, "raci.yaml", RACI)
    write(tmp_path, "decisions.yaml", DECISION.replace("owner: tom", "owner: tomm"))
    write(tmp_path, "rcai.csv", "x")
    write(tmp_path, "requests.xlsx", b"PK")
    write(tmp_path, "README.md", "# ours")
    write(tmp_path, ".raci.yaml.swp", b"\0")
    found = {register.file: len(register.problems) for register in read(tmp_path)}
    assert found == {
        "registers/raci.yaml": 0,
        "registers/decisions.yaml": 1,
        "registers/rcai.csv": 1,
        "registers/requests.xlsx": 1,
    }
    hints = {register.file: register.problems[0].hint for register in read(tmp_path) if register.problems}
    assert hints["registers/rcai.csv"] == "Did you mean “raci”?"
    assert hints["registers/requests.xlsx"] == "Save it as “CSV UTF-8” beside it, and take it away."


def test_a_register_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "raci.yaml", RACI)
    (register,) = read(write(tmp_path, "raci.csv", HEADER))
    assert "raci is declared twice, in raci.csv and raci.yaml" in str(register.problems[0])


def test_nothing_is_declared_where_there_is_no_folder(tmp_path: Path) -> None:
    assert read(tmp_path) == ()
    (tmp_path / "registers").write_text("")
    (register,) = read(tmp_path)
    assert "registers lie in a folder of this name" in str(register.problems[0])


def test_the_longest_name_of_a_rule_decides_who_answers(tmp_path: Path) -> None:
    other = (
        RACI.removeprefix("raci:\n")
        .replace("Data clean-up", "Mail")
        .replace("[quality]", "quality/contact-email-filled")
    )
    entries = declared(tmp_path, "raci.yaml", RACI + other).entries
    activities = [entry for entry in entries if isinstance(entry, Activity)]

    def answers(rule: str) -> str:
        found = activity_of(rule, activities)
        return found.activity if found else ""

    assert answers("quality/account-unique") == "Data clean-up"
    assert answers("quality/contact-email-filled") == "Mail"
    assert answers("access/modify-all-data") == ""


def test_two_activities_answer_for_no_rule_together(tmp_path: Path) -> None:
    again = RACI.removeprefix("raci:\n").replace("Data clean-up", "Mail")
    problems = refused(tmp_path, "raci.yaml", RACI + again)
    assert problems[0][0] == (
        "raci.yaml:12: raci.1.rules.0: “Data clean-up” answers for quality already: name it in one activity"
    )


def test_a_link_out_of_the_workspace_is_refused(tmp_path: Path) -> None:
    (tmp_path / "outside.yaml").write_text(RACI)
    folder = tmp_path / "workspace"
    (folder / "registers").mkdir(parents=True)
    (folder / "registers" / "raci.yaml").symlink_to(tmp_path / "outside.yaml")
    (register,) = read(folder)
    assert "is a link that leads out of the workspace" in str(register.problems[0])
