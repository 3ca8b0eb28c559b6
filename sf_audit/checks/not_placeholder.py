"""A name that somebody typed to get past a required field, such as “test” or “tbd”."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sf_audit.expectations.asks import Ask
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.placeholder_lists import WithPlaceholderLists
from sf_audit.rulebook.settings.field_kinds import TEXTS, Fits
from sf_audit.snapshot.tables import Snapshot


@check("not_placeholder")
@dataclass(frozen=True, kw_only=True)
class NotPlaceholder(WithPlaceholderLists):
    """Where filled, the field is the name of something, and no placeholder.

    A name is compared without regard to case, to full-width letters and to invisible characters (NFKC), and cut into
    words, runs of letters of any script and runs of digits; accents make other letters. It is a placeholder where

    - it has no letter and no digit: `-`, `?`, `...`;
    - a placeholder word has nothing around it but numbers, single letters and generic words, such as “account”, “GmbH”:
      `Test`, `test1`, `Test company 2`, `TBD Inc`. A name that goes on is a name: `Test Valley Borough Council`;
    - it is a placeholder phrase (`not applicable`), or a word that is one only where it stands alone or with numbers,
      because people and companies are called so: `N/A`, `null`, but not `Null GmbH`, `Na Li`, `NA-KD.com AB`;
    - it is typed without looking: keys in a row (`asdf`, `qwertz`, `1q2w3e`), four or more of one letter, `xxx`, a
      placeholder word twice (`testtest`), zeros, three or more of one digit or digits in a row, also in groups
      (`000-00-0000`, `123-456-7890`). `AAA`, `3M`, `X` and `999 Design` are names;
    - it is an address with a placeholder on both sides of the @: `none@none.com`, `test@test.de`.

    In the names of people (`FirstName`, `MiddleName`, `LastName`, and `Name` of contacts, leads and users), words that
    people are called by are names where they stand alone: Null, Na, None, Test, Tester. `N/A`, `Test Test` and `Test 2`
    are placeholders there too.

    The lists, in a dozen languages, are in `sf_audit/expectations/texts/placeholders.toml`. `words` adds placeholder
    words or phrases, `generic` adds generic words, and `names` takes words from the lists that are names here.
    """

    fits: ClassVar[Fits] = TEXTS

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        return self.no_placeholder(), f"{self.field} is a placeholder"
