"""Runs the gates and all tests in parts, and says how long each part took.

    python -m tests.parts            all parts
    python -m tests.parts unit       one of them

A part that may be missing what it needs (a browser, Node) says so in one line and is skipped; with
CI=true nothing is skipped.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[1]
OTHER = ("faults", "demo", "browser", "clients", "wheel")

#: Name → (what it is, pytest's arguments, budget in minutes on two cores).
PARTS = {
    "unit": ("units, properties and rule examples", ["-n", "2", "-m", " and ".join(f"not {one}" for one in OTHER)], 5),
    "faults": (
        "faults",
        ["-n", "2", "--dist", "worksteal", "-m", "faults", "-p", "tests.points", "--least-points", "500"],
        8,
    ),
    "demo": ("demo org and browser", ["-n", "2", "--dist", "loadfile", "-m", "demo or browser or wheel"], 4),
    "clients": ("clients nobody here wrote", ["-m", "clients"], 2),
}


def main(chosen: list[str]) -> int:
    """Run the parts one after the other; the first that fails ends it."""
    times = {"install": (_install_seconds(), 6.0)}
    for name in chosen or ["check", *PARTS]:
        began = time.monotonic()
        code = _check() if name == "check" else _pytest(name)
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


def _check() -> int:
    _say("== gates")
    environment = {**os.environ, "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    venv = str(Path(sys.prefix))
    return subprocess.run(
        ["make", "--no-print-directory", "check", f"VENV={venv}"], cwd=ROOT, env=environment, check=False
    ).returncode


def _install_seconds() -> float:
    marker = Path(sys.prefix) / ".install-seconds"
    return float(marker.read_text()) if marker.is_file() else 0.0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
