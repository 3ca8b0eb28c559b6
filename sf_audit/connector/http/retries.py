"""Trying again: only what is safe to repeat, a few times, and not in step with other runs."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from sf_audit.connector.http.api_errors import LONGEST_WAIT, ApiError, Kind

T = TypeVar("T")

#: Other programs' long calls take 20 seconds and more to end, so the pauses begin that much longer.
_CONCURRENCY_LIMIT = 8


@dataclass(frozen=True, slots=True)
class Retries:
    """At most `tries` attempts, with pauses (seconds) that double from `first` to `longest`, and are jittered.

    A `Retry-After` is honoured as it stands; all pauses of one call together never pass LONGEST_WAIT.
    """

    tries: int = 5
    first: float = 1.0
    longest: float = 60.0
    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[float, float], float] = random.uniform

    def run(
        self, attempt: Callable[[], T], *, only: Kind | None = None, again: Callable[[ApiError], bool] | None = None
    ) -> T:
        """The first answer that comes. Raises the last ApiError, or at once one that is not retryable.

        With `only`, nothing but that kind is met with another attempt; `again` says it of a refusal itself.
        """
        retryable = again or (lambda refusal: refusal.retryable and refusal.kind is (only or refusal.kind))
        paused = 0.0
        for number in range(1, self.tries):
            try:
                return attempt()
            except ApiError as refusal:
                pause = self.pause(number, refusal)
                if not retryable(refusal) or paused + pause > LONGEST_WAIT:
                    raise
            paused += pause
            self.sleep(pause)
        return attempt()

    def pause(self, number: int, refusal: ApiError) -> float:
        """Seconds to wait after this many attempts."""
        if refusal.retry_after is not None:
            return refusal.retry_after
        first = self.first * (_CONCURRENCY_LIMIT if refusal.kind is Kind.CONCURRENCY_LIMIT else 1)
        ceiling = min(first * 2 ** (number - 1), self.longest)
        return self.jitter(ceiling / 2, ceiling)
