"""What is wrong with a YAML file in words of the file: the line, the mistake, and what to write instead.

The parser stops where it can no longer go on and names its own grammar. People who write rules make a dozen mistakes
(a tab, a colon without its space, a quote that is not closed), and each is told from the lines around that place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ruamel.yaml.error import MarkedYAMLError

_LONGEST = 80
_STEPS = "Lines that belong together begin in the same column, and what stands under a key two spaces further in."

#: A key with its colon and its value, behind the dash of a list where there is one.
_KEY_AND_VALUE = re.compile(r"^(?P<before>\s*(?:- +)*(?P<key>[\w-][\w .-]*|\"[^\"]*\"|'[^']*'):)[ \t]+(?P<value>\S.*)$")
_NO_SPACE = re.compile(r"^\s*(?:- +)*(?P<key>[A-Za-z_]\w*):(?P<value>[^\s:/].*)$")
_ITEM = re.compile(r"^(?P<before>\s*(?:- +)*-)[ \t]+(?P<value>\S.*)$")

#: Characters with which no unquoted text begins in YAML.
_NEED_QUOTES = "@`%*&!|>,"

_PAIRS = {"]": "[", "}": "{"}


@dataclass(frozen=True, slots=True)
class Mistake:
    """A line of the file (1-based), what is wrong with it, and what to do."""

    line: int
    says: str
    hint: str


@dataclass(frozen=True, slots=True)
class _Stop:
    """Where the parser stopped, where what it was reading began, and what it says of it."""

    line: int
    begun: int
    says: str
    lines: Sequence[str]

    def text(self, line: int) -> str:
        """The text of a line; nothing beyond the end."""
        return self.lines[line - 1] if 0 < line <= len(self.lines) else ""

    @property
    def above(self) -> int:
        """The last line above that says something; 0 where there is none."""
        filled = (line for line in range(self.line - 1, 0, -1) if _says_something(self.text(line)))
        return next(filled, 0)

    @property
    def suspects(self) -> tuple[int, ...]:
        """The lines that can hold the mistake, the likeliest first."""
        return tuple(dict.fromkeys(line for line in (self.line, self.above, self.begun) if line))


def mistake(problem: MarkedYAMLError, text: str) -> Mistake:
    """What people got wrong where the parser stopped."""
    lines = text.splitlines()
    at = problem.problem_mark or problem.context_mark
    begun = problem.context_mark or at
    says = f"{problem.context or ''} {problem.problem or ''}"
    stop = _Stop(at.line + 1 if at else 1, begun.line + 1 if begun else 1, says, lines)
    found = next((known for check in _CHECKS if (known := check(stop))), None)
    return found or Mistake(
        min(stop.line, max(len(lines), 1)),
        "this line cannot be understood",
        "Look at it and at the line above: colons, quotes, brackets, and the spaces at the beginning.",
    )


def needs_quotes(line: int, text: str) -> Mistake:
    """A value that begins with a character that means something else in YAML."""
    value = _value(text)
    begins = value[:1] or "this character"
    return Mistake(line, f"a text that begins with {begins} needs quotes", _written(text, value))


def _value(text: str) -> str:
    match = _KEY_AND_VALUE.match(text) or _ITEM.match(text)
    return match["value"].rstrip() if match else text.strip()


def _written(text: str, value: str) -> str:
    """The line as it should be, with its value in quotes."""
    if len(text) > _LONGEST:
        return "Put the text in quotes."
    quoted = f"'{value}'" if '"' in value or "\\" in value else f'"{value}"'
    if "'" in value and quoted.startswith("'"):
        quoted = "'" + value.replace("'", "''") + "'"
    before = text[: text.rfind(value)].strip() if value else text.strip()
    return f"Write: {before} {quoted}".replace("Write:  ", "Write: ")


def _says_something(text: str) -> bool:
    return bool(text.strip()) and not text.lstrip().startswith("#")


def _indent(text: str) -> int:
    return len(text) - len(text.lstrip(" "))


def _odd_space(stop: _Stop) -> Mistake | None:
    """Tabs, and spaces and colons that only look like those of YAML."""
    for line in stop.suspects:
        text = stop.text(line)
        before = text[: len(text) - len(text.lstrip())]
        if "\t" in before:
            return Mistake(line, "the line begins with a tab", "Indent with spaces, two for each step.")
        if "\u00a0" in before or re.search(r":\u00a0", text):
            return Mistake(line, "a space in this line is a no-break space", "Type the space again.")
        if re.match(r"\s*[\w-]+\uff1a", text):
            return Mistake(line, "the colon is a full-width one", "Type the colon again, and a space after it.")
    return None


def _twice(stop: _Stop) -> Mistake | None:
    match = re.search(r"found duplicate key \"(.*?)\" with value", stop.says, re.DOTALL)
    if match is None:
        return None
    key = re.compile(rf"(^|[\s{{,]){re.escape(match[1])}[\"']?\s*:")
    other = next((line for line in range(stop.line - 1, 0, -1) if key.search(stop.text(line))), stop.line)
    return Mistake(stop.line, f"`{match[1]}` is there twice", f"Line {other} has it too: keep one of them.")


def _second_document(stop: _Stop) -> Mistake | None:
    if "single document" not in stop.says:
        return None
    hint = "A file holds one rule, or one configuration: make two files of it, or take the line --- away."
    return Mistake(stop.line, "a second document begins here", hint)


def _quotes(stop: _Stop) -> Mistake | None:
    if "escape character" in stop.says:
        hint = "Put the text in single quotes: there a backslash is a backslash."
        return Mistake(stop.line, "a backslash in double quotes begins a special character", hint)
    for line in range(min(stop.begun, stop.line), min(stop.line, len(stop.lines)) + 1):
        value = _value(stop.text(line))
        quote = value[:1]
        if quote not in {'"', "'"} or not quote:
            continue
        if value.count(quote) == 1:
            return Mistake(line, f"the quote {quote} that begins here is not closed", f"Write {quote} at its end too.")
        if line == stop.line and not value.endswith((quote, ",", "]", "}")):
            other = "'" if quote == '"' else '"'
            hint = f"Put all of the text in quotes; where it has {quote} in it, in {other}."
            return Mistake(line, "the text goes on after its closing quote", hint)
    if "quoted scalar" in stop.says:
        return Mistake(stop.begun, "the quote that begins here is not closed", "Write it at the end of the text too.")
    return _apostrophe(stop)


def _apostrophe(stop: _Stop) -> Mistake | None:
    value = _value(stop.text(stop.line))
    if not value.startswith("'") or "<scalar>" not in stop.says:
        return None
    return Mistake(stop.line, "an apostrophe ends a text in single quotes", 'Put the text in double quotes: "it\'s".')


def _first_character(stop: _Stop) -> Mistake | None:
    for line in (stop.line, stop.above):
        text = stop.text(line)
        value = _value(text)
        if text.startswith("%"):
            return Mistake(line, "a line that begins with % is an instruction to YAML", "Take the % away.")
        if value[:2] in {"- ", "? "} or value[:1] in set(_NEED_QUOTES) - set("|>"):
            return needs_quotes(line, text)
        if line == stop.line and (_text_after_sign(value) or _text_after_brackets(value)):
            return needs_quotes(line, text)
    return None


def _sign_within(stop: _Stop) -> Mistake | None:
    """A character that needs quotes further inside the line, such as in `{Email: @all}`."""
    found = re.search(r"found character '(.+?)' that cannot start", stop.says)
    sign = found[1] if found else next((sign for word, sign in _SIGNS.items() if word in stop.says), "")
    if sign in {"\\t", "\t"}:
        return Mistake(stop.line, "a tab stands in this line", "Write spaces in its place.")
    if not sign:
        return None
    return Mistake(stop.line, f"a text that begins with {sign} needs quotes", f'Write it so: "{sign}…"')


#: What the parser was reading → the sign that made it do so.
_SIGNS = {"alias": "*", "anchor": "&", " tag": "!"}


def _text_after_sign(value: str) -> bool:
    """`> 5 people`: what follows the sign of a text of several lines is neither a digit, a sign nor a comment."""
    return re.match(r"[|>][+\-\d]*\s+[^#\s]|[|>][^+\-\d\s]", value) is not None


def _text_after_brackets(value: str) -> bool:
    """`{n} people`: what stands in brackets ends before the text does."""
    if value[:1] not in {"[", "{"}:
        return False
    depth = 0
    for place, letter in enumerate(value):
        depth += (letter in "[{") - (letter in "]}")
        if depth == 0:
            rest = value[place + 1 :].strip()
            return bool(rest) and not rest.startswith(("#", ",", "]", "}"))
    return False


def _no_space(stop: _Stop) -> Mistake | None:
    for line in stop.suspects:
        match = _NO_SPACE.match(stop.text(line))
        if match:
            hint = f"Write: {match['key']}: {match['value'].strip()}"
            says = f"there is no space after the colon of `{match['key']}`"
            return Mistake(line, says, hint if len(hint) <= _LONGEST else "Write a space after it.")
    return None


def _colon_in_text(stop: _Stop) -> Mistake | None:
    if "mapping values" not in stop.says:
        return None
    text = stop.text(stop.line)
    value = _value(text)
    if _KEY_AND_VALUE.match(text) and re.search(r":(\s|$)", value) and value[:1] not in {"[", "{"}:
        return Mistake(stop.line, "a text with a colon in it needs quotes", _written(text, value))
    return None


def _brackets(stop: _Stop) -> Mistake | None:
    if "parsing a flow" not in stop.says and not re.search(r"found '[\]}]'", stop.says):
        return None
    opened: list[tuple[str, int]] = []
    for line in range(stop.begun if "parsing a flow" in stop.says else stop.line, stop.line + 1):
        for letter in re.sub(r"\"[^\"]*\"|'[^']*'|(?:^|\s)#.*", "", stop.text(line)):
            if letter in "[{":
                opened.append((letter, line))
            elif letter in "]}" and not (opened and opened[-1][0] == _PAIRS[letter]):
                return _unmatched(letter, line, opened)
            elif letter in "]}":
                opened.pop()
    if opened:
        return _unmatched("", stop.line, opened)
    hint = "Between [ and ] parts are told apart by commas, between { and } also keys by a colon and a space."
    return Mistake(stop.line, "something is missing between the brackets of this line", hint)


def _unmatched(letter: str, line: int, opened: Sequence[tuple[str, int]]) -> Mistake:
    closing = {opens: closes for closes, opens in _PAIRS.items()}
    if opened and (not letter or any(opens == _PAIRS[letter] for opens, _ in opened)):
        opens, begun = opened[-1]
        return Mistake(begun, f"the bracket {opens} is not closed", f"Write {closing[opens]} where its list ends.")
    return Mistake(line, f"nothing opens the bracket {letter}", "Take it away, or write the bracket that opens.")


def _no_key(stop: _Stop) -> Mistake | None:
    hint = "Write a key, a colon, a space and the value. A text of several lines has >- behind its key: why: >-"
    if "could not find expected ':'" in stop.says:
        return Mistake(stop.begun, "this line has no key with a colon", hint)
    above = stop.text(stop.above).split(" #")[0]
    if "mapping values" in stop.says and stop.above and ":" not in above and not above.lstrip().startswith("- "):
        return Mistake(stop.above, "this line has no key with a colon", hint)
    return None


def _indentation(stop: _Stop) -> Mistake | None:
    here, above = stop.text(stop.line), stop.text(stop.above)
    if "mapping values" in stop.says and _indent(here) > _indent(above):
        says = "the line is further in than the one above, which has a value already"
        return Mistake(stop.line, says, _STEPS)
    if "<block end>" in stop.says:
        spaces = _indent(here)
        says = f"the line begins after {spaces} {'space' if spaces == 1 else 'spaces'}, as no line that it belongs to"
        return Mistake(stop.line, says, _STEPS)
    return None


_CHECKS: Sequence[Callable[[_Stop], Mistake | None]] = (
    _odd_space,
    _twice,
    _second_document,
    _quotes,
    _first_character,
    _no_space,
    _colon_in_text,
    _brackets,
    _sign_within,
    _no_key,
    _indentation,
)
