"""Which names are placeholders: typed to get past a required field, and the name of nothing.

A name is folded (see `fold`) and cut into words, runs of Unicode letters with their marks and runs of digits. It is a
placeholder where

- it has no letter and no digit: "-", "?", "...";
- it is a phrase of the list, such as "not applicable";
- each word is a placeholder or says nothing, and one at least is a placeholder. Words that say nothing are the generic
  ones ("account", "GmbH"), single letters and numbers. "Test company 2" is one, "Test Valley Borough Council" is none;
- it is a word that is a placeholder only where it stands alone, or with numbers: "N/A", "null 1";
- it is an address with a placeholder before the @, and one after it: "none@none.com".

In the name of a person, a word that people are called by is a name where nothing else stands there: "Null", "Test".

A placeholder is a word of the list, several of them without a space ("testtest", "testaccount"), a run of keys on a
keyboard ("asdf"), "xxx", four or more of one letter. Zeros, three or more of one digit and runs of three digits are
placeholders where they stand alone, in groups too: "000-00-0000".
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files

from sf_audit.expectations.texts.fold import LETTERS, fold
from sf_audit.snapshot.sql import quote_literal

_LISTS = "placeholders.toml"

#: A letter with its marks, by Unicode; `\w` has digits and the underscore as well.
_WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0590-\u05c7\u064b-\u065f\u0900-\u0e4e\u3099\u309a])*|\d+")

_ONE_DIGIT = re.compile(r"0+|(\d)\1{2,}")
_ONE_LETTER = re.compile(r"x{3,}|([a-z])\1{3,}")
_DIGITS = "0123456789", "1234567890", "9876543210"

#: Keys of both rows in turn, or from top to bottom; typed from their beginning.
_ZIGZAGS = (
    "1q2w3e4r5t6y7u8i9o0p",
    "1q2w3e4r5t6z7u8i9o0p",
    "q1w2e3r4t5y6",
    "1qaz2wsx3edc4rfv",
    "1qay2wsx3edc4rfv",
    "qazwsxedcrfv",
)
_SHORTEST_ZIGZAG = 6
_ADDRESS = re.compile(r"([^\s@]+)@([^\s@]+)\.[^\s@.]+")

#: Words that stand together without a space have at least this many letters, in scripts that write a letter a sound.
_GLUED = 4
#: Runs of keys that are names of companies by themselves, and placeholders when they are typed twice.
_GLUED_RUNS = ("asd", "qwe")

_REMEMBERED = 100_000

#: In patterns of RE2: signs that folding makes no letters of, and what is no letter of those it only lowers.
_SIGNS = r" -@\[-`{-~‘’“”–—"
_BETWEEN = f"[^{LETTERS}]"


@dataclass(frozen=True)
class Placeholders:
    """The lists of one rule: the shipped ones, with the words that people added or took away."""

    words: frozenset[str]
    alone: frozenset[str]
    phrases: frozenset[str]
    generic: frozenset[str]
    rows: tuple[str, ...]
    long_rows: tuple[str, ...]
    people: frozenset[str] = frozenset()

    @classmethod
    def of(
        cls,
        words: Iterable[str] = (),
        generic: Iterable[str] = (),
        names: Iterable[str] = (),
        *,
        of_person: bool = False,
    ) -> Placeholders:
        """The shipped lists; `words` and `generic` are added, `names` are words that are no placeholders here.

        `of_person` is for the names of people, some of whom are called by a word of the lists.
        """
        lists = tomllib.loads(files(__package__).joinpath(_LISTS).read_text(encoding="utf-8"))
        kept, added = _all_spaced(names), _all_spaced(words)
        listed = {name: _all_spaced(lists[name]) - kept for name in ("words", "alone", "phrases", "generic")}
        return cls(
            words=listed["words"] | frozenset(word for word in added if " " not in word),
            alone=listed["alone"],
            phrases=listed["phrases"] | frozenset(word for word in added if " " in word),
            generic=listed["generic"] | _all_spaced(generic),
            rows=tuple(lists["rows"]),
            long_rows=tuple(lists["long_rows"]),
            people=_all_spaced(lists["people"]) - added if of_person else frozenset(),
        )

    def matches(self, name: str) -> bool:
        """Whether the name is a placeholder."""
        folded = fold(name)
        words = _WORD.findall(folded)
        named = [word for word in words if not word.isdigit()]
        if not named:
            return not words or _is_filler_number(words)
        if len(words) == 1 and words[0] in self.people:
            return False
        whole = " ".join(named)
        return (
            whole in self.phrases
            or whole in self.alone
            or self._repeats_one(named)
            or self._around(named)
            or _is_zigzag("".join(words))
            or self._is_address(folded)
        )

    def surely_name(self, column: str) -> str:
        """A condition, as SQL, under which the text is surely no placeholder: its first word is in no list.

        It knows the letters of `LETTERS`; other names are judged by `matches`. `column` is SQL.
        """
        known = f"regexp_full_match({column}, {quote_literal(f'[{LETTERS}{_SIGNS}]*[{LETTERS}][{LETTERS}{_SIGNS}]*')})"
        listed = quote_literal(f"^{_BETWEEN}*{self._word}(?:{_BETWEEN}|$)")
        return f"{known} AND NOT regexp_matches(lower({column}), {listed})"

    @property
    def _word(self) -> str:
        """A pattern of all that may be a word of a placeholder, in lower case."""
        several = (
            word
            for text in (*self.alone, *self.phrases)
            for word in text.split(" ")
            if len(word) > 1 or not word.isascii()
        )
        zigzags = (word for row in _ZIGZAGS for word in _WORD.findall(row) if word.isalpha() and len(word) > 1)
        parts = {*self.words, *self.generic, *self._runs, *several, *_GLUED_RUNS, *zigzags, *_runs(_ZIGZAGS[-1], 6)}
        repeated = "|".join(f"{letter}{{3,}}" for letter in "abcdefghijklmnopqrstuvwxyz")
        return f"(?:(?:{_any_of(parts)}|{repeated})+|[{LETTERS}])"

    def _repeats_one(self, words: list[str]) -> bool:
        """Whether it is one word that is a placeholder alone, several times: “na na”, or an x each time: “x.x.x”."""
        return len(set(words)) == 1 and (words[0] in self.alone or (words[0] == "x" and len(words) >= 3))

    def _is_address(self, folded: str) -> bool:
        """Whether both sides of an address are placeholders; a domain is taken without its ending."""
        parts = _ADDRESS.fullmatch(folded)
        return parts is not None and self.matches(parts[1]) and self.matches(parts[2])

    def _around(self, words: list[str]) -> bool:
        """Whether a placeholder has nothing but words around it that say nothing."""
        found = False
        for word in words:
            if self._is_placeholder(word):
                found = True
            elif word not in self.generic and len(word) > 1:
                return False
        return found

    def _is_placeholder(self, word: str) -> bool:
        if (known := self._judged.get(word)) is None:
            known = (
                word in self.words or bool(_ONE_LETTER.fullmatch(word)) or word in self._runs or self._is_glued(word)
            )
            if len(self._judged) < _REMEMBERED:
                self._judged[word] = known
        return known

    def _is_glued(self, word: str) -> bool:
        """Whether words of the lists stand there without a space, one placeholder at least: “testaccount”."""
        return self._glued.fullmatch(word) is not None and self._glued_placeholder.search(word) is not None

    @cached_property
    def _runs(self) -> frozenset[str]:
        rows = [*((row, 4) for row in self.rows), *((row, 5) for row in self.long_rows)]
        return frozenset(run for row, shortest in rows for run in _runs(row, shortest))

    @cached_property
    def _glued(self) -> re.Pattern[str]:
        parts = {*filter(_can_be_glued, (*self.words, *self.generic, *self._runs)), *_GLUED_RUNS}
        return re.compile(f"(?:{_any_of(parts)}){{2,}}")

    @cached_property
    def _glued_placeholder(self) -> re.Pattern[str]:
        return re.compile(_any_of({*filter(_can_be_glued, (*self.words, *self._runs)), *_GLUED_RUNS}))

    @cached_property
    def _judged(self) -> dict[str, bool]:
        """By word, whether it is a placeholder: names share most of their words."""
        return {}


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word))))


def _can_be_glued(word: str) -> bool:
    return not word.isascii() or len(word) >= _GLUED


def _runs(row: str, shortest: int) -> Iterator[str]:
    for way in (row, row[::-1]):
        for start in range(len(way)):
            yield from (way[start:end] for end in range(start + shortest, len(way) + 1))


def _is_filler_number(groups: Sequence[str]) -> bool:
    """Whether it is one number that nobody gave out; of several groups one has three digits or more."""
    number = "".join(groups)
    if len(groups) > 1 and max(map(len, groups)) < 3:
        return False
    return bool(_ONE_DIGIT.fullmatch(number)) or (len(number) >= 3 and any(number in row for row in _DIGITS))


def _is_zigzag(keys: str) -> bool:
    return len(keys) >= _SHORTEST_ZIGZAG and any(row.startswith(keys) for row in _ZIGZAGS)


def _all_spaced(texts: Iterable[str]) -> frozenset[str]:
    """Listed texts as `matches` compares them: folded words, a space apart."""
    return frozenset(spaced for text in texts if (spaced := " ".join(_WORD.findall(fold(text)))))
