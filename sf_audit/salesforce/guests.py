"""What a guest user, whom anybody on the internet is, can hold at all, and how records come to be shared with one.

"Guest User Security Policies and Timelines": guests have no more than read access to records, and only by guest user
sharing rules; their default is Private for every object, whatever the external default is; they own nothing, and belong
to no group; "Guest users can’t have the update or delete permissions on objects" nor "View All Records or Modify All
Records". All of that has been so since Spring '21, and no org can switch it off.

What was shared with a guest before that, or owned by one, or given to a group that one is in, stays so until somebody
takes it away ("Secure Data Accessible by Guest Users").
"""

from __future__ import annotations

#: The rights on an object that are left, as columns of ObjectPermissions name them.
GUEST_RIGHTS = ("Read", "Create")

#: Since when the others are gone, and what says so.
OTHERS_ENDED, SOURCE = "Spring '21", "Guest User Security Policies and Timelines"

#: RowCause of the shares that only guests get: by a guest user sharing rule, and of what a record that is shared so
#: belongs to ("AccountShare", "WebStoreShare" in the "Object Reference for the Salesforce Platform").
GUEST_ROW_CAUSES = ("GuestRule", "GuestParentImplicit", "GuestPersonImplicit")
