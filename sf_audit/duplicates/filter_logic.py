"""Filter logic such as `1 AND (2 OR 3)`, over answers that may be unknown: it is unknown only where they decide it.

"MatchingRule" in the "Object Reference for the Salesforce Platform" has it in BooleanFilter; without any, all must
hold.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

#: True, False, or None where nobody knows.
Answer: TypeAlias = bool | None

_WORDS = re.compile(r"\s*(\d+|and|or|not|[()])", re.IGNORECASE)


def holds(logic: str, answers: Mapping[int, Answer]) -> Answer:
    """Whether the logic holds, with `answers` by number; None where it cannot be read, or names what is not there."""
    if not logic.strip():
        return all_of(list(answers.values()))
    try:
        return _Reader(_words(logic), answers).whole()
    except (IndexError, KeyError, ValueError, RecursionError):
        return None


def all_of(answers: Sequence[Answer]) -> Answer:
    """Whether all hold."""
    return False if False in answers else None if None in answers else True


def any_of(answers: Sequence[Answer]) -> Answer:
    """Whether one holds."""
    return True if True in answers else None if None in answers else False


def _words(logic: str) -> list[str]:
    words, place, end = [], 0, len(logic.rstrip())
    while place < end:
        found = _WORDS.match(logic, place)
        if found is None:
            raise ValueError("not a word of filter logic")
        words.append(found[1].lower())
        place = found.end()
    return words


@dataclass
class _Reader:
    words: list[str]
    answers: Mapping[int, Answer]
    place: int = field(default=0)

    def whole(self) -> Answer:
        answer = self._either()
        if self.place != len(self.words):
            raise ValueError("words are left over")
        return answer

    def _either(self) -> Answer:
        return any_of(self._joined("or", self._both))

    def _both(self) -> Answer:
        return all_of(self._joined("and", self._single))

    def _joined(self, word: str, part: Callable[[], Answer]) -> list[Answer]:
        answers = [part()]
        while self.place < len(self.words) and self.words[self.place] == word:
            self.place += 1
            answers.append(part())
        return answers

    def _single(self) -> Answer:
        word = self.words[self.place]
        self.place += 1
        if word == "not":
            answer = self._single()
            return None if answer is None else not answer
        if word != "(":
            return self.answers[int(word)]
        answer = self._either()
        if self.words[self.place] != ")":
            raise ValueError("a parenthesis is not closed")
        self.place += 1
        return answer
