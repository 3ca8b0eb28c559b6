"""The options that say in which form an answer about access is printed, made of the one list of forms."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import click

from sf_audit.errors import UsageProblem
from sf_audit.report.access.formats import TEXT, printed


def form_option(command: Callable[..., object]) -> Callable[..., object]:
    """Gives the command a `form`, from one option for each that is printed; text where none is named."""

    @functools.wraps(command)
    def with_form(*args: Any, **given: Any) -> object:
        asked = [each for each in printed() if given.pop(each.name)]
        if len(asked) > 1:
            names = " and ".join(each.option for each in asked)
            raise UsageProblem(f"{names} are two forms of one answer", hint="Name one of them.")
        return command(*args, form=asked[0] if asked else TEXT, **given)

    formed: Callable[..., object] = with_form
    for each in reversed(printed()):
        formed = click.option(each.option, each.name, is_flag=True, help=each.about)(formed)
    return formed
