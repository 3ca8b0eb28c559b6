"""Which of some standards judge a record, and which of them it breaks, counted in the pass that judges.

No count of a single standard says how many records break none of several: that takes all answers of a record at once.
Records with the same answers are counted together, so memory grows with the differences between records alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from sf_audit.model.judged_together import JudgedTogether, SameAnswers
from sf_audit.snapshot.answering import BITS

Bits = npt.NDArray[np.uint64]

_CURRENCY, _AMOUNT = "currency", "amount"


@dataclass(frozen=True, slots=True)
class Asked:
    """The conditions of one standard, as SQL: a record in `scope` is judged unless it is `missing`, which may be empty.

    It breaks the standard where it is `broken`.
    """

    scope: str
    missing: str
    broken: str

    @property
    def conditions(self) -> frozenset[str]:
        """All of them."""
        return frozenset({self.scope, self.missing, self.broken} - {""})


class Together:
    """Counts the records of one object. The answers of a record come as the bits of whole numbers, 64 in each."""

    def __init__(self, conditions: Sequence[str], asked: Mapping[str, Asked], *, has_money: bool) -> None:
        self._places = {condition: place for place, condition in enumerate(conditions)}
        self._asked = {key: each for key, each in sorted(asked.items()) if each.conditions <= self._places.keys()}
        self._has_money = has_money
        self._counted: list[pa.Table] = []

    def add(self, answers: Sequence[Bits], money: Sequence[pa.Array]) -> None:
        """Count one batch; `money` are currencies and amounts of its open opportunities, where they were read."""
        if not self._asked:
            return
        columns: dict[str, pa.Array] = {}
        for number, keys in enumerate(self._words()):
            judged, broken = np.zeros_like(answers[0]), np.zeros_like(answers[0])
            for place, key in enumerate(keys):
                is_judged, is_broken = self._answers(self._asked[key], answers)
                judged |= is_judged << np.uint64(place)
                broken |= is_broken << np.uint64(place)
            columns |= {f"judged {number}": pa.array(judged), f"broken {number}": pa.array(broken)}
        if self._has_money:
            columns |= dict(zip((_CURRENCY, _AMOUNT), money, strict=True))
        self._counted.append(self._grouped(pa.table(columns)))

    def found(self, name: str) -> JudgedTogether:
        """What the records of this object come to."""
        rows = tuple(self._rows()) if self._counted else ()
        return JudgedTogether(name, tuple(self._asked), rows, self._has_money)

    def _words(self) -> Iterator[Sequence[str]]:
        keys = list(self._asked)
        return (keys[start : start + BITS] for start in range(0, len(keys), BITS))

    def _answers(self, asked: Asked, answers: Sequence[Bits]) -> tuple[Bits, Bits]:
        judged = self._holds(asked.scope, answers)
        if asked.missing:
            judged = judged & ~self._holds(asked.missing, answers)
        return judged, self._holds(asked.broken, answers)

    def _holds(self, condition: str, answers: Sequence[Bits]) -> Bits:
        """One or zero for each record."""
        word, place = divmod(self._places[condition], BITS)
        return (answers[word] >> np.uint64(place)) & np.uint64(1)

    def _grouped(self, records: pa.Table) -> pa.Table:
        sums = [([], "count_all"), *([(_AMOUNT, "count"), (_AMOUNT, "sum")] if self._has_money else [])]
        return records.group_by(self._alike(), use_threads=False).aggregate(sums)

    def _alike(self) -> list[str]:
        words = range(len(list(self._words())))
        columns = [f"{part} {number}" for number in words for part in ("judged", "broken")]
        return [*columns, _CURRENCY] if self._has_money else columns

    def _rows(self) -> Iterator[SameAnswers]:
        counted = pa.concat_tables(self._counted)
        sums = [name for name in counted.column_names if name not in self._alike()]
        whole = counted.group_by(self._alike(), use_threads=False).aggregate([(name, "sum") for name in sums])
        for row in whole.to_pylist():
            yield SameAnswers(
                self._mask(row, "judged"),
                self._mask(row, "broken"),
                row["count_all_sum"],
                row.get(_CURRENCY),
                row.get(f"{_AMOUNT}_count_sum") or 0,
                Decimal(str(row.get(f"{_AMOUNT}_sum_sum") or 0)),
            )

    def _mask(self, row: Mapping[str, int], part: str) -> int:
        return sum(row[f"{part} {number}"] << (BITS * number) for number in range(len(list(self._words()))))
