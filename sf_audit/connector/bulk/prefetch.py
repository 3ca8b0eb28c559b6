"""Asks for the next page of a job while the one before is proved, so that the line never waits for the proof.

One answer at most is ahead, and nothing reads more of it than its headers. Where the page before has to be read again,
it waits; where that page then leads elsewhere, or the reading ends, it is closed unread.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from sf_audit.connector.http.api_errors import ApiError
from sf_audit.connector.http.client import Client
from sf_audit.connector.http.stream import Stream


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question that is on its way, and what closes its answer."""

    parameters: Mapping[str, str]
    answer: Future[Stream]
    closing: ExitStack


class Ahead:
    """Answers of one path; use it in a `with` statement, which closes what nobody read."""

    def __init__(self, client: Client, path: str) -> None:
        self._client = client
        self._path = path
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="ask")
        self._asked: _Asked | None = None

    def ask(self, parameters: Mapping[str, str]) -> None:
        """Ask this now, if it was not asked already; `answer` tells what came of it."""
        if self._asked is not None and self._asked.parameters == parameters:
            return
        self._drop()
        closing = ExitStack()
        opened = self._client.stream(self._path, parameters)
        self._asked = _Asked(parameters, self._pool.submit(closing.enter_context, opened), closing)

    @contextmanager
    def answer(self, parameters: Mapping[str, str]) -> Iterator[Stream]:
        """The answer to this question, asked now unless it was asked ahead. Raises the ApiError that it met."""
        asked = self._asked
        if asked is None or asked.parameters != parameters:
            with self._client.stream(self._path, parameters) as stream:
                yield stream
        else:
            self._asked = None
            with asked.closing:
                yield asked.answer.result()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._drop()
        self._pool.shutdown(wait=True)

    def _drop(self) -> None:
        asked, self._asked = self._asked, None
        if asked is not None:
            with asked.closing, suppress(ApiError):
                asked.answer.result()
