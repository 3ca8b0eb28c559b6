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

_KEPT = "Finished pages are kept and used by the next run."
_MESSAGE = f"Interrupted. {_KEPT}"
_LATE = f"The deadline of this run has come. {_KEPT}"

#: Seconds from the signal to the end of the process.
AT_MOST = 8.0

#: What a service manager sends, and the loss of a terminal; where a signal is ignored (nohup), it stays so.
_SIGNALS = (signal.SIGTERM, signal.SIGHUP)


class Interrupts:
    """Turns signals into KeyboardInterrupt, and ends the process where that is not heard.

    `come` says that one came, and `message` what people are told of it.
    """

    def __init__(self) -> None:
        self.come = False
        self.message = _MESSAGE
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
            threading.Thread(target=self._watch, args=(receiver, sender), daemon=True, name="interrupts").start()
            self._watched = True

    def end_after(self, seconds: float) -> None:
        """End the run then, as if somebody had interrupted it."""
        signal.signal(signal.SIGALRM, self._end_late)
        signal.setitimer(signal.ITIMER_REAL, seconds)

    def _end_late(self, *_: object) -> NoReturn:
        self.message = _LATE
        self._interrupt()

    def _interrupt(self, *_: object) -> NoReturn:
        """Who asks a second time does not want to wait: what is on the disk bears it at any moment."""
        if self.come:
            self._end()
        self.come = True
        raise KeyboardInterrupt

    def _watch(self, receiver: socket.socket, _sender: socket.socket) -> None:
        """Wait for a signal that ends the run, then for the end. Holds the sender, so that it stays open."""
        ending = {signal.SIGINT, signal.SIGALRM, *_SIGNALS}
        while not ending.intersection(receiver.recv(1)):
            pass
        threading.Event().wait(AT_MOST)
        self._end()

    def _end(self) -> NoReturn:
        """Past everything that waits. The message may come a second time: better than never."""
        os.write(2, f"{self.message}\n".encode())
        os._exit(ExitCode.INTERRUPTED)


#: Those of this process.
INTERRUPTS = Interrupts()
