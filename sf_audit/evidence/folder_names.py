"""Folders as messages name them."""

from __future__ import annotations

import os
from pathlib import Path


def named(folder: Path) -> str:
    """The folder as it was given; the current one, which is given as a dot, in words."""
    return "this folder" if os.path.abspath(folder) == os.path.abspath(os.curdir) else str(folder)
