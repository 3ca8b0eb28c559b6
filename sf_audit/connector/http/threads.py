"""Threads that ask the org side by side, and how they end when one fails or a person does not want to wait."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager


def _nothing() -> None:
    return


@contextmanager
def threads(
    count: int, name: str, halt: Callable[[], None], *, failed: Callable[[], None] = _nothing
) -> Iterator[ThreadPoolExecutor]:
    """So many threads, which have ended when the block has.

    A failure ends those that wait for their turn, and `failed` tells the others. An interrupt does not wait for the
    org: `halt` ends them all.
    """
    pool = ThreadPoolExecutor(count, thread_name_prefix=name)
    try:
        yield pool
    except Exception:
        failed()
        raise
    except BaseException:
        failed()
        halt()
        raise
    finally:
        _end(pool, halt)


def _end(pool: ThreadPoolExecutor, halt: Callable[[], None]) -> None:
    try:
        pool.shutdown(wait=True, cancel_futures=True)
    except BaseException:  # an interrupt while the others come to an end
        halt()
        pool.shutdown(wait=True, cancel_futures=True)
        raise
