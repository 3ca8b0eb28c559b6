"""What a check answers, looked at before anybody believes it: one that answers nonsense costs its own rule alone."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow.parquet as pq

from sf_audit.expectations.asks import Ask
from sf_audit.expectations.standard import Standard
from sf_audit.model.merge import MERGE_COLUMNS
from sf_audit.model.review import Breach, FailingRows, Unread, Verdict
from sf_audit.snapshot.needs import Condition
from sf_audit.snapshot.tables import Snapshot


def sound_verdict(answer: object) -> Verdict:
    """The answer of a check that looked by itself. Raises TypeError or ValueError where it is no Verdict."""
    if not isinstance(answer, Verdict):
        raise TypeError("not a Verdict")
    for count in (answer.checked, answer.broken):
        if type(count) is not int or count < 0:
            raise ValueError("not a count")
    _require_texts((answer.proof, *answer.notes))
    if not isinstance(answer.unread, Unread | None):
        raise TypeError("not an Unread")
    if isinstance(answer.breaches, FailingRows):
        _require_readable(answer.breaches)
    elif isinstance(answer.breaches, tuple):
        for breach in answer.breaches:
            _require_breach(breach)
    else:
        raise TypeError("not breaches")
    return answer


def sound_standard(answer: object, snapshot: Snapshot) -> Standard:
    """What a check of records asks. Raises TypeError where it is no Standard, LookupError for an unknown object."""
    if not isinstance(answer, Standard) or not isinstance(answer.ask, Ask):
        raise TypeError("not a Standard")
    _require_texts((answer.object, answer.because, answer.ask.blames_for_absence, *answer.ask.fields))
    scope = answer.scope
    if not (isinstance(scope, frozenset) and all(isinstance(condition, Condition) for condition in scope)):
        raise TypeError("not a Filter")
    _require_texts(answer.notes)
    if not isinstance(answer.unread, Unread | None):
        raise TypeError("not an Unread")
    snapshot.tables[answer.object]
    return answer


def _require_breach(breach: object) -> None:
    if not isinstance(breach, Breach):
        raise TypeError("not a Breach")
    _require_texts((breach.object, breach.id, breach.because, breach.part, breach.label))
    if breach.record_owner_id is not None:
        _require_texts((breach.record_owner_id,))


def _require_texts(texts: Iterable[object]) -> None:
    """Raises UnicodeEncodeError for halves of characters, which no file can hold."""
    for text in texts:
        if not isinstance(text, str):
            raise TypeError("not a text")
        text.encode()


def _require_readable(rows: FailingRows) -> None:
    _require_texts((rows.standard, rows.object, rows.because, *rows.fields))
    if not {"standard", "id", "record_owner_id"} <= set(pq.read_schema(rows.path).names):
        raise ValueError("not the rows of a scan")
    if rows.twins is not None and not {"id", "other", "more"} <= set(pq.read_schema(rows.twins).names):
        raise ValueError("not the twins of a scan")
    if rows.reasons is not None and not {"id", "because"} <= set(pq.read_schema(rows.reasons).names):
        raise ValueError("not the reasons of a scan")
    if rows.merges is not None and not set(MERGE_COLUMNS) <= set(pq.read_schema(rows.merges).names):
        raise ValueError("not the merges of a scan")
