"""Where queries may spill and write: inside the workspace, private, and gone when they end.

What spills is records, so it must not end in a shared /tmp, nor stay behind.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sf_audit.snapshot import disk, layout
from sf_audit.snapshot.plain_names import refuse_link

_SCRATCH = ".scratch"
_ABANDONED_SECONDS = 24 * 60 * 60


@contextmanager
def scratch_folder(root: Path, org_id: str) -> Iterator[Path]:
    """A new private folder for one `open_snapshot`, removed with all that is in it at the end."""
    home = disk.private_folder(refuse_link(layout.org_folder(root, org_id) / _SCRATCH))
    with disk.said_plainly(home):
        folder = Path(tempfile.mkdtemp(dir=home))
    try:
        yield folder
    finally:
        disk.remove_folder(folder)


def clear_abandoned(home: Path) -> None:
    """Remove from an org's folder what killed processes left there more than a day ago."""
    with disk.said_plainly(home):
        for folder in refuse_link(home / _SCRATCH).glob("*"):
            if not folder.is_symlink() and time.time() - folder.stat().st_mtime > _ABANDONED_SECONDS:
                disk.remove_folder(folder)
