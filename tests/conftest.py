"""What all tests share."""

from __future__ import annotations

import gc

# Libraries of a million objects live as long as the tests do; to look through them again and again takes a tenth of the
# time of all tests.
gc.set_threshold(50_000, 20, 100)
