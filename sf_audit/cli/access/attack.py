"""`sf-audit access attack`: how people who are no administrators can become one, and what ends it."""

from __future__ import annotations

import click

from sf_audit.access import Access
from sf_audit.access.answers.question import person
from sf_audit.access.attack import attack as attack_paths
from sf_audit.cli.access.form_option import Forms, deliver, form_options
from sf_audit.cli.access.source import Source, access_from, source_options
from sf_audit.errors import NotAnswered
from sf_audit.model.access import Person
from sf_audit.model.attack import Attack
from sf_audit.model.review import NotReadable


@click.command()
@source_options
@click.option("--from", "start", metavar="USER", help="Only the ways of this username or id.")
@form_options(Attack)
@click.pass_context
def attack(ctx: click.Context, *, source: Source, start: str | None, forms: Forms) -> None:
    """Who can become an administrator, in how few steps, and which changes take that from most.

    It follows permissions: assign permission sets, manage users, author Apex, modify metadata, customise the
    application, manage connected apps, log in as somebody else. Frozen users start nowhere.

    Exit codes: 0 everything was looked at · 2 usage · 3 somebody or something is not checked · 4 to 6 and 75 as in
    `review`.
    """
    with access_from(source) as found:
        answer = _asked(found, person(found, start, redact=source.redact) if start else None)
    ctx.exit(deliver(answer, forms))


def _asked(access: Access, asker: Person | None) -> Attack:
    try:
        return attack_paths(access, asker)
    except NotReadable as problem:
        raise NotAnswered(f"who is an administrator is not known: {problem}", hint=problem.unread.unlocked_by) from None
