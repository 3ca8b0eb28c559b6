"""A virtual environment that has the wheel and what the wheel says it needs, and nothing else."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Installed:
    """The environment's Python, and a folder far from the checkout in which commands run."""

    python: Path
    elsewhere: Path

    def run(self, *command: str, code: int = 0) -> str:
        """What the command prints; it runs in a folder of its own, and must end with the code."""
        environment = {"PATH": os.environ["PATH"], "HOME": str(self.elsewhere), "LANG": "C.UTF-8"}
        ended = subprocess.run(
            command, cwd=self.elsewhere, env=environment, capture_output=True, text=True, timeout=100, check=False
        )
        assert ended.returncode == code, ended.stdout + ended.stderr
        return ended.stdout

    def sf_audit(self, *arguments: str, code: int = 0) -> str:
        """The same, of the command that the wheel installs."""
        return self.run(str(self.python.with_name("sf-audit")), *arguments, code=code)


def install(wheel: Path, home: Path) -> Installed:
    """The wheel in an environment of its own.

    What it needs is not fetched, which takes minutes: links lead to what is installed here, for those
    distributions alone that the wheel declares, directly or through others.
    """
    succeeds(sys.executable, "-m", "venv", "--without-pip", str(home / "venv"))
    python = home / "venv" / "bin" / "python"
    succeeds(
        *(sys.executable, "-m", "pip", "--python", str(python), "install"),
        *("--quiet", "--no-index", "--no-deps", "--disable-pip-version-check", str(wheel)),
    )
    packages = next((home / "venv" / "lib").glob("python*")) / "site-packages"
    needed: set[str] = set()
    for name in _needs((packages / f"{wheel.name.rpartition('-py3')[0]}.dist-info" / "METADATA").read_text()):
        _collect(name, needed)
    for requirement in needed:
        _link(requirement, packages)
    (home / "elsewhere").mkdir()
    return Installed(python, home / "elsewhere")


def _needs(metadata: str, extras: frozenset[str] = frozenset()) -> Iterator[Requirement]:
    lines = (line.removeprefix("Requires-Dist:") for line in metadata.splitlines() if line.startswith("Requires-Dist:"))
    for one in map(Requirement, lines):
        if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            yield one


def _collect(requirement: Requirement, found: set[str]) -> None:
    """This distribution and all that it needs; one that is missing here was not needed by pip either."""
    name = requirement.name.lower().replace("_", "-")
    wanted = f"{name}[{','.join(sorted(requirement.extras))}]"
    if wanted in found:
        return
    try:
        metadata = distribution(name).metadata
    except PackageNotFoundError:
        return
    found.add(wanted)
    for need in _needs(
        "\n".join(f"Requires-Dist:{line}" for line in metadata.get_all("Requires-Dist") or ()),
        frozenset(requirement.extras),
    ):
        _collect(need, found)


def _link(wanted: str, packages: Path) -> None:
    one = distribution(wanted.partition("[")[0])
    for top in {file.parts[0] for file in one.files or ()} - {"..", "__pycache__"}:
        source, target = Path(str(one.locate_file(top))), packages / top
        if source.exists() and not target.exists():
            target.symlink_to(source)


def succeeds(*command: str) -> None:
    """Run it; its output is shown when it fails."""
    ended = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
