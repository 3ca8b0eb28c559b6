"""`sf-audit completion`: what lets a shell complete commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from sf_audit.cli.output import say_document
from sf_audit.errors import UsageProblem

_VARIABLE = "_SF_AUDIT_COMPLETE"


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(ctx: click.Context, shell: str) -> None:
    """Print what lets a SHELL complete commands and options.

    For bash: sf-audit completion bash > ~/.local/share/bash-completion/completions/sf-audit
    """
    made = get_completion_class(shell)
    if made is None:
        raise UsageProblem(f"no completion is known for {shell}")
    say_document([made(ctx.find_root().command, {}, "sf-audit", _VARIABLE).source()])
