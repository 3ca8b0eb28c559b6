"""`sf-audit init`: a folder with everything that people write."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from sf_audit.cli.first_steps import Answers, ask, ask_for_a_review
from sf_audit.cli.options import Target, trust_options
from sf_audit.cli.output import say
from sf_audit.cli.path_types import NamedPath
from sf_audit.errors import UsageProblem
from sf_audit.rulebook.workspace.config import CONFIG_FILE, WAIVERS_FILE

_CONFIG = """\
# Who stands behind the owners that rules name.
owners:
<owners>
# Who else may approve waivers and whatever else asks for less; owners may too. For example:
#   dana: {name: Dana Ruiz, contact: dana.ruiz@acme.example}
people: {}

# Beside them under `people:` may stand what a review says of teams (teams, individuals or off), from how many records
# on, which field of User is the region, and whether people's own worklists say which share they keep:
#   visibility: teams
#   minimum: 30
#   region: Country
#   accuracy: false

# Business days until a finding is due, by severity. More days than these need beside them:
#   sla_approval: {reason: …, approved_by: dana, until: 2027-03-31}
sla: {critical: 1, high: 5, medium: 20, low: 60}

# By when the old stock is gone: what the first review of each rule found, but for critical findings. What is new, and
# what returns, is due as `sla` says.
#   burn_down: {until: 2027-06-30, reason: …, approved_by: dana}

# Which days are business days. Without a country there are no public holidays, and a week is Monday to Friday:
#   country: DE
#   subdivision: BY
#   free_days: [2026-12-24]
#   working_week: [mon, tue, wed, thu, fri]
calendar: <calendar>

# Business days for the review of a request in registers/requests.yaml, and until an approved one is agreed on.
request_days: {review: 5, scoping: 5}

# Who is told of a review, and that none has arrived (docs/cron.md), for example:
#   mail: {to: [ops@acme.example], from: crm-health@acme.example, server: smtp.acme.example, attach: [html]}
#   webhooks: [team-chat]
notify: {}

# Parts of the org's API calls of a day: what one run may use, and up to which use by everybody it goes on.
api: {own_share: 10%, org_share: 80%}

# Records that a loader put elsewhere already, and that are read there instead of from the org, for example:
#   Account: {postgresql: service=warehouse, table: salesforce.account, loader: fivetran}
sources: {}

# What differs here from the shipped rules, for example:
#   quality/account-industry-filled: {severity: high, at_least: 99%}
# What asks for less than the rule needs a reason, an approver who is declared above, and an end:
#   quality/contact-email-filled: {at_least: 80%, reason: …, approved_by: dana, until: 2027-03-31}
#   metadata/fields-described: {off: true, reason: …, approved_by: dana, until: 2027-03-31}
overrides: {}

# Rules that people accept as not checked for a time. They still lower the coverage.
#   - {rule: performance/storage, reason: …, approved_by: dana, until: 2027-03-31}
blind_spots: []

# Records that were deleted on purpose: without this, far fewer rows than last time put their rules in doubt.
#   - {object: Lead, on: 2026-11-20, reason: …, approved_by: dana}
mass_deletions: []

# Objects of which far fewer records come than the org counts, and why that is right.
#   - {object: Lead, reason: …, approved_by: dana, until: 2027-03-31}
record_count_gaps: []

# Fields of the org that say until when a record is exempt from the rules about its object.
#   Account: {until: Exempt_Until__c, reason: …, approved_by: dana}
exemptions: {}

# Days for which a waiver may hold, and what else is approved above.
longest_waiver: 180 days
"""

_WAIVERS = """\
# Findings that people accept for a time. A waiver hides nothing: it is counted and shown.
#   - rule: access/modify-all-data
#     id: 005000000000001AAA
#     reason: …
#     approved_by: dana
#     until: 2027-03-31
# One without an id covers what was first seen by the day it was written:
#   - {rule: quality/contact-email-filled, written: 2026-11-30, reason: …, approved_by: dana, until: 2027-03-31}
waivers: []
"""

_IGNORED = "snapshots/\nreviews/\nworklists/\n"


@click.command()
@click.argument("folder", type=NamedPath(file_okay=False, path_type=Path), default=Path())
@click.option("--yes", is_flag=True, help="Ask nothing, and take what is usual.")
@trust_options
@click.pass_context
def init(ctx: click.Context, folder: Path, *, yes: bool, target: Target) -> None:
    """Make a workspace in FOLDER: configuration, own rules, waivers. Existing files are left as they are.

    At a terminal it asks who stands behind the owners of rules, and can go on to sign in to an org and to review it.
    """
    asks = not yes and sys.stdin.isatty() and sys.stdout.isatty()
    answers = ask() if asks and not os.path.lexists(folder / CONFIG_FILE) else Answers()
    _make(folder, answers)
    if not asks or not ask_for_a_review(ctx, folder, target):
        say(f"\nNext: sf-audit login NAME …, then sf-audit review --org NAME --workspace {folder}")


def _make(folder: Path, answers: Answers) -> None:
    files = {
        folder / CONFIG_FILE: _CONFIG.replace("<owners>", answers.owners).replace("<calendar>", answers.calendar),
        folder / WAIVERS_FILE: _WAIVERS,
        folder / ".gitignore": _IGNORED,
        folder / "rules" / "quality" / ".gitkeep": "",
    }
    try:
        for path, text in files.items():
            if not os.path.lexists(path):
                path.parent.mkdir(parents=True, exist_ok=True)
                with path.open("x", encoding="utf-8") as file:  # not through a link that lies there
                    file.write(text)
                say(f"made {path}")
    except OSError as problem:
        raise UsageProblem(f"{folder} cannot be made a workspace: {problem.strerror}") from None
