"""One pass over the records of an object that answers every question at once.

A question is an SQL condition. Each record's answers come out of DuckDB as the bits of a few
whole numbers, in batches, beside its id; so the counts and the lists of ids are of the same
pass, and memory does not grow with the number of records.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from sf_audit.errors import IntegrityBroken
from sf_audit.expectations.grouped import Grouped
from sf_audit.expectations.judged_together import Asked, Together
from sf_audit.snapshot.answering import BITS, Answering
from sf_audit.snapshot.outside_causes import reraise_outside_cause

_FAILING = pa.schema(
    [
        ("standard", pa.dictionary(pa.int32(), pa.string())),
        ("id", pa.string()),
        ("record_owner_id", pa.string()),
    ]
)


@dataclass
class Scan:
    """Questions on the records of `source`: a SELECT with `record id`, `record owner`, and `record is new`, a boolean.

    `new` has the same answers as `count`, of new records alone, and `grouped` by the value of each column of `facts`.
    `together` says what the standards that are asked together say of the same records, with the columns `money`.
    `disk_error` is what this machine refused: Great Expectations goes on after any error, so look here.
    """

    answering: Answering
    source: str
    failing: Path
    facts: Sequence[str] = ()
    money: Sequence[str] = ()
    new: dict[str, int] = field(default_factory=dict)
    grouped: dict[str, Grouped] = field(default_factory=dict)
    asked_together: Mapping[str, Asked] = field(default_factory=dict)
    together: Together | None = None
    disk_error: IntegrityBroken | None = None

    def columns(self) -> dict[str, str]:
        """The columns that a condition may name, and their DuckDB types."""
        return self.answering.columns(self.source)

    def count(self, conditions: Iterable[str], listed: Mapping[str, Sequence[str]]) -> dict[str, int]:
        """How many records each condition holds for.

        `listed` has the standards whose failing records are those of a condition: their ids are
        written to `failing`. Conditions that DuckDB cannot evaluate are left out of the answer.
        """
        asked = sorted({*conditions, *listed})
        try:
            return self._pass(asked, listed)
        except OSError as problem:  # an error of the Arrow reader, or of the disk
            self._reraise(problem)
            raise
        except (duckdb.Error, RuntimeError) as problem:
            self._reraise(problem)
            sound = [condition for condition in asked if self._sound(condition)]
            return (
                self._pass(sound, {condition: keys for condition, keys in listed.items() if condition in sound})
                if sound
                else {}
            )

    def _sound(self, condition: str) -> bool:
        try:
            self.answering.ask_alone(self.source, condition)
        except (duckdb.Error, RuntimeError) as problem:
            self._reraise(problem)
            return False
        return True

    def _reraise(self, problem: Exception) -> None:
        """Raise what is no fault of a condition."""
        try:
            reraise_outside_cause(problem)
        except IntegrityBroken as refusal:
            self.disk_error = refusal
            raise

    def _pass(self, asked: Sequence[str], listed: Mapping[str, Sequence[str]]) -> dict[str, int]:
        words = [asked[start : start + BITS] for start in range(0, len(asked), BITS)]
        columns = ("record id", "record owner", "record is new", *self.facts, *self.money)
        tallies, of_new = ([np.zeros((8, 256), np.int64) for _ in words] for _ in range(2))
        grouped = {fact: Grouped(asked) for fact in self.facts}
        together = Together(asked, self.asked_together, has_money=bool(self.money))
        self.failing.unlink(missing_ok=True)
        with _Writer(self.failing) as writer, self.answering.answers(self.source, columns, words) as batches:
            for batch in batches:
                ids, owners, is_new, *others = batch.columns
                facts, money = others[: len(self.facts)], others[len(self.facts) :][: len(self.money)]
                answers = others[len(self.facts) + len(self.money) :]
                new = np.flatnonzero(is_new.to_numpy(zero_copy_only=False))
                failing: list[_Failing] = []
                for word, tally, tally_of_new, answer in zip(words, tallies, of_new, answers, strict=True):
                    bits = answer.to_numpy()
                    _add(tally, bits)
                    _add(tally_of_new, bits[new])
                    failing += _failing(word, bits, listed)
                writer.write(failing, ids, owners)
                bits_of_all = [answer.to_numpy() for answer in answers]
                for fact, values in zip(self.facts, facts, strict=True):
                    grouped[fact].add(values, bits_of_all)
                together.add(bits_of_all, money)
        self.grouped, self.together = grouped, together
        self.new = _by_condition(asked, of_new)
        return _by_condition(asked, tallies)


class _Writer:
    """The Parquet file of failing records; without any there is no file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: pq.ParquetWriter | None = None

    def __enter__(self) -> _Writer:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def write(self, failing: Sequence[_Failing], ids: pa.Array, owners: pa.Array) -> None:
        if not failing:
            return
        if self._file is None:
            self._file = pq.ParquetWriter(self.path, _FAILING, compression="zstd", use_dictionary=["standard"])
        rows = pa.array(np.concatenate([failure.rows for failure in failing]))
        places = np.repeat(np.arange(len(failing), dtype=np.int32), [len(failure.rows) for failure in failing])
        standards = pa.DictionaryArray.from_arrays(
            pa.array(places), pa.array([failure.standard for failure in failing])
        )
        self._file.write_table(pa.table([standards, ids.take(rows), owners.take(rows)], schema=_FAILING))


@dataclass(frozen=True, slots=True)
class _Failing:
    """Which rows of a batch do not keep a standard."""

    standard: str
    rows: npt.NDArray[np.int64]


def _add(tally: npt.NDArray[np.int64], bits: npt.NDArray[np.uint64]) -> None:
    """Count how often each of the eight bytes has each of its 256 values: 64 counts in 8 steps."""
    for place, octets in enumerate(bits.view(np.uint8).reshape(-1, 8).T):
        tally[place] += np.bincount(octets, minlength=256)


def _by_condition(asked: Sequence[str], tallies: Sequence[npt.NDArray[np.int64]]) -> dict[str, int]:
    counts = [count for tally in tallies for count in _counts(tally)]
    return dict(zip(asked, counts, strict=False))


def _counts(tally: npt.NDArray[np.int64]) -> Iterator[int]:
    values = np.arange(256)
    for octet in tally:
        for place in range(8):
            yield int(octet[(values >> place) & 1 == 1].sum())


def _failing(
    conditions: Sequence[str], bits: npt.NDArray[np.uint64], listed: Mapping[str, Sequence[str]]
) -> Iterator[_Failing]:
    for place, condition in enumerate(conditions):
        if condition in listed:
            rows = np.flatnonzero(bits & np.uint64(1 << place))
            if len(rows):
                yield from (_Failing(standard, rows) for standard in listed[condition])
