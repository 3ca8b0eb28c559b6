"""The part of docs/access.md that says when an answer is `not checked`, and who counts as a live holder."""

from __future__ import annotations

from sf_audit.salesforce.object_access import DECIDED_ELSEWHERE

_GROUPS = """\
## What is never guessed

Access is a union: what one assignment gives, no other takes away, and muting works only inside its group. So a Yes
stands whatever else is in doubt. A No does not, and becomes `not checked`, with the reason, for a user of whom
something that is assigned may give more than is seen:

- an active user without an assignment of a profile's permission set;
- an assigned set whose permissions were not read, or a group that was not read;
- a group whose status is not `Updated`: until it is recalculated its aggregate set is out of date;
- an assignment that names a group and points at a set which is not that group's aggregate;
- a group whose aggregate is not what its sets and its muting set make: it gives what the group mutes, gives what no set
  in it gives, or lacks what a set gives although nothing muted can be the cause.

What such an assignment seems to give makes nobody a holder. Who holds it in another way is one, and is marked as
perhaps holding more: `may have more ways` in `who`, a line under “Besides” in `why`, the column `may_hold_more` in
`matrix`. Rules do the same: such a user who certainly holds what a rule forbids breaks it, and no such user is counted
as keeping it. `diff` does not compare them.

What was read answers for a day, and `--refresh` reads again; whenever something is in doubt the command says so. A
reading that was not finished, because calls ran out or a table could not be read, is not kept: the next command reads
again.

That aggregates carry muting is what everything here rests on. `sf-audit doctor` asks your org whether it is so: it
holds up to three groups that mute something against their sets and their muting set, object, field and system
permissions alike, and says `holds`, `differs` (then it ends with exit code 3) or `not provable here`.

## Frozen users

Somebody frozen cannot sign in, so does not count as a live holder, and holds everything again when unfrozen. So
whatever leaves frozen users out says how many: rules in their notes, `who` above its list (in which they are marked),
`why` under “Besides”, `matrix` when it has written. Whether somebody is frozen is in UserLogin, which needs Manage
Users. Without it, users count as live, and that is said too. A guest of a site does not sign in, so freezing one closes
nothing, and a frozen guest counts.

## Objects without object permissions

About an object that ObjectPermissions can name, no grant means no access. The org lists those objects in its
description of `ObjectPermissions.SobjectType`. About other objects something else decides, and nobody is told No:

| Object | What decides | Page |
|---|---|---|
"""


def certainty() -> str:
    """The sections, in Markdown."""
    rows = (
        f"| {name} | {elsewhere.decides} | “{elsewhere.source}” |\n" for name, elsewhere in DECIDED_ELSEWHERE.items()
    )
    return _GROUPS + "".join(rows) + "| any other | not known here, so `not checked` | |\n"
