"""Ends the waiting of a run at once: for answers that do not come, between tries, and for jobs of the org.

A thread that reads from a socket hears no signal. So the connections themselves are cut, and what waits on them sees
that they broke; what would wait, or ask again, is told to stop.
"""

from __future__ import annotations

import socket
import threading
import weakref
from typing import Any, Protocol, runtime_checkable


class Stopped(Exception):
    """Another table ended the run, or a person did."""


@runtime_checkable
class Cancellable(Protocol):
    """What waits elsewhere than on a socket of ours, and can be told from another thread to stop."""

    def cancel(self) -> None:
        """Wait no longer."""


class Halt:
    """Shared by all threads of a run. Once it has come, no call leaves any more."""

    def __init__(self) -> None:
        self._come = threading.Event()
        self._lock = threading.Lock()
        self._connected: weakref.WeakSet[Any] = weakref.WeakSet()

    def now(self) -> None:
        """Let nobody wait any longer."""
        self._come.set()
        with self._lock:
            connected = list(self._connected)
        for each in connected:
            cut(each)

    def check(self) -> None:
        """Raise Stopped if it has come."""
        if self._come.is_set():
            raise Stopped

    def sleep(self, seconds: float) -> None:
        """Wait so long; raise Stopped as soon as it comes."""
        if self._come.wait(seconds):
            raise Stopped

    def watch(self, connected: Any) -> None:
        """Cut this connection too when it comes; one that has `cancel` ends its wait itself."""
        with self._lock:
            self._connected.add(connected)
        if self._come.is_set():
            cut(connected)


def cut(connected: Any) -> None:
    """End a connection for both sides, past TLS, which would wait for the other side to agree."""
    if isinstance(connected, Cancellable):
        connected.cancel()
        return
    beneath = connected if isinstance(connected, socket.socket) else getattr(connected, "socket", None)
    if isinstance(beneath, socket.socket):
        try:
            socket.socket.shutdown(beneath, socket.SHUT_RDWR)
        except OSError:
            return
