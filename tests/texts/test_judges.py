"""Libraries are asked in this process and in others; both say the same, and none is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from sf_audit.expectations.texts import judges
from sf_audit.expectations.texts.distinct import Values

CHUNK = 400


def chunks(count: int) -> Iterator[list[Values]]:
    """Every third address is none."""
    for start in range(0, count * CHUNK, CHUNK):
        yield [(f"a{number}@acme{'.com' if number % 3 else ''}",) for number in range(start, start + CHUNK)]


@pytest.mark.parametrize("count", [0, 1, 2, 9])
def test_few_and_many_values_are_judged_alike(count: int) -> None:
    found = judges.refused("email", ("value",), chunks(count))

    assert sorted(found["value"].to_pylist()) == sorted(f"a{number}@acme" for number in range(0, count * CHUNK, 3))


def test_a_process_that_ended_is_stood_in_for() -> None:
    with judges.JudgeProcess("email") as process:
        process.stop()

        assert process.answer([("ann@acme.com",), ("ann",)]) == [True, False]


def test_a_machine_that_refuses_processes_is_stood_in_for(tmp_path: Path) -> None:
    program = (
        "import sys; sys.executable = '/nowhere/python'\n"
        "from sf_audit.expectations.texts import judges\n"
        "print(judges.refused('email', ('value',), [[('ann',)]] * 5).num_rows)\n"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path)

    assert done.stdout == "5\n"


def test_the_caller_is_not_run_again(tmp_path: Path) -> None:
    script = tmp_path / "unguarded.py"
    script.write_text(
        "print('begun', flush=True)\n"
        "from sf_audit.expectations.texts import judges\n"
        "print(judges.refused('phone', ('value', 'region'), [[('1111111111', 'US')]] * 5).num_rows)\n"
    )

    done = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True, cwd=tmp_path)

    assert done.stdout == "begun\n5\n"


def test_ctrl_c_ends_all_processes(tmp_path: Path) -> None:
    script = tmp_path / "long.py"
    script.write_text(
        "import itertools\n"
        "from sf_audit.expectations.texts import judges\n"
        "print('begun', flush=True)\n"
        "judges.refused('email', ('value',), itertools.repeat([(f'a{n}@acme',) for n in range(2000)]))\n"
    )
    with subprocess.Popen([sys.executable, str(script)], stdout=subprocess.PIPE, start_new_session=True) as running:
        assert running.stdout is not None
        running.stdout.readline()
        time.sleep(1.5)
        os.killpg(running.pid, signal.SIGINT)

        assert running.wait(timeout=20) != 0
    with pytest.raises(ProcessLookupError):
        os.killpg(running.pid, 0)
