"""The descriptions of fields that IT is asked for, as texts to paste: no file of them can be deployed safely.

A file of a custom field is its whole definition, and what it does not name is set back. Of standard fields the Metadata
API takes help text and tracking alone ("CustomField" in the "Metadata API Developer Guide").
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sf_audit.model.handoff import NewValidationRule
from sf_audit.report.hostile import printable

_CUSTOM = "__c"

#: Characters of one standard in a description, so that three of them have room in the thousand of a custom field.
_MOST = 300


def descriptions(rules: Sequence[NewValidationRule]) -> Iterator[str]:
    """Lines of Markdown; none where no field is known."""
    texts = _by_field(rules)
    custom, standard = (
        {name: lines for name, lines in texts.items() if name.endswith(_CUSTOM) is custom} for custom in (True, False)
    )
    if not texts:
        return
    yield "## Descriptions of fields"
    yield ""
    yield "Not among the files: a file of a field sets all back that it does not name. Add each text to what is there."
    yield ""
    if custom:
        yield "Custom fields: edit the field in Setup (Object Manager), or begin with what the org has now:"
        yield ""
        yield "```shell"
        yield from (f"sf project retrieve start --metadata CustomField:{name} --target-org SANDBOX" for name in custom)
        yield "```"
        yield ""
        yield "then put the text into `<description>` of the file that came (`&amp;` for `&`, `&lt;` for `<`), change"
        yield "nothing else, and deploy that file."
        yield ""
        yield from _texts(custom)
    if standard:
        yield "Standard fields: of these the Metadata API takes help text and tracking, and no description. Put the"
        yield "text into the Help Text of the field in Setup, and into your data dictionary:"
        yield ""
        yield from _texts(standard)


def _by_field(rules: Sequence[NewValidationRule]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for rule in rules:
        for field in rule.fields:
            found.setdefault(f"{rule.object}.{field}", []).append(_text(rule))
    return dict(sorted(found.items()))


def _text(rule: NewValidationRule) -> str:
    """One line, so that nothing in it ends the block that it stands in."""
    plain = " ".join(printable(f"Data standard {rule.rule}: {rule.title}. {rule.why}").replace("`", "'").split())
    return plain if len(plain) <= _MOST else f"{plain[: _MOST - 1].rpartition(' ')[0]}…"


def _texts(texts: dict[str, list[str]]) -> Iterator[str]:
    for name, lines in texts.items():
        yield f"`{name}`"
        yield ""
        yield "```text"
        yield from lines
        yield "```"
        yield ""
