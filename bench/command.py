"""The command line as it is, and how much memory it needed: `python -m bench.command FILE review …` says it in FILE."""

from __future__ import annotations

import sys
from pathlib import Path

from bench.memory import peak_mb
from sf_audit.cli.entry import main as sf_audit


def main(file: str, *arguments: str) -> None:
    """Run `sf-audit` with these arguments, and write its peak in MB to the file, however it ends."""
    try:
        sf_audit(arguments)
    finally:
        Path(file).write_text(f"{peak_mb()}", encoding="ascii")


if __name__ == "__main__":
    main(*sys.argv[1:])
