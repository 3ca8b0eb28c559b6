"""The page that asks IT for the change: what, why, whom it affects, what would be stopped today, and the way back."""

from __future__ import annotations

from collections.abc import Iterator

from sf_audit.model.handoff import Handoff, NewValidationRule
from sf_audit.report.handoff.descriptions import descriptions
from sf_audit.report.hostile import markdown_text
from sf_audit.report.words import count

#: Roles that are named beside a rule.
_ROLES = 4


def change_request(handoff: Handoff) -> str:
    """Markdown, ending in a newline."""
    return "\n".join(_lines(handoff)) + "\n"


def _lines(handoff: Handoff) -> Iterator[str]:
    about, rules = handoff.about, handoff.validation_rules
    yield f"# Change request: {count(len(rules), 'validation rule')} for {markdown_text(about.org_name)}"
    yield ""
    yield f"Read {about.taken:%Y-%m-%d %H:%M} UTC from org {about.org_id}. Nothing was deployed."
    yield ""
    yield "## What and why"
    yield ""
    for rule in rules:
        yield f"- **{markdown_text(rule.full_name)}**: {markdown_text(rule.title)}. {markdown_text(rule.why)}"
        yield f"  Asks for: {markdown_text(rule.asks)} (standard {markdown_text(rule.rule)})."
    yield ""
    yield from _bypass(handoff)
    yield "## Who is affected, and what would be stopped today"
    yield ""
    yield "| Validation rule | Records that break it today | Of | People who may save them |"
    yield "|---|---:|---:|---|"
    yield from map(_row, rules)
    yield ""
    yield "A record that breaks a rule is stopped when somebody saves it next, for whatever reason. Mend these records"
    yield "first, or tell the people above before it is active. Integrations and imports are stopped too."
    yield ""
    yield from _how()
    yield from descriptions(rules)
    yield from _left_out(handoff)


def _bypass(handoff: Handoff) -> Iterator[str]:
    name = f"`{handoff.bypass}`"
    known = "is new: nobody holds it" if handoff.bypass_is_new else "is in the org already and is not deployed"
    yield f"Holders of the custom permission {name} get past. It {known}."
    yield "Put it in a permission set, and give that to users of loads and integrations for as long as they need it."
    yield ""


def _row(rule: NewValidationRule) -> str:
    most = sorted(rule.roles.items(), key=lambda role: (-role[1], role[0]))
    named = ", ".join(f"{markdown_text(role)} ({number:,})" for role, number in most[:_ROLES])
    more = f" and {count(len(most) - _ROLES, 'more role')}" if len(most) > _ROLES else ""
    people = f"{sum(rule.roles.values()):,}: {named}{more}" if most else "nobody"
    return f"| {markdown_text(rule.full_name)} | {rule.kept.broken:,} | {rule.kept.checked:,} | {people} |"


def _how() -> Iterator[str]:
    yield "## How, and the way back"
    yield ""
    yield "Into a sandbox first:"
    yield ""
    yield "```shell"
    yield "sf project deploy start --manifest manifest/package.xml --target-org SANDBOX"
    yield "```"
    yield ""
    yield "To take it all back:"
    yield ""
    yield "```shell"
    yield "sf project deploy start --manifest rollback/package.xml \\"
    yield "  --post-destructive-changes rollback/destructiveChanges.xml --target-org SANDBOX"
    yield "```"
    yield ""


def _left_out(handoff: Handoff) -> Iterator[str]:
    """Those that would need a validation rule and have none here; the others are counted."""
    open_still = [left_out for left_out in handoff.left_out if left_out.verdict is None]
    others = len(handoff.left_out) - len(open_still)
    if open_still:
        yield "## Declared, and not among these rules"
        yield ""
        for left_out in open_still:
            yield f"- {markdown_text(left_out.rule)}: {markdown_text(left_out.why)}."
        yield ""
    if others:
        are = "is" if others == 1 else "are"
        number = count(others, "other standard")
        yield f"{number} {are} enforced in some way, or not known to be: see `sf-audit standards`."
