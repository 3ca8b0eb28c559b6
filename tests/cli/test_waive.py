"""A waiver is written beside what stands there, or refused with what would be right; nothing is half written."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from sf_audit.errors import UsageProblem
from sf_audit.rulebook.workspace.config import Waiver, load_waivers
from sf_audit.rulebook.workspace.waiver_file import add_waiver
from tests.cli.demo_town import Ran, run
from tests.registers.declaring import write

TODAY = datetime.now(UTC).date()
SOON, YESTERDAY = TODAY + timedelta(90), TODAY - timedelta(1)
RULE = "quality/account-industry-filled"
CONFIG = """\
people:
  dana: {name: Dana Ruiz}
  tom: {name: Tom Hendriks}
"""
RACI = f"activity,responsible,accountable,rules,reviewed_on\nClean-up,tom,dana,quality,{YESTERDAY}\n"
ENTRY = Waiver(
    RULE, "migration: until #4", "dana", date(2027, 3, 31), "001000000000001AAA", "", "OPS-7", "weekly check"
)


def waive(workspace: Path, **options: str) -> Ran:
    (workspace / "sf-audit.yaml").write_text(CONFIG)
    asked = {
        "reason": "migration",
        "approved-by": "dana",
        "until": str(SOON),
        "ticket": "OPS-7",
        "compensating-control": "looked at each week",
    }
    rule = options.pop("rule", RULE)
    given = {**asked, **{name.replace("_", "-"): value for name, value in options.items()}}
    return run("waive", rule, "--workspace", str(workspace), *(f"--{name}={text}" for name, text in given.items()))


def test_what_is_written_is_what_a_review_reads(tmp_path: Path) -> None:
    ran = waive(tmp_path, id="001000000000001AAA", reason="a: b #c “d” \\ e", asked_by="tom")
    assert ran.code == 0, ran.err
    assert f"is waived until {SOON}, approved by Dana Ruiz" in ran.out
    (waiver,) = load_waivers(tmp_path)
    assert waiver == Waiver(
        rule=RULE,
        reason="a: b #c “d” \\ e",
        approved_by="dana",
        until=SOON,
        id="001000000000001AAA",
        ticket="OPS-7",
        compensating_control="looked at each week",
        written=TODAY,
        asked_by="tom",
    )


NEW = """\
  - rule: "quality/account-industry-filled"
    reason: "migration: until #4"
    approved_by: "dana"
    until: 2027-03-31
    id: "001000000000001AAA"
    ticket: "OPS-7"
    compensating_control: "weekly check"
"""
FOLDED = "waivers:\n- rule: access/modify-all-data\n  reason: >\n    a\n  approved_by: dana\n  until: 2027-01-31"
OLD = "  - {rule: access/modify-all-data, reason: r, approved_by: dana, until: 2027-01-31}  # agreed in May\n"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, f"waivers:\n{NEW}"),
        ("", f"waivers:\n{NEW}"),
        ("# ours\n", f"# ours\nwaivers:\n{NEW}"),
        ("waivers: []  # none yet\n# the end", f"waivers:  # none yet\n{NEW}# the end\n"),
        (f"waivers:\n{OLD}# the end\n\n", f"waivers:\n{OLD}# the end\n\n{NEW}"),
        (
            FOLDED,
            f"{FOLDED}\n" + NEW.replace("\n  ", "\n").removeprefix("  "),
        ),
        ("\ufeffwaivers:\r\n" + OLD.replace("\n", "\r\n"), "\ufeffwaivers:\r\n" + (OLD + NEW).replace("\n", "\r\n")),
    ],
    ids=["no file", "empty", "comments", "empty list", "a list", "not indented", "Windows"],
)
def test_all_else_in_the_file_stays(tmp_path: Path, before: str | None, after: str) -> None:
    path = tmp_path / "waivers.yaml"
    if before is not None:
        path.write_bytes(before.encode())
        path.chmod(0o644)
    add_waiver(tmp_path, ENTRY)
    assert path.read_bytes().decode() == after
    assert load_waivers(tmp_path)[-1] == ENTRY
    assert path.stat().st_mode & 0o777 == (0o600 if before is None else 0o644)


@pytest.mark.parametrize(
    "before",
    [
        "waivers: [{rule: access/modify-all-data, reason: r, approved_by: dana, until: 2027-01-31}]\n",
        "waivers: [\n]\n",
        f"waivers:\n{OLD}...\n",
    ],
)
def test_what_cannot_be_added_to_is_left_alone(tmp_path: Path, before: str) -> None:
    path = tmp_path / "waivers.yaml"
    path.write_text(before)
    with pytest.raises(UsageProblem, match="is written in a form that nothing can be added to") as caught:
        add_waiver(tmp_path, ENTRY)
    assert NEW.rstrip() in caught.value.hint
    assert path.read_text() == before


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "shared.yaml").write_text("waivers: []\n")
    (tmp_path / "waivers.yaml").symlink_to("shared.yaml")
    add_waiver(tmp_path, ENTRY)
    assert (tmp_path / "waivers.yaml").is_symlink()
    assert NEW in (tmp_path / "shared.yaml").read_text()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"rule": "quality/account-industry-fillled"}, "Did you mean “quality/account-industry-filled”?"),
        ({"approved_by": "dena"}, "“dena” is nobody who is declared, and so cannot approve"),
        ({"asked_by": "Dana Ruiz"}, "“dana” asked for it too"),
        ({"until": str(TODAY)}, f"{TODAY} has passed, or is today"),
        ({"until": str(TODAY + timedelta(181))}, "is 181 days, and a waiver holds for at most 180"),
        ({"until": "31.03.2027"}, "--until: “31.03.2027” is no date here: write 2027-03-31"),
        ({"reason": " "}, "--reason is empty"),
        ({"ticket": ""}, "--ticket is empty"),
        ({"compensating_control": " "}, "--compensating-control is empty"),
        ({"id": "001000000000001aaa"}, "“001000000000001aaa” is no id of a record"),
    ],
)
def test_what_may_not_be_waived_is_refused(tmp_path: Path, options: dict[str, str], says: str) -> None:
    ran = waive(tmp_path, **options)
    assert ran.code == 2
    assert says in ran.err
    assert not (tmp_path / "waivers.yaml").exists()


@pytest.mark.parametrize("option", ["id", "part"])
@pytest.mark.parametrize("value", ["", " "])
def test_an_empty_option_does_not_waive_more_than_was_meant(tmp_path: Path, option: str, value: str) -> None:
    ran = waive(tmp_path, **{option: value})

    assert (ran.code, (tmp_path / "waivers.yaml").exists()) == (2, False)
    assert f"--{option} is empty" in ran.err


@pytest.mark.parametrize("subject", ["0010000000001AAA", "00100000000000001AAA", "001000000000001AAB"])
def test_an_id_that_lost_or_won_characters_is_no_name(tmp_path: Path, subject: str) -> None:
    ran = waive(tmp_path, id=subject)

    assert ran.code == 2
    assert f"“{subject}” is no id of a record" in ran.err


def test_what_is_waived_is_said_to_the_part(tmp_path: Path) -> None:
    ran = waive(tmp_path, id="Lead.LeadSource: O'Neil & Co", part="Region")

    assert ran.code == 0, ran.err
    assert f"{RULE} for Lead.LeadSource: O'Neil & Co, Region, is waived until" in ran.out


def test_the_same_is_not_waived_twice(tmp_path: Path) -> None:
    assert waive(tmp_path, id="001000000000001AAA").code == 0
    before = (tmp_path / "waivers.yaml").read_bytes()
    again = waive(tmp_path, id="001000000000001")
    assert (again.code, (tmp_path / "waivers.yaml").read_bytes()) == (2, before)
    assert f"the same is waived until {SOON}, approved by Dana Ruiz" in again.err


def test_only_who_is_accountable_approves(tmp_path: Path) -> None:
    write(tmp_path, "raci.csv", RACI)
    ran = waive(tmp_path, approved_by="tom")
    assert ran.code == 2
    assert "“tom” is not accountable for “Clean-up”, which answers for quality/account-industry-filled" in ran.err
    assert "Dana Ruiz approves it: --approved-by dana." in ran.err
    assert waive(tmp_path, approved_by="Dana Ruiz").code == 0
    assert waive(tmp_path, rule="access/modify-all-data", approved_by="tom").code == 0


def test_a_wrong_register_settles_nothing(tmp_path: Path) -> None:
    write(tmp_path, "raci.csv", RACI.replace("dana", "dena"))
    ran = waive(tmp_path)
    assert ran.code == 2
    assert "registers/raci.csv is wrong" in ran.err
