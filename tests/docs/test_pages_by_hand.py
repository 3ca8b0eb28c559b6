"""What people wrote in the manual is true: links, commands, rule files, settings and words."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from sf_audit.cli.entry import commands
from sf_audit.model.review import Reason
from sf_audit.model.score import CAP, MOST_WHEN_BROKEN, POOR_BELOW, WEIGHTS
from sf_audit.rulebook.judging.examples import mismatches
from sf_audit.rulebook.rules.check import checks
from sf_audit.rulebook.rules.load import load_rule, load_rules
from sf_audit.rulebook.rules.records import OfRecords
from sf_audit.rulebook.workspace.config import load_config, load_waivers
from sf_audit.rulebook.workspace.standards import Standards
from sf_audit.snapshot.needs import named_in

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "rules" / "README.md"],
    key=lambda path: path.relative_to(ROOT).as_posix(),
)
BY_HAND = [page for page in PAGES if page.name not in {"rules.md", "checks.md", "cli.md"}]

FENCE = re.compile(r"^( *)```(\w*)\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def blocks(page: Path, language: str) -> list[str]:
    text = page.read_text(encoding="utf-8")
    return [
        re.sub(rf"^{indent}", "", body, flags=re.MULTILINE)
        for indent, kind, body in FENCE.findall(text)
        if kind == language
    ]


def prose(page: Path) -> str:
    return FENCE.sub("", page.read_text(encoding="utf-8"))


def anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", prose(page), re.MULTILINE)
    plain = (re.sub(r"[`*]", "", heading).strip().lower().replace(" ", "-") for heading in headings)
    return {"".join(letter for letter in one if letter.isalnum() or letter in "-_") for one in plain}


def links(page: Path) -> list[str]:
    return re.findall(r"\]\(([^)\s]+)\)", prose(page))


def shown_commands(page: Path) -> Iterator[list[str]]:
    text = page.read_text(encoding="utf-8").replace("\\\n", " ")
    fenced = [body for _, kind, body in FENCE.findall(text) if kind in {"sh", "text", "ini"}]
    inline = re.findall(r"`([^`\n]+)`", FENCE.sub("", text))
    for line in (line for body in [*fenced, *inline] for line in body.splitlines()):
        for piece in re.split(r"&&|;|\|", line):
            found = re.search(r"(?:^|=|/|\s)(sf-audit(?: .*)?)$", piece.strip())
            if found and not re.search(r"^(Usage|#|Error)", piece):
                words = shlex.split(found[1].split("2>>")[0].split(" > ")[0])
                yield [word for word in words[1:] if not word.startswith("#")]


def all_shown() -> list[tuple[str, list[str]]]:
    return [(name_of(page), words) for page in BY_HAND for words in shown_commands(page) if words]


def parse(words: list[str]) -> None:
    """Raises click.UsageError where the command line does not know a command, an option or a value."""
    command: click.Command = commands
    context = click.Context(command, info_name="sf-audit", help_option_names=["-h", "--help"])
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        found = command.get_command(context, words[0])
        if found is None:
            raise click.UsageError(f"no command {words[0]}")
        command, words = found, words[1:]
        context = click.Context(command, info_name=command.name, parent=context)
    values, rest, _ = command.make_parser(context).parse_args(list(words))
    assert not isinstance(command, click.Group) or not rest
    for parameter in command.params:
        given = values.get(parameter.name or "")
        if isinstance(parameter.type, click.Choice) and given not in (None, ()):
            for one in given if isinstance(given, list | tuple) else [given]:
                parameter.type.convert(one, parameter, context)


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_somewhere(page: Path) -> None:
    for link in links(page):
        if link.startswith("https://"):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.exists(), f"{link} in {name_of(page)}"
        assert not anchor or anchor in anchors(target), f"{link} in {name_of(page)}"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_page_is_out_of_reach(page: Path) -> None:
    start = {ROOT / "README.md"}
    reached: set[Path] = set()
    while start:
        reached |= start
        found = {
            (one.parent / link.partition("#")[0]).resolve() for one in start for link in links(one) if ":" not in link
        }
        start = {one for one in found if one.suffix == ".md"} - reached

    assert page in reached


@pytest.mark.parametrize(
    ("page", "words"), all_shown(), ids=lambda one: " ".join(one) if isinstance(one, list) else one
)
def test_every_command_shown_is_one_that_the_command_line_knows(page: str, words: list[str]) -> None:
    # A command that is only named, as “sf-audit login”, may lack its arguments; what is there must be right.
    parse(words)


def test_a_command_that_does_not_exist_is_noticed() -> None:
    for wrong in (["reviw"], ["review", "--ogr", "acme"], ["review", "--fail-on", "HIGH!"], ["rules", "lits"]):
        with pytest.raises(click.UsageError):
            parse(wrong)


def test_the_manual_shows_commands() -> None:
    assert {"demo", "init", "login", "doctor", "plan", "review", "rules", "verify", "prune"} <= {
        words[0] for _, words in all_shown()
    }


def rule_blocks() -> list[tuple[str, str]]:
    return [
        (f"{name_of(page)}-{number}", body)
        for page in BY_HAND
        for number, body in enumerate(blocks(page, "yaml"))
        if body.startswith("title:")
    ]


@pytest.mark.parametrize(("where", "text"), rule_blocks(), ids=lambda one: one if "\n" not in one else "")
def test_every_rule_shown_is_a_rule_whose_examples_come_out(where: str, text: str, tmp_path: Path) -> None:
    path = tmp_path / "quality" / "shown.yaml"
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")

    rule = load_rule(path, "own/quality/shown")

    assert len(rule.examples) >= 2
    assert mismatches(rule) == []


def test_the_examples_shown_by_themselves_come_out(tmp_path: Path) -> None:
    page = ROOT / "docs" / "writing-rules.md"
    shown = [body for body in blocks(page, "yaml") if body.startswith("examples:")]
    path = tmp_path / "shown.yaml"
    head = "title: t\nwhy: w\nfix: f\nseverity: low\nowner: it\ncheck: "
    of_choices = "{one_of: {object: Account, field: Channels__c, values: [Email, Fax]}}\n"
    rules = []
    [orgs] = [body for body in blocks(page, "yaml") if body.startswith("two_people:")]
    (tmp_path / "example-orgs.yaml").write_text(orgs, encoding="utf-8")
    for one in shown:
        check = of_choices if "Channels__c" in one else "{filled: {object: Contact, field: Email}}\n"
        path.write_text(head + check + one, encoding="utf-8")
        rules.append(load_rule(path, "own/quality/shown"))

    assert [len(rule.examples) for rule in rules] == [3, 2, 3, 1]
    assert [found for rule in rules for found in mismatches(rule)] == []


def test_the_conditions_shown_can_be_written(tmp_path: Path) -> None:
    page = ROOT / "docs" / "writing-rules.md"
    [shown] = [body for body in blocks(page, "yaml") if body.startswith("when:")]
    indented = "".join(f"    {line}\n" for line in shown.splitlines())
    path = tmp_path / "shown.yaml"
    facts = "title: t\nwhy: w\nfix: f\nseverity: low\nowner: it\n"
    head = f"{facts}check:\n  filled:\n    object: Opportunity\n    field: NextStep\n"
    path.write_text(head + indented, encoding="utf-8")

    check = load_rule(path, "own/quality/shown").check

    assert isinstance(check, OfRecords)
    assert named_in(check.when) == {
        *("IsClosed", "Type", "StageName", "Probability", "CreatedDate", "Website", "CloseDate", "Amount"),
        *("Rating", "Industry", "Account.Type", "Owner.Type", "RecordType.DeveloperName"),
    }


@pytest.mark.parametrize("page", BY_HAND, ids=name_of)
def test_every_configuration_shown_can_be_loaded(page: Path, tmp_path: Path) -> None:
    known = {rule.id for rule in load_rules()}
    for body in blocks(page, "yaml"):
        if body.startswith(("overrides:", "blind_spots:", "owners:")):
            (tmp_path / "sf-audit.yaml").write_text(body, encoding="utf-8")
            config = load_config(tmp_path)
            assert {*config.overrides, *(spot.rule for spot in config.blind_spots)} <= known
        if body.startswith("waivers:"):
            (tmp_path / "waivers.yaml").write_text(body, encoding="utf-8")
            assert {waiver.rule for waiver in load_waivers(tmp_path)} <= known


@pytest.mark.parametrize("page", BY_HAND, ids=name_of)
def test_whatever_asks_for_less_in_an_example_is_approved(page: Path, tmp_path: Path) -> None:
    people = "people: {dana: {name: Dana Ruiz}}\nowners: {sales_ops: {name: Sales Operations}, it: {name: IT}}\n"
    for number, body in enumerate(blocks(page, "yaml")):
        workspace = tmp_path / str(number)
        workspace.mkdir()
        if body.startswith(("overrides:", "blind_spots:", "mass_deletions:", "sla:")):
            (workspace / "sf-audit.yaml").write_text(people + body, encoding="utf-8")
            assert Standards.of(workspace).config
        if body.startswith("waivers:"):
            (workspace / "sf-audit.yaml").write_text(people, encoding="utf-8")
            (workspace / "waivers.yaml").write_text(body, encoding="utf-8")
            assert Standards.of(workspace).waivers


def test_how_it_judges_names_every_reason() -> None:
    text = (ROOT / "docs" / "how-it-judges.md").read_text(encoding="utf-8")

    assert [one for one in Reason if f"| `{one}` |" not in text] == []


def test_how_it_judges_has_the_numbers_of_the_score() -> None:
    text = " ".join((ROOT / "docs" / "how-it-judges.md").read_text(encoding="utf-8").split())

    assert {one.value: weight for one, weight in WEIGHTS.items()} == {"critical": 10, "high": 5, "medium": 2, "low": 1}
    assert "critical 10, high 5, medium 2, low 1" in text
    assert CAP == 69
    assert "do not exceed **69**" in text
    assert (MOST_WHEN_BROKEN, str(POOR_BELOW)) == (60, "0.20")
    assert "a broken one 60 at most" in text
    assert "none 20 points below" in text


def test_the_tutorial_has_the_number_of_rules() -> None:
    text = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")

    nobody_outside = {"access/private-to-outsiders"}  # which does not apply in the demo org
    rules = str(len({rule.id for rule in load_rules()} - nobody_outside))
    assert re.findall(r"(\d+) of (\d+) rules checked", text) == [(rules, rules)]


def test_writing_rules_names_every_verb() -> None:
    text = (ROOT / "docs" / "writing-rules.md").read_text(encoding="utf-8")

    assert [verb for verb in checks() if f"(checks.md#{verb})" not in text] == []


def test_the_picture_is_a_small_png() -> None:
    picture = (ROOT / "docs" / "review.png").read_bytes()

    assert picture.startswith(b"\x89PNG\r\n")
    assert len(picture) < 400_000


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_a_page_names_no_machine(page: Path) -> None:
    text = page.read_text(encoding="utf-8")

    assert re.findall(r"/(?:work|root|tmp|farm|Users)/\S*|localhost:\d+|pypi\.\S+|index-url", text) == []
