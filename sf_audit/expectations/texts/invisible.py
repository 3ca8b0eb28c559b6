"""Characters of a text that nobody sees."""

from __future__ import annotations

import re

#: Nobody sees them: zero-width characters, soft hyphens, marks of direction, variation selectors.
INVISIBLE = re.compile("[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f"
                       "\u3164\ufe00-\ufe0f\ufeff\uffa0]")  # fmt: skip
