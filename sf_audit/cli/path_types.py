"""What may be named on the command line in place of a file or a folder, and what cannot be one."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import click

#: What a workspace holds and no snapshot does.
_OF_A_WORKSPACE = ("sf-audit.yaml", "snapshots", "reviews", "rules")

_MANIFEST = "manifest.json"


class NamedPath(click.Path):
    """A path. One that the system can have no file by is a usage problem, and not met later as an error of the disk."""

    def convert(
        self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> str | bytes | os.PathLike[str]:
        try:
            os.lstat(value)
        except FileNotFoundError:
            pass
        except ValueError:
            self.fail(f"{os.fspath(value)!r}: no file can have such a name.", param, ctx)
        except OSError as problem:
            if problem.errno == errno.ENOTDIR and not self.exists:
                self.fail(f"“{os.fspath(value)}” leads through a file that is no folder.", param, ctx)
            if problem.errno != errno.ENOTDIR:
                self.fail(f"“{os.fspath(value)[:80]}…”: {problem.strerror}.", param, ctx)
        return super().convert(value, param, ctx)


class SnapshotFolder(NamedPath):
    """The folder of a stored snapshot. One that is damaged is another matter than one that was never a snapshot."""

    def __init__(self) -> None:
        super().__init__(exists=True, file_okay=False, path_type=Path)

    def convert(
        self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None
    ) -> str | bytes | os.PathLike[str]:
        folder = Path(os.fsdecode(super().convert(value, param, ctx)))
        if os.path.lexists(folder / _MANIFEST):
            return folder
        if any(os.path.lexists(folder / name) for name in _OF_A_WORKSPACE):
            self.fail(
                f"“{folder}” is a workspace: name the folder of a snapshot below {folder / 'snapshots'}.", param, ctx
            )
        if not any(folder.iterdir()):
            self.fail(f"“{folder}” is empty: name the folder of a snapshot.", param, ctx)
        return folder
