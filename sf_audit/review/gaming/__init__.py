"""What looks like gaming: signs counted by person in the database, and told by team.

`judged.py` takes what rules counted while they judged, `values.py` and `month_end.py` ask the records of a snapshot in
a statement each, and `teams.py` leaves nobody alone in a line.
"""

from __future__ import annotations

from sf_audit.review.gaming.find import gaming

__all__ = ["gaming"]
