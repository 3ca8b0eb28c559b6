"""`sf-audit plan`: what a review would ask of the org."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from sf_audit.cli.connect import confirmed, connect
from sf_audit.cli.options import Target, org_options, rules_option, workspace_option
from sf_audit.cli.output import say, set_up_log
from sf_audit.connector.plan.planned import PlannedQuery
from sf_audit.model.counts import count
from sf_audit.review.run import identified, planned
from sf_audit.rulebook.workspace.standards import Standards


@click.command()
@org_options
@workspace_option
@rules_option
def plan(target: Target, workspace: Path, chosen: tuple[str, ...]) -> None:
    """Print every query a review would send, and what it costs; read no record.

    Asks the org for descriptions and record counts only. Sizes are estimates: the counts are cached by the
    org, and filters are not applied to them.
    """
    set_up_log(quiet=False, log_format="text")
    standards = Standards.of(workspace).only(chosen)
    client, named = connect(target, workspace)
    org = identified(client, partial(confirmed, named=named))
    drawn = planned(client, org, standards, workspace)
    for query in drawn.queries:
        say(_line(query))
    for table in drawn.tables:
        if table.unread is not None:
            say(f"{table.need.table}: cannot be read: {table.unread.detail}")
    cost = drawn.cost
    limit = f" of {client.budget.limit:,} a day" if client.budget.limit else ""
    say(f"\nTogether: {count(cost.calls, 'API call')}{limit}, {_size(cost.bytes)}, about {cost.seconds:,.0f} s")


def _line(query: PlannedQuery) -> str:
    rows = "rows unknown" if query.rows is None else f"{count(query.rows, 'row')}"
    facts = f"{query.how}, {rows}, {_size(query.bytes)}, {count(query.calls, 'call')}, {query.seconds:.1f} s"
    return f"{query.table} ({facts})\n  {query.soql}"


def _size(count: float) -> str:
    for unit in ("B", "kB", "MB"):
        if count < 1000:
            return f"{count:.0f} {unit}"
        count /= 1000
    return f"{count:.1f} GB"
