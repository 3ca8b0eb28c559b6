"""What a guest user, whom anybody on the internet is, can hold at all.

"Guest User Security Policies and Timelines": guests have no more than read access to records, and only by guest user
sharing rules; their default is Private for every object, whatever the external default is; they own nothing, and belong
to no group; "Guest users can’t have the update or delete permissions on objects" nor "View All Records or Modify All
Records". All of that has been so since Spring '21, and no org can switch it off.
"""

from __future__ import annotations

#: The rights on an object that are left, as columns of ObjectPermissions name them.
GUEST_RIGHTS = ("Read", "Create")

#: Since when the others are gone, and what says so.
OTHERS_ENDED, SOURCE = "Spring '21", "Guest User Security Policies and Timelines"
