"""Ctrl-C and the signals of a shutdown: a run ends soon after them, whatever it is waiting for.

Python raises KeyboardInterrupt between two of its own instructions. A thread that waits inside a C library (a name
server that does not answer, a TLS handshake, a query) comes to none, and the interpreter waits for its threads at the
end. So a watchdog that needs neither ends the process.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
from typing import NoReturn

from sf_audit.exit_codes import ExitCode

MESSAGE = "Interrupted. Finished pages are kept and used by the next run."

#: Seconds from the signal to the end of the process.
AT_MOST = 8.0

#: What a service manager sends, and the loss of a terminal; where a signal is ignored (nohup), it stays so.
_SIGNALS = (signal.SIGTERM, signal.SIGHUP)


class Interrupts:
    """Turns signals into KeyboardInterrupt, and ends the process where that is not heard. `come` says that one came."""

    def __init__(self) -> None:
        self.come = False
        self._watched = False

    def install(self) -> None:
        """From now on; for the main thread of a program alone."""
        self.come = False
        for each in (signal.SIGINT, *_SIGNALS):
            if signal.getsignal(each) is not signal.SIG_IGN:
                signal.signal(each, self._interrupt)
        if not self._watched:
            receiver, sender = socket.socketpair()
            sender.setblocking(False)
            signal.set_wakeup_fd(sender.fileno(), warn_on_full_buffer=False)
            threading.Thread(target=_watch, args=(receiver, sender), daemon=True, name="interrupts").start()
            self._watched = True

    def _interrupt(self, *_: object) -> NoReturn:
        """Who asks a second time does not want to wait: what is on the disk bears it at any moment."""
        if self.come:
            _end()
        self.come = True
        raise KeyboardInterrupt


def _watch(receiver: socket.socket, _sender: socket.socket) -> None:
    """Wait for a signal that ends the run, then for the end. Holds the sender, so that it stays open."""
    ending = {signal.SIGINT, *_SIGNALS}
    while not ending.intersection(receiver.recv(1)):
        pass
    threading.Event().wait(AT_MOST)
    _end()


def _end() -> NoReturn:
    """Past everything that waits. The message may come a second time: better than never."""
    os.write(2, f"{MESSAGE}\n".encode())
    os._exit(ExitCode.INTERRUPTED)
