"""Rule files that are wrong: the error names the file, the line, and the word that was meant."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest

from sf_audit.errors import UsageProblem
from sf_audit.model.review import Pillar
from sf_audit.rulebook.rules.load import load_rule, load_rules
from sf_audit.rulebook.rules.rule import poor_of
from sf_audit.snapshot.needs import Clause, Comparison

GOOD = """\
title: Contacts can be reached by e-mail
why: Renewal notices go out by e-mail only.
fix: The contact owner asks for the address.
severity: medium
owner: sales_ops
at_least: 95%
check:
  filled:
    object: Contact
    field: Email
    when: {IsDeleted: false, Level__c: [Gold, Silver]}
"""


def written(folder: Path, text: str, name: str = "quality/contact-email.yaml") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(text), encoding="utf-8")
    return path


def problem(path: Path) -> UsageProblem:
    with pytest.raises(UsageProblem) as caught:
        load_rule(path, "quality/contact-email")
    return caught.value


def test_a_rule_is_its_file_and_its_id_is_its_path(tmp_path: Path) -> None:
    rule = load_rule(written(tmp_path, GOOD), "quality/contact-email")

    assert (rule.id, rule.uid, rule.pillar) == ("quality/contact-email", "quality/contact-email", Pillar.DATA_QUALITY)
    assert rule.at_least == 0.95
    (need,) = rule.check.needs()
    assert need.rows == {
        Clause("IsDeleted", Comparison.IN, (False,)),
        Clause("Level__c", Comparison.IN, ("Gold", "Silver")),
    }


@pytest.mark.parametrize(
    ("written_share", "poor"),
    [("at_least: 95%", 0.75), ("at_least: 95%\npoor: 50%", 0.5), ("poor: 0%", 0.0), ("", 0.8)],
)
def test_a_rule_says_at_which_share_it_has_no_points(tmp_path: Path, written_share: str, poor: float) -> None:
    text = GOOD.replace("at_least: 95%", written_share)

    assert poor_of(load_rule(written(tmp_path, text), "quality/contact-email")) == poor


@pytest.mark.parametrize(
    ("was", "becomes", "line", "says", "hint"),
    [
        ("severity: medium", "severity: urgent", 4, "'critical', 'high', 'medium' or 'low'", ""),
        ("at_least: 95%", "at_least: 0.95", 6, "write a share", ""),
        ("at_least: 95%", "at_leest: 95%", 6, "there is no such key", "Did you mean “at_least”?"),
        ("at_least: 95%", "at_least: 95%\npoor: 95%", 7, "below at_least, which is 95%", "Write less than 95%"),
        ("at_least: 95%", "poor: 100%", 6, "below at_least, which is 100%", "Write less than 100%"),
        ("at_least: 95%", "at_least: 0%\npoor: 0%", 7, "below at_least, which is 0%", "leave it out"),
        ("at_least: 95%", "poor: 0.75", 6, "poor: write a share as 0% to 100%", ""),
        ("at_least: 95%", "pooor: 75%", 6, "there is no such key", "Did you mean “poor”?"),
        ("filled:", "fillled:", 8, "there is no check “fillled”", "Did you mean “filled”?"),
        ("field: Email", "feild: Email", 10, "there is no such key", "Did you mean “field”?"),
        ("object: Contact", "object: Contact; DROP", 9, "object: write the API name", ""),
        ("title: Contacts can be reached by e-mail", "title:", 1, "title: is empty", ""),
        ("title: Contacts can be reached by e-mail", "title: 2027", 1, "title: write text; a number", ""),
        ("fix: The contact owner asks for the address.\n", "", 1, "fix: is missing", ""),
        ("at_least: 95%", "meets: SOX", 6, "meets: write a list", ""),
        ("at_least: 95%", "examples: [{org: {}, braeks: [003A]}]", 6, "there is no such key", "“breaks”"),
        ("at_least: 95%", "examples: [{org: {}, today: soon}]", 6, "write a date, for example 2027-03-31", ""),
        ("owner: sales_ops", "owner: salesops", 5, "there is no owner “salesops”", "Did you mean “sales_ops”?"),
        ("owner: sales_ops", "owner: marketing", 5, "there is no owner “marketing”", "Known: it, sales_ops."),
        ("at_least: 95%", "partner: IT", 6, "there is no owner “IT”", "`owners:` in sf-audit.yaml"),
        ("[Gold, Silver]", "{older_then: 3 days}", 11, "older_then", ""),
        ("why: Renewal", "why: Renewal: ", 2, "a text with a colon in it needs quotes", 'Write: why: "Renewal: '),
        ("owner: sales_ops", "owner: sales_ops\nowner: it", 6, "`owner` is there twice", "Line 5 has it too"),
        ("owner: sales_ops", "owner: &who sales_ops", 5, "begins with & names a part", "in quotes"),
    ],
)
def test_a_wrong_rule_names_the_line_and_the_word(
    tmp_path: Path, was: str, becomes: str, line: int, says: str, hint: str
) -> None:
    path = written(tmp_path, GOOD.replace(was, becomes))

    found = problem(path)

    assert str(found).startswith(f"{path}:{line}: ")
    assert says in str(found)
    assert hint in found.hint


@pytest.mark.parametrize(("owner", "partner"), [("it", "sales_ops"), ("sales_ops", "it")])
def test_the_partner_of_one_party_is_the_other_one(tmp_path: Path, owner: str, partner: str) -> None:
    path = written(tmp_path, GOOD.replace("owner: sales_ops", f"owner: {owner}"))

    rule = load_rule(path, "quality/contact-email")

    assert (rule.owner, rule.partner) == (owner, partner)


def test_a_rule_of_a_third_party_says_who_helps(tmp_path: Path) -> None:
    path = written(tmp_path, GOOD.replace("owner: sales_ops", "owner: marketing"))

    with pytest.raises(UsageProblem, match=r"contact-email.yaml:5: owner: a rule of “marketing” needs a partner"):
        load_rule(path, "quality/contact-email", ["sales_ops", "it", "marketing"])


def test_a_file_of_nested_brackets_is_refused(tmp_path: Path) -> None:
    found = problem(written(tmp_path, "title: " + "[" * 5000))

    assert "nested too deeply" in str(found)


def test_a_pattern_with_look_around_is_refused(tmp_path: Path) -> None:
    text = GOOD.replace("filled:", "matches:").replace("field: Email", "field: Email\n    pattern: '(?=a)b'")

    assert str(problem(written(tmp_path, text))).endswith(
        "pattern: not a regular expression in RE2 syntax (no look-around): invalid perl operator: (?="
    )


def test_own_rules_have_ids_of_their_own(tmp_path: Path) -> None:
    written(tmp_path, GOOD)

    ids = [rule.id for rule in load_rules(tmp_path)]

    assert "own/quality/contact-email" in ids
    assert "quality/account-industry-filled" in ids


def test_two_rules_cannot_claim_one_name(tmp_path: Path) -> None:
    written(tmp_path, GOOD + "was: [quality/account-industry-filled]\n")

    with pytest.raises(UsageProblem, match="both claim the name quality/account-industry-filled"):
        load_rules(tmp_path)


def test_a_renamed_rule_keeps_its_first_name_for_history(tmp_path: Path) -> None:
    rule = load_rule(written(tmp_path, GOOD + "was: [quality/email, quality/mail]\n"), "quality/contact-email")

    assert rule.uid == "quality/email"
