"""What people declare of their org: who answers for what, which changes were asked for, and what was decided.

`kinds.py` lists the registers; a file in `registers/` of the workspace is read by `read.py`, frozen into the snapshot
as `declared/*` by `frozen.py`, and judged in `sf_audit/review/registers/`.
"""
