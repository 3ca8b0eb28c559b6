"""The forms of an answer about access: which option asks for one, and which answers have it.

This is the one list: the options of `sf-audit access` are made of it, and each entry is tested with hostile names,
with names withheld, and for each kind of answer. An answer arrives here with its names withheld already, where that
was asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from sf_audit.model.access import Diff, Who, Why
from sf_audit.report.access.csv import diff_csv, who_csv, why_csv
from sf_audit.report.access.json import access_json
from sf_audit.report.access.page import access_page
from sf_audit.report.access.text import diff_text, who_text, why_text

Answer = Why | Who | Diff


@dataclass(frozen=True, slots=True)
class AccessFormat:
    """One form. `pieces` has a function for each kind of answer that can take it.

    Without an option it is what is printed when nobody asks for another; one that is `to_file` takes a path.
    """

    name: str
    media_type: str
    pieces: Mapping[type[Answer], Callable[..., Iterable[str]]]
    option: str = ""
    about: str = ""
    to_file: bool = False

    def written(self, answer: Answer) -> Iterable[str]:
        """The answer in this form, piece by piece."""
        return self.pieces[type(answer)](answer)


def _whole(make: Callable[..., str]) -> Callable[..., Iterable[str]]:
    return lambda answer: [make(answer)]


ACCESS_FORMATS: Mapping[str, AccessFormat] = {
    each.name: each
    for each in (
        AccessFormat(
            name="text",
            media_type="text/plain",
            pieces={Why: _whole(why_text), Who: _whole(who_text), Diff: _whole(diff_text)},
        ),
        AccessFormat(
            name="json",
            media_type="application/json",
            pieces=dict.fromkeys((Why, Who, Diff), _whole(access_json)),
            option="--json",
            about="Print all of it as JSON.",
        ),
        AccessFormat(
            name="csv",
            media_type="text/csv",
            pieces={Why: why_csv, Who: who_csv, Diff: diff_csv},
            option="--csv",
            about="Print all of it as CSV.",
        ),
        AccessFormat(
            name="html",
            media_type="text/html",
            pieces={Why: _whole(access_page)},
            option="--html",
            about="Write a page with a picture.",
            to_file=True,
        ),
    )
}
"""Every form, by its name."""

TEXT = ACCESS_FORMATS["text"]


def printed() -> tuple[AccessFormat, ...]:
    """Those that an option without a value asks for."""
    return tuple(each for each in ACCESS_FORMATS.values() if each.option and not each.to_file)
