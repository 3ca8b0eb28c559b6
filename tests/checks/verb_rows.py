"""Rows for the tests of verbs."""

from __future__ import annotations

HIDDEN_ROWS = {"rows_hidden": True}
