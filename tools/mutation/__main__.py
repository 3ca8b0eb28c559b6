"""Change the code in small ways, and see whether a test fails.

    python -m tools.mutation --mutants 60 --seed 1 --rooms review,snapshot

Ends with 1 if the tests noticed fewer than 85 % of all changes that were tried. The tests run once without a change, to
see which of them reach what; that takes as long as the unit tests on one core. `--again` does without, if a run before
did it and only `--seed`, `--mutants` or `--rooms` differ. For each change the tests run that reach it, those that reach
least else first, for at most `--test-seconds`: what only others would notice counts as not noticed.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from pathlib import Path

from tools.mutation import table
from tools.mutation.mutants import mutant, places
from tools.mutation.reach import Reach, measure, read_reach
from tools.mutation.rooms import ROOMS
from tools.mutation.sampling import sample
from tools.mutation.tree import copy_checkout
from tools.mutation.trial import Trial, survives_nothing, try_mutant

#: So many times nothing is changed, before anything is.
_CONTROLS = 3

ROOT = Path(__file__).parents[2]


def main(arguments: list[str]) -> int:
    """Everything from the copy to the table."""
    # A shell starts background jobs with this signal ignored, and so would be every process of the tests for Ctrl-C.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that no change is left in the copy
    chosen = _parser().parse_args(arguments)
    tree = chosen.scratch / "tree"
    reach = _reach(chosen.scratch, again=chosen.again)
    _say(f"{len(reach.seconds)} tests passed without a change")
    drawn = [
        mutant(tree, place)
        for room in chosen.rooms
        for place in sample(list(places(tree, room)), chosen.mutants, chosen.seed, room)
    ]
    unsound = [
        each.name
        for each in drawn[:_CONTROLS]
        if not survives_nothing(each, reach, tree, most_seconds=chosen.test_seconds)
    ]
    if unsound:
        _say(f"tests fail without a change, so no figure would mean anything: {', '.join(unsound)}")
        return 2
    trials: list[Trial] = []
    for number, each in enumerate(drawn, 1):
        trials.append(try_mutant(each, reach, tree, most_seconds=chosen.test_seconds))
        _say(f"{number}/{len(drawn)} {trials[-1].outcome}: {each.name} {trials[-1].by}")
    _say("")
    for line in table.lines(trials):
        _say(line)
    return 0 if table.share(trials) >= table.LEAST else 1


def _reach(scratch: Path, *, again: bool) -> Reach:
    tree = scratch / "tree"
    if again:
        return read_reach(tree, scratch)
    scratch.mkdir(parents=True, exist_ok=True)
    copy_checkout(ROOT, tree)
    return measure(tree, scratch)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="make mutation", description="Change the code, and see whether a test fails.")
    parser.add_argument("--mutants", type=int, default=60, help="how many changes of each room")
    parser.add_argument("--seed", type=int, default=1, help="which ones")
    parser.add_argument("--rooms", type=_rooms, default=list(ROOMS), help=f"of {', '.join(ROOMS)}")
    parser.add_argument("--test-seconds", type=float, default=120, help="of tests, at most, for each change")
    parser.add_argument("--scratch", type=Path, default=Path(tempfile.gettempdir()) / "sf-audit-mutation")
    parser.add_argument("--again", action="store_true", help="use what the last run saw without a change")
    return parser


def _rooms(text: str) -> list[str]:
    rooms = text.replace(",", " ").split()
    if unknown := set(rooms) - set(ROOMS):
        raise argparse.ArgumentTypeError(f"no such room: {', '.join(sorted(unknown))}; there are {', '.join(ROOMS)}")
    return rooms or list(ROOMS)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
