"""Which groups of people a table cannot show without telling what one of them did.

A reader knows the numbers of all groups together: they are those of a rule, or the sum of another table. So where all
that is hidden is of one person, what is shown would leave that person's numbers, and one more group is hidden.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol, TypeVar

from sf_audit.review import record_owners

Key = TypeVar("Key", bound=str)


class Group(Protocol):
    """So many records of these people. Queues and machines are nobody: what they are called is no id of a user."""

    people: set[str]

    @property
    def records(self) -> int: ...


def hidden_groups(
    groups: Mapping[Key, Group], hide: Collection[Key], fewest: int, beside: Collection[str] = ()
) -> set[Key]:
    """The groups to `hide`, and the smallest others for as long as the hidden ones are of fewer than `fewest` people.

    `beside` are those whose numbers are in the whole and in no group.
    """
    hidden = set(hide)
    people = set(beside).union(*(groups[key].people for key in hidden))
    for key in sorted(groups.keys() - hidden, key=lambda key: (groups[key].records, key)):
        if len(people) >= fewest or not any(map(record_owners.is_user, people)):
            break
        hidden.add(key)
        people |= groups[key].people
    return hidden
