"""Checks with a fault, each in one of the places where the product calls a check. Registered like any other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from pathlib import Path
from typing import Any, ClassVar

import duckdb
import great_expectations.expectations as gxe
from great_expectations.exceptions import GreatExpectationsError
from great_expectations.expectations.expectation import Expectation

from sf_audit.expectations.asks import Ask
from sf_audit.expectations.asks.ask import AskInSql
from sf_audit.expectations.records import Records
from sf_audit.expectations.standard import Standard
from sf_audit.model.review import Breach, FailingRows, NotReadable, Unread, Verdict
from sf_audit.rulebook.rules import check as registry
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.records import OfField
from sf_audit.snapshot.needs import Filter, Need, need
from sf_audit.snapshot.tables import Snapshot

#: In every message and every record, and never in an outcome or a log.
SECRET = "a value of a record"

ERRORS: Mapping[str, Exception] = {
    "AssertionError": AssertionError(SECRET),
    "ConversionException": duckdb.ConversionException(SECRET),
    "GreatExpectationsError": GreatExpectationsError(SECRET),
    "KeyError": KeyError(SECRET),
    "NotImplementedError": NotImplementedError(SECRET),
    "OSError": OSError(SECRET),
    "RecursionError": RecursionError(SECRET),
    "StopIteration": StopIteration(SECRET),
    "MemoryError": MemoryError(SECRET),
}


class GoesWrong:
    """Where the check goes wrong, and how."""

    at: str
    error: str

    def pass_by(self, place: str) -> None:
        """Raise, if this is the place."""
        if self.at == place:
            raise ERRORS[self.error]


@dataclass(frozen=True, slots=True)
class FaultyAsk(AskInSql):
    """Asks whether a field is filled."""

    at: str
    error: str
    field: str

    asked: list[str] = dataclass_field(default_factory=list)

    def pass_by(self, place: str) -> None:
        if self.at == place:
            raise ERRORS[self.error]

    @property
    def fields(self) -> tuple[str, ...]:
        self.pass_by("fields")
        self.asked.append("fields")
        if self.at == "fields at the end" and "judged" in self.asked:
            raise ERRORS[self.error]
        return (self.field,)

    def twin_column(self, key: str) -> str:
        self.asked.append("judged")
        self.pass_by("twin_column")
        return 7 if self.at == "a twin column that is none" else ""  # type: ignore[return-value]

    @property
    def other_tables(self) -> tuple[Need, ...]:
        self.pass_by("other_tables")
        return ()

    @property
    def blames_for_absence(self) -> str:
        self.pass_by("blames_for_absence")
        return ""

    def holds(self, key: str, records: Records, scope: Filter) -> str:
        self.pass_by("holds")
        if self.at == "sql that does not parse":
            return "SELECT ("
        if self.at in {"twin_column", "a twin column that is none", "fields at the end"}:
            return "false"
        if self.at == "sql that fails on a value":
            return f'CAST("{self.field}" AS INTEGER) > 0'
        return "true"

    def columns(self, key: str, records: Records, scope: Filter) -> dict[str, str]:
        self.pass_by("columns")
        if self.at == "a column in place of another":
            return {"Email": "'x'", f"{key} holds": "true"}
        return AskInSql.columns(self, key, records, scope)

    def expectation(self, key: str, records: Records, settings: dict[str, Any]) -> Expectation:
        self.pass_by("expectation")
        if self.at == "no expectation":
            return None  # type: ignore[return-value]
        if self.at == "an expectation of another standard":
            settings = {**settings, "meta": {"standard": "quality/healthy"}}
        if self.at == "an expectation that raises":
            return _Raising(column=self.field, value_set=[1], error=self.error, **settings)
        if self.at == "an expectation about no column":
            return gxe.ExpectColumnValuesToBeInSet(column="Nowhere", value_set=[1], **settings)
        return AskInSql.expectation(self, key, records, settings)


class _Raising(gxe.ExpectColumnValuesToBeInSet):
    error: str = ""

    def get_validation_dependencies(self, *_: Any, **__: Any) -> Any:
        raise ERRORS[self.error]


#: Where a check of records can go wrong.
PLACES_OF_RECORDS = (
    *("needs", "nonsense needs", "columns of the check", "standard", "no standard", "standard of another object"),
    *("ask", "fields", "other_tables", "blames_for_absence", "holds", "sql that does not parse"),
    *("sql that fails on a value", "columns", "a column in place of another", "expectation", "no expectation"),
    *("an expectation of another standard", "an expectation that raises", "an expectation about no column"),
    *("half a character", "twin_column", "a twin column that is none", "fields at the end"),
)

#: What a check of the org can answer that is no answer.
ANSWERS: Mapping[str, Callable[[], object]] = {
    "nothing": lambda: None,
    "a count": lambda: 3,
    "a count that is none": lambda: Verdict(-1, 0),
    "breaches in a list": lambda: Verdict(1, 1, [Breach("User", "005A", "x")]),  # type: ignore[arg-type]
    "a breach that is none": lambda: Verdict(1, 1, ("005A",)),  # type: ignore[arg-type]
    "an id that is none": lambda: Verdict(1, 1, (Breach("User", 7, "x"),)),  # type: ignore[arg-type]
    "a label that is none": lambda: Verdict(1, 1, (Breach("User", "005A", "x", label=None),)),  # type: ignore[arg-type]
    "half a character": lambda: Verdict(1, 1, (Breach("User", "005A", "\ud800"),)),
    "an owner that is none": lambda: Verdict(1, 1, (Breach("User", "005A", "x", record_owner_id=5),)),  # type: ignore[arg-type]
    "a note that is none": lambda: Verdict(1, 0, notes=(1,)),  # type: ignore[arg-type]
    "a gap that is none": lambda: Verdict(1, 0, unread="x"),  # type: ignore[arg-type]
    "a file that is not there": lambda: Verdict(1, 1, FailingRows(_nowhere(), "x", "User", "x")),
}
PLACES_OF_ORG = ("needs", "nonsense needs", "examine", "a reason that is none", *ANSWERS)


def _nowhere() -> Path:
    return Path("/nonexistent/failing.parquet")


def _nonsense() -> Sequence[Need]:
    return [Need("Contact", frozenset({SECRET})), "Contact"]  # type: ignore[list-item]


@dataclass(frozen=True, kw_only=True)
class FaultyOfRecords(OfField, GoesWrong):
    """Goes wrong in one place."""

    at: str
    error: str = "KeyError"

    def __post_init__(self) -> None:
        self.pass_by("settings")
        if self.field == "LastName":
            self.pass_by("the names of the org")

    @property
    def columns(self) -> tuple[str, ...]:
        self.pass_by("columns of the check")
        return (self.field,)

    def needs(self) -> Sequence[Need]:
        self.pass_by("needs")
        return _nonsense() if self.at == "nonsense needs" else OfField.needs(self)

    def standard(self, snapshot: Snapshot) -> Standard:
        self.pass_by("standard")
        if self.at == "no standard":
            return None  # type: ignore[return-value]
        if self.at == "standard of another object":
            return Standard("Nowhere", FaultyAsk("", "", self.field), "x")
        return OfField.standard(self, snapshot)

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        self.pass_by("ask")
        return FaultyAsk(self.at, self.error, self.field), "\ud800" if self.at == "half a character" else "is wrong"


@dataclass(frozen=True)
class FaultyOfOrg(GoesWrong):
    """Goes wrong in one place."""

    verb: ClassVar[str]
    at: str
    error: str = "KeyError"

    def needs(self) -> Sequence[Need]:
        self.pass_by("needs")
        return _nonsense() if self.at == "nonsense needs" else [need("Contact", "Id Email")]

    def examine(self, snapshot: Snapshot) -> Verdict:
        self.pass_by("examine")
        if self.at == "a reason that is none":
            raise NotReadable(Unread("why", 7))  # type: ignore[arg-type]
        return ANSWERS[self.at]()  # type: ignore[return-value]


@contextmanager
def registered() -> Iterator[None]:
    """The checks of this module, known to rule files while it lasts."""
    made = {"faulty_of_records": FaultyOfRecords, "faulty_of_org": FaultyOfOrg}
    for verb, kind in made.items():
        check(verb)(kind)
    try:
        yield
    finally:
        for verb in made:
            registry._CHECKS.pop(verb)
