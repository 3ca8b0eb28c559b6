"""Whether the ids of a table only ever ascend, page after page: then none is missing and none came twice.

Orgs mostly answer in the order of ids, and then nothing has to be read again at the end, nor all ids held at once.
"""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from sf_audit.snapshot.manifest import PageEntry


class IdOrder:
    """Sees the ids of each page as it is stored."""

    def __init__(self) -> None:
        self._seen: list[PageEntry] = []
        self._last = ""
        self._ascends = True

    def saw(self, page: PageEntry, ids: pa.ChunkedArray) -> None:
        """The page was stored with these ids, which are text."""
        self._seen.append(page)
        if self._ascends and len(ids):
            self._ascends = not ids.null_count and self._last < ids[0].as_py() and _ascend(ids)
            self._last = ids[-1].as_py() or ""

    def proves(self, pages: Sequence[PageEntry]) -> bool:
        """Whether each row of exactly these pages has an id, and one of its own. False where that is not known."""
        return self._ascends and self._seen == list(pages)


def _ascend(ids: pa.ChunkedArray) -> bool:
    return pc.all(pc.less(ids[:-1], ids[1:])).as_py() is not False
