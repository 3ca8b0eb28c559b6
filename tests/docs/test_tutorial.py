"""The tutorial, word by word: its commands run in order, its files are written, and what it says they print is printed.

What depends on the day is not compared: the month in a heading, and the end of a waiver, which is moved to come. `…`
stands for anything within a line.
"""

from __future__ import annotations

import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "tutorial.md"
OWN_ORG = "## 8. Your own org"

BLOCK = re.compile(r"([^\n]*\n)?\n```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MONTH = re.compile(r"(January|February|March|April|May|June|July|August|September|October|November|December) \d{4}")
SERVE = "sf-audit demo --serve"

#: `make demo` sets up an environment, which this one is, and then runs this.
OF_MAKE = {"make demo": "sf-audit demo --out demo-review", "source .venv/bin/activate": "true"}

pytestmark = pytest.mark.demo


@dataclass
class Reader:
    """Somebody who does what the page says, in one terminal, with a second one for the served org."""

    home: Path
    served: subprocess.Popen[str] | None = None
    folder: str = "."
    printed: str = ""
    variables: str = ""
    ran: list[str] = field(default_factory=list)

    def does(self, before: str, kind: str, text: str) -> None:
        """One block of the page, with the line before it."""
        if kind == "yaml":
            self.writes(before, text)
        elif kind == "text":
            self.expects(text)
        elif text.strip() == SERVE:
            self.serves()
        else:
            for command in text.strip().splitlines():
                self.runs(OF_MAKE.get(command, command))

    def runs(self, command: str) -> None:
        self.ran.append(command)
        script = f"{self.variables}cd {self.folder}; {command}\ncode=$?; pwd > {self.home}/where; exit $code"
        done = subprocess.run(
            ["bash", "-c", script], cwd=self.home, env=self.environment, capture_output=True, text=True, timeout=200
        )
        if "=$(" in command:  # a variable of the shell
            self.variables = f"cd {self.folder}; {command}; cd {self.home}; "
        self.folder = (self.home / "where").read_text().strip()
        self.printed = done.stdout + done.stderr
        assert done.returncode == 0, f"{command}: {done.returncode}\n{self.printed}"

    @property
    def environment(self) -> dict[str, str]:
        return {
            "HOME": str(self.home),
            "PATH": f"{Path(sys.executable).parent}:/usr/bin:/bin",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            "LANG": "C.UTF-8",
            "COLUMNS": "120",
        }

    def serves(self) -> None:
        said = self.home / "served"
        with said.open("w") as file:
            self.served = subprocess.Popen(
                SERVE.split(), cwd=self.home, env=self.environment, stdout=file, stderr=file, text=True
            )
        for _ in range(600):
            if line := re.search(r"^sf-audit login northlight .*$", said.read_text(), re.MULTILINE):
                self.runs(line[0])
                return
            time.sleep(0.1)
        raise AssertionError(said.read_text())

    def writes(self, before: str, text: str) -> None:
        path = Path(self.folder) / re.findall(r"`([^`]+\.yaml)`", before)[0]
        text = text.replace("2027-03-31", f"{datetime.now(UTC) + timedelta(days=90):%Y-%m-%d}")
        replaced = re.search(r"the line `([^`]+)`", before)
        if replaced:
            assert replaced[1] in path.read_text()
            text = path.read_text().replace(replaced[1], text)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def expects(self, text: str) -> None:
        printed = " ".join(MONTH.sub("a month", self.printed).split())
        for line in MONTH.sub("a month", text).splitlines():
            wanted = ".+?".join(re.escape(part) for part in " ".join(line.split()).split("…"))
            assert re.search(wanted, printed), f"{line}\nis not in\n{self.printed}"


@contextmanager
def reading(home: Path) -> Iterator[Reader]:
    reader = Reader(home, folder=str(home))
    try:
        yield reader
    finally:
        if reader.served is not None:
            reader.served.send_signal(signal.SIGINT)
            reader.served.wait(timeout=30)


@pytest.mark.timeout(900)
def test_the_tutorial_runs_word_by_word(tmp_path: Path) -> None:
    page = PAGE.read_text(encoding="utf-8").partition(OWN_ORG)[0]
    blocks = BLOCK.findall(page)

    with reading(tmp_path) as reader:
        for before, kind, text in blocks:
            reader.does(before, kind, text)
        code = reader.served.poll() if reader.served else 1

    assert code is None, "the made-up company ended by itself"
    assert len(blocks) == page.count("```") // 2
    assert len(reader.ran) == 14
    (newest,) = tmp_path.glob("crm-health/reviews/*/*/3/review.json")
    assert '"waived": 1' in newest.read_text(encoding="utf-8")


def test_make_demo_is_what_the_tutorial_says() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    assert "demo: $(READY)\n\t@$(BIN)/sf-audit demo --out $(OUT)\n" in makefile
    assert "OUT ?= demo-review\n" in makefile
