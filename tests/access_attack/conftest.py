"""The small orgs of tests/access and the stored ones of tests/access_answers serve these tests too."""

from __future__ import annotations
