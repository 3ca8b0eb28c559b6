"""Archives of made-up months: what a review leaves of each, and nothing else."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from sf_audit.review.archive import CURRENT, REVIEW
from sf_audit.review.findings_table import FINDINGS
from sf_audit.review.lifecycle.unasked import write_unasked
from sf_audit.review.rules_file import RULES

ORG = "00D000000000001EAA"

#: How much a review saw of a rule.
WHOLE, PART, UNSEEN = "whole", "part", "unseen"


@dataclass(frozen=True)
class RuleMonth:
    """One rule in one month: its first id, what it was called then, how much of it was seen, and what it asked."""

    first: str
    name: str
    seen: str
    text: str = "{}"


@dataclass(frozen=True)
class StoredMonth:
    """One review: its rules, its findings (the first id of the rule, and a number that names the record), and what it
    says nobody asks for any more."""

    period: str
    rules: Sequence[RuleMonth]
    findings: Sequence[tuple[str, int]] = ()
    unasked: Sequence[tuple[str, int]] = field(default=())


def key_of(rule: str, record: int) -> str:
    """The key of a finding."""
    return hashlib.sha256(f"{rule} {record}".encode()).hexdigest()


def write_month(workspace: Path, month: StoredMonth) -> None:
    """Store a review with these findings."""
    folder, names = _folder(workspace, month.period), {rule.first: rule.name for rule in month.rules}
    keys = [key_of(rule, record) for rule, record in month.findings]
    rules = [names[rule] for rule, _ in month.findings]
    _write_findings(folder, pa.array(keys, pa.string()), pa.array(rules, pa.string()), month.period)
    unasked = [key_of(rule, record) for rule, record in month.unasked]
    write_unasked(pa.table({"key": pa.array(unasked, pa.string())}), folder)
    _write_review(folder, month)


def write_large_month(workspace: Path, month: StoredMonth, records: npt.NDArray[np.int64]) -> None:
    """Store a review in which each of these records breaks the rule that its number says."""
    folder, names = _folder(workspace, month.period), [rule.name for rule in month.rules]
    digits = _digits(records)
    rules = pa.array(records % len(names), pa.int32())
    _write_findings(folder, digits, pa.array(names, pa.string()).take(rules), month.period)
    write_unasked(pa.table({"key": pa.array([], pa.string())}), folder)
    _write_review(folder, month)


def _folder(workspace: Path, period: str) -> Path:
    folder = workspace / "reviews" / ORG / period / "1"
    folder.mkdir(parents=True)
    (folder.parent / CURRENT).symlink_to("1")
    return folder


def _write_findings(folder: Path, keys: pa.Array, rules: pa.Array, period: str) -> None:
    day = np.datetime64(f"{period}-03")
    columns = {
        "rule": rules,
        "object": pa.array(np.full(len(keys), "Account"), pa.string()),
        "first_seen": pa.array(np.full(len(keys), day), pa.date32()),
        "key": keys,
    }
    pq.write_table(pa.table(columns).sort_by("rule"), folder / FINDINGS, compression="zstd")


def _write_review(folder: Path, month: StoredMonth) -> None:
    document = {
        "schema_version": 1,
        "org": {"id": ORG, "name": "Bench", "is_sandbox": False, "instance_url": "", "time_zone": "UTC"},
        "period": month.period,
        "started": f"{month.period}-03T06:00:00+00:00",
        "finished": f"{month.period}-03T07:00:00+00:00",
        "status": "partial" if any(rule.seen != WHOLE for rule in month.rules) else "complete",
        "score": {"overall": 80, "pillars": {}, "capped": False},
        "coverage": {"checked": len(month.rules), "total": len(month.rules)},
        "outcomes": [_outcome(rule) for rule in month.rules],
        "rules_sha256": "",
    }
    (folder / REVIEW).write_text(json.dumps(document))
    rules = [
        {
            "rule": rule.name,
            "title": rule.name,
            "sha256": hashlib.sha256(rule.text.encode()).hexdigest(),
            "severity": "medium",
            "at_least": 1.0,
            "text": rule.text,
            "uid": rule.first,
        }
        for rule in month.rules
    ]
    (folder / RULES).write_text(json.dumps({"schema_version": 1, "rules": rules}))


def _outcome(rule: RuleMonth) -> Mapping[str, object]:
    status = "not_checked" if rule.seen == UNSEEN else "broken"
    return {
        "rule": rule.name,
        "title": rule.name,
        "pillar": "data_quality",
        "status": status,
        "severity": "medium",
        "owner": "sales_ops",
        "partner": "it",
        "why": "",
        "fix": "",
        "reason": "" if rule.seen == WHOLE else "rows_hidden",
    }


def _digits(records: npt.NDArray[np.int64]) -> pa.Array:
    """Keys that are spread as hashes are, without the time that a million hashes take: 64 digits for each number."""
    mixed = records.astype(np.uint64)
    parts = []
    for round_key in (0x9E3779B97F4A7C15, 0xBF58476D1CE4E5B9, 0x94D049BB133111EB, 0xD6E8FEB86659FD93):
        mixed = (mixed ^ (mixed >> np.uint64(31))) * np.uint64(round_key)
        parts.append(mixed)
    raw = np.ascontiguousarray(np.stack(parts, axis=1)).view(np.uint8).reshape(len(records), 32)
    table = np.frombuffer("".join(f"{byte:02x}" for byte in range(256)).encode(), "S2")
    letters = table[raw].tobytes()
    offsets = pa.array(np.arange(len(records) + 1, dtype=np.int32) * 64)
    return pa.StringArray.from_buffers(len(records), offsets.buffers()[1], pa.py_buffer(letters))
