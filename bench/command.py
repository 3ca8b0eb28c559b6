"""The command line as it is, and how much memory it needed: `python -m bench.command FILE review …` says it in FILE."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.memory import peak_mb
from sf_audit.cli.entry import main as sf_audit

#: What a command that did its work ends with: nothing was found, or something was.
_DONE = {0, 1}


@dataclass(frozen=True, slots=True)
class Used:
    """Seconds by the clock from its start to its end, and of the processor; the peak of memory in MB."""

    seconds: float
    cpu: float
    mb: float


def run(folder: Path, arguments: Sequence[str], org: Mapping[str, str] | None = None) -> Used:
    """Run `sf-audit` in a process of its own, in this folder, signed in to the org that a server described."""
    peak = folder / "peak"
    trusted, signed_in = _signed_in(org) if org else ([], {})
    environment = {**os.environ, **signed_in, "PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, "-m", "bench.command", str(peak), *arguments, *trusted]
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=sys.stderr)
    _, status, used = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in _DONE:
        raise SystemExit(f"sf-audit {arguments[0]} ended with {process.returncode}")
    return Used(seconds, used.ru_utime + used.ru_stime, float(peak.read_text(encoding="ascii")))


def _signed_in(org: Mapping[str, str]) -> tuple[list[str], dict[str, str]]:
    """Options and variables with which a command speaks to the org."""
    trusted = ["--trust-host", org["url"].removeprefix("https://"), "--ca-bundle", org["ca_file"]]
    return trusted, {"SF_AUDIT_INSTANCE_URL": org["url"], "SF_AUDIT_ACCESS_TOKEN": org["access_token"]}


def main(file: str, *arguments: str) -> None:
    """Run `sf-audit` with these arguments, and write its peak in MB to the file, however it ends."""
    try:
        sf_audit(arguments)
    finally:
        Path(file).write_text(f"{peak_mb()}", encoding="ascii")


if __name__ == "__main__":
    main(*sys.argv[1:])
