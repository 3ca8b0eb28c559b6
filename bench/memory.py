"""How much memory a process has needed."""

from __future__ import annotations

import re
import resource
from pathlib import Path


def peak_mb() -> float:
    """The most that this program has held at once, in MB.

    Linux keeps it for the program (`VmHWM`, proc_pid_status(5)). `ru_maxrss` outlives the start of a program, and so
    may be that of the process which started this one.
    """
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii")) if status.exists() else None
    kilobytes = int(found[1]) if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return kilobytes / 1024
