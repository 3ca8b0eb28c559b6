"""Runs the gates and all tests in parts, and says how long each part took.

    python -m tests.parts            all parts
    python -m tests.parts unit       one of them

Branch coverage of `sf_audit` is that of the parts `unit` and `demo` together: the fault part measures memory and time.
A part that may be missing what it needs (a browser, Node) says so in one line and is skipped; with CI=true nothing is
skipped.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
#: Counts which branches ran, and prints nothing yet.
COVERED = ["--cov", "--cov-append", "--cov-report=", "--cov-fail-under=0"]
OTHER = ("faults", "demo", "browser", "clients", "spark", "wheel")

#: Parts that are no tests, and what `make` calls them.
GATES = {"check": "check", "coverage": "coverage"}

#: Name → (what it is, pytest's arguments, budget in minutes on two cores).
PARTS = {
    "unit": (
        "units, properties and rule examples",
        ["-n", "2", "--dist", "worksteal", *COVERED, "-m", " and ".join(f"not {marker}" for marker in OTHER)],
        8,
    ),
    "faults": (
        "faults",
        ["-n", "2", "--dist", "worksteal", "-m", "faults", "-p", "tests.points", "--least-points", "500"],
        8,
    ),
    "demo": ("demo org and browser", ["-n", "2", "--dist", "loadfile", *COVERED, "-m", "demo or browser or wheel"], 7),
    "clients": ("clients nobody here wrote", ["-m", "clients"], 2),
    "spark": ("records judged by Spark", ["-m", "spark"], 3),
}


def main(chosen: list[str]) -> int:
    """Run the parts one after the other; the first that fails ends it."""
    # A shell starts background jobs with this signal ignored, and so would be every process of the tests for Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    times = {"install": (_install_seconds(), 6.0)}
    if not chosen:
        (ROOT / ".coverage").unlink(missing_ok=True)
    for name in chosen or ["check", *PARTS, "coverage"]:
        began = time.monotonic()
        code = _gate(name) if name in GATES else _pytest(name)
        times[name] = (time.monotonic() - began, PARTS[name][2] if name in PARTS else 1.0)
        if code:
            _say(f"{name} failed")
            return code
    for name, (seconds, minutes) in times.items():
        _say(f"{name:<8} {seconds:6.0f} s of {minutes * 60:4.0f} s")
    return 0


def _pytest(name: str) -> int:
    what, arguments, _ = PARTS[name]
    _say(f"== {what}")
    ended = subprocess.run([sys.executable, "-m", "pytest", "-q", "-rs", *arguments], cwd=ROOT, check=False)
    return ended.returncode


def _gate(name: str) -> int:
    _say(f"== {name}")
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    command = ["make", "--no-print-directory", GATES[name], f"VENV={sys.prefix}"]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def _install_seconds() -> float:
    marker = Path(sys.prefix) / ".install-seconds"
    return float(marker.read_text()) if marker.is_file() else 0.0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
