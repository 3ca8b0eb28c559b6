"""`sf-audit rules`: what the standards are, and whether their own examples come out."""

from __future__ import annotations

from pathlib import Path

import click

from sf_audit.cli.options import existing_workspace_option
from sf_audit.cli.output import say, say_json
from sf_audit.cli.rule_page import rule_lines
from sf_audit.cli.rules_check import check_rules
from sf_audit.cli.rules_suggest import suggest_rules
from sf_audit.errors import UsageProblem
from sf_audit.exit_codes import ExitCode
from sf_audit.report.words import count
from sf_audit.rulebook.judging.examples import mismatches
from sf_audit.rulebook.rules.example_orgs import schema as example_orgs_schema
from sf_audit.rulebook.rules.rule import Rule
from sf_audit.rulebook.rules.schema import schema as rule_schema
from sf_audit.rulebook.workspace.config_schema import config_schema
from sf_audit.rulebook.workspace.references import meant
from sf_audit.rulebook.workspace.standards import Standards


@click.group()
def rules() -> None:
    """List, show, test and check the rules, and print their JSON Schema."""


rules.add_command(check_rules)
rules.add_command(suggest_rules)


@rules.command("list")
@existing_workspace_option
@click.option("--json", "as_json", is_flag=True, help="One JSON document.")
def list_rules(workspace: Path, as_json: bool) -> None:
    """One line per rule: id, severity, owner, title."""
    known = Standards.of(workspace).rules
    if as_json:
        say_json([_facts(rule) for rule in known])
        return
    widest = max(len(rule.id) for rule in known)
    for rule in known:
        say(f"{rule.id:<{widest}}  {rule.severity:<8}  {rule.owner:<9}  {rule.title}")


@rules.command("show")
@click.argument("rule_id", metavar="ID")
@existing_workspace_option
def show_rule(rule_id: str, workspace: Path) -> None:
    """Everything about one rule: why, how to fix, its check with its settings, which records, the queries."""
    rule = _find(Standards.of(workspace).rules, rule_id)
    for line in rule_lines(rule):
        say(line)


@rules.command("test")
@click.argument("rule_ids", metavar="[ID]...", nargs=-1)
@existing_workspace_option
@click.pass_context
def test_rules(ctx: click.Context, rule_ids: tuple[str, ...], workspace: Path) -> None:
    """Run the examples of all rules, or of those named. Exit 1 if one does not come out as written, or is missing."""
    chosen = Standards.of(workspace).only(rule_ids).rules
    wrong = [found for rule in chosen for found in mismatches(rule)]
    for mismatch in wrong:
        say(f"{mismatch.rule}, example {mismatch.number}: expected {mismatch.expected}; found {mismatch.found}")
    without = [rule.id for rule in chosen if not rule.examples]
    for name in without:
        say(f"{name}: has no examples, so nothing shows that it says what it means")
    examples = sum(len(rule.examples) for rule in chosen)
    say(f"{count(len(chosen), 'rule')}, {count(examples, 'example')}, {len(wrong)} wrong")
    ctx.exit(ExitCode.FINDINGS if wrong or without else ExitCode.DONE)


@rules.command("schema")
@click.option("--example-orgs", is_flag=True, help="That of example-orgs.yaml instead.")
@click.option("--settings", is_flag=True, help="That of sf-audit.yaml instead.")
def print_schema(example_orgs: bool, settings: bool) -> None:
    """The JSON Schema of a rule file, for completion in an editor."""
    if settings:
        say_json(config_schema())
        return
    say_json(example_orgs_schema() if example_orgs else rule_schema())


def _find(known: tuple[Rule, ...], rule_id: str) -> Rule:
    for rule in known:
        if rule.id == rule_id:
            return rule
    raise UsageProblem(f"there is no rule “{rule_id}”", hint=meant(rule_id, known))


def _facts(rule: Rule) -> dict[str, str | list[str]]:
    return {
        "id": rule.id,
        "title": rule.title,
        "pillar": rule.pillar.value,
        "severity": rule.severity.value,
        "owner": rule.owner,
        "partner": rule.partner,
        "check": rule.check.verb,
        "meets": list(rule.meets),
        "tags": list(rule.tags),
    }
