"""Merges as a table, so that a review keeps them in a file."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from sf_audit.model.merge import MergeProposal

_TAKEN = pa.list_(pa.struct([("fields", pa.string()), ("id", pa.string()), ("reason", pa.string())]))


def merge_rows(found: Iterable[MergeProposal], goes: str, stays: str) -> pa.Table:
    """A row for each, with the columns of MERGE_COLUMNS; `goes` and `stays` are the objects of the records."""
    listed = list(found)
    taken = [
        [{"fields": each.fields, "id": each.id, "reason": each.reason} for each in merge.taken] for merge in listed
    ]
    return pa.table(
        {
            "object": pa.array([goes] * len(listed), pa.string()),
            "ids": pa.array([merge.ids for merge in listed], pa.list_(pa.string())),
            "stays_object": pa.array([stays] * len(listed), pa.string()),
            "stays": pa.array([merge.stays for merge in listed], pa.string()),
            "because": pa.array([merge.because for merge in listed], pa.string()),
            "how": pa.array([merge.how.value for merge in listed], pa.string()),
            "merges": pa.array([merge.merges for merge in listed], pa.int64()),
            "taken": pa.array(taken, _TAKEN),
            "obstacle": pa.array([merge.obstacle for merge in listed], pa.string()),
        }
    )
