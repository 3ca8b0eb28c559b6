"""The small orgs of tests/access and the stored ones of tests/access_answers serve these tests too."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1] / name) for name in ("access", "access_answers")]
