"""The small orgs of tests/access serve these tests too."""

from __future__ import annotations
