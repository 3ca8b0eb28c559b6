"""The options that say in which form an answer about access is given, made of the one list of forms."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from sf_audit.cli.output import say_document
from sf_audit.cli.path_types import NamedPath
from sf_audit.errors import UsageProblem
from sf_audit.exit_codes import ExitCode
from sf_audit.report.access.formats import TEXT, AccessFormat, Answer, forms_of
from sf_audit.snapshot.out_files import write_out


@dataclass(frozen=True, slots=True)
class Forms:
    """What somebody asked for: the form that is printed, and those that are written, each with its file."""

    printed: AccessFormat
    files: tuple[tuple[AccessFormat, Path], ...]


def form_options(answer: type[Answer]) -> Callable[[Callable[..., object]], Callable[..., object]]:
    """Gives a command `forms`, from an option for each form that such an answer can take; text where none is named."""
    offered = [each for each in forms_of(answer) if each.option]

    def decorated(command: Callable[..., object]) -> Callable[..., object]:
        @functools.wraps(command)
        def with_forms(*args: Any, **given: Any) -> object:
            values = [(each, given.pop(each.name)) for each in offered]
            return command(*args, forms=_forms([(each, value) for each, value in values if value]), **given)

        formed: Callable[..., object] = with_forms
        for each in reversed(offered):
            formed = _option(each)(formed)
        return formed

    return decorated


def deliver(answer: Answer, forms: Forms) -> ExitCode:
    """Write and print an answer in the forms that were asked for; the exit code."""
    for form, path in forms.files:
        _write(path, "".join(form.written(answer)))
    say_document(forms.printed.written(answer))
    return ExitCode.DONE if answer.complete else ExitCode.PARTIAL


def _option(form: AccessFormat) -> Callable[[Callable[..., object]], Callable[..., object]]:
    if form.to_file:
        kind = NamedPath(dir_okay=False, path_type=Path)
        return click.option(form.option, form.name, type=kind, help=form.about)
    return click.option(form.option, form.name, is_flag=True, help=form.about)


def _forms(asked: Sequence[tuple[AccessFormat, Any]]) -> Forms:
    """Each form that was asked for, with the value of its option: a file where it is written."""
    printed = [form for form, _ in asked if not form.to_file]
    if len(printed) > 1:
        names = " and ".join(form.option for form in printed)
        raise UsageProblem(f"{names} are two forms of one answer", hint="Name one of them.")
    files = tuple((form, path) for form, path in asked if form.to_file)
    return Forms(printed[0] if printed else TEXT, files)


def _write(path: Path, text: str) -> None:
    try:
        write_out(path, text)
    except OSError as problem:
        raise UsageProblem(f"{path} cannot be written: {problem.strerror}") from None
