"""Where `rules/` and `reports/` are: beside the code in a wheel, at the top of a checkout."""

from __future__ import annotations

from pathlib import Path


def bundled(folder: str) -> Path:
    """The folder of shipped content: `rules` or `reports`."""
    packaged = Path(__file__).parent / "_data" / folder
    return packaged if packaged.is_dir() else Path(__file__).parents[1] / folder
