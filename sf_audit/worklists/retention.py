"""Lists with names leave a workspace when the records that they are of leave the snapshot."""

from __future__ import annotations

from pathlib import Path

from sf_audit.snapshot.chain_folders import SNAPSHOTS
from sf_audit.snapshot.disk import remove_folder
from sf_audit.snapshot.json_file import read_json_file
from sf_audit.snapshot.layout import org_folder
from sf_audit.snapshot.plain_names import refuse_link
from sf_audit.snapshot.tombstone import with_records
from sf_audit.worklists.write import MARK, WORKLISTS


def forget_lists(workspace: Path, org_id: str) -> bool:
    """Remove an org's lists of a snapshot that has no records any more; whether there were some.

    Lists without names stay, and so do those that somebody had written elsewhere.
    """
    folder = refuse_link(org_folder(workspace / WORKLISTS, org_id))
    if not (folder / MARK).is_file():
        return False
    content = read_json_file(folder / MARK)
    facts = content if isinstance(content, dict) else {}
    kept = with_records(org_folder(workspace / SNAPSHOTS, org_id))
    if facts.get("redacted") is True or facts.get("snapshot") in kept:
        return False
    remove_folder(folder)
    return True
