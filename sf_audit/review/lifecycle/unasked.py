"""no-longer-asked.parquet: the findings that are gone and that no rule looks for any more, as a review found out.

Only a review can know it, because it judges the old text of a rule again on its snapshot. What reads stored reviews
later takes its word.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

UNASKED = "no-longer-asked.parquet"

#: Keys of findings, or the digits with which they begin.
KEYS = pa.schema([("key", pa.string())])


def write_unasked(keys: pa.Table, folder: Path) -> None:
    """Write the file into the folder of a review, also where there are none."""
    pq.write_table(keys.cast(KEYS), folder / UNASKED, compression="zstd")
