"""Who can do what, through what: effective access of every user, computed once per distinct set of assignments.

    Access.of(snapshot)                  everybody's access, as far as the snapshot has what it takes
    paths(access, user_id, held)         why: each way in which a user comes by a right, muted ones included
    holders(access, held)                who: everybody with a right, and how many come by it which way
    ceiling(access, user_id, object)     the most records that a user can reach, never a claim on one record
    licences(access, user_id)            what a user is licensed for, and sets that want a licence the user lacks

Nothing is guessed: a user whose profile row or whose group's aggregate is missing, or whose group is
being recalculated, is `not checked`, and so is whatever rests on a table that was not read whole.
"""

from __future__ import annotations

from sf_audit.access.effective.effective import Access, Answer
from sf_audit.access.effective.grant_paths import GrantPath, Through, paths
from sf_audit.access.effective.holders import Holders, holders
from sf_audit.access.effective.licences import Licences, licences
from sf_audit.access.rights import Held, Kind, Right
from sf_audit.access.sharing.record_reach import Ceiling, ceiling

__all__ = [
    "Access",
    "Answer",
    "Ceiling",
    "GrantPath",
    "Held",
    "Holders",
    "Kind",
    "Licences",
    "Right",
    "Through",
    "ceiling",
    "holders",
    "licences",
    "paths",
]
