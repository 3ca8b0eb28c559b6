"""A name that somebody typed to get past a required field, such as “test” or “tbd”."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from sf_audit.expectations import asks
from sf_audit.expectations.asks import Ask
from sf_audit.rulebook.rules.check import check
from sf_audit.rulebook.rules.records import OfField
from sf_audit.rulebook.settings.field_kinds import TEXTS, Fits
from sf_audit.snapshot.tables import Snapshot


@check("not_placeholder")
@dataclass(frozen=True, kw_only=True)
class NotPlaceholder(OfField):
    """Where filled, the field is the name of something, and no placeholder.

    A name is compared without regard to case, to full-width letters and to invisible characters (NFKC), and cut into
    words, runs of letters of any script and runs of digits; accents make other letters. It is a placeholder where

    - it has no letter and no digit: `-`, `?`, `...`;
    - a placeholder word has nothing around it but numbers, single letters and generic words, such as “account”, “GmbH”:
      `Test`, `test1`, `Test company 2`, `TBD Inc`. A name that goes on is a name: `Test Valley Borough Council`;
    - it is a placeholder phrase (`not applicable`), or a word that is one only where it stands alone or with numbers,
      because people and companies are called so: `N/A`, `null`, but not `Null GmbH`, `Na Li`, `NA-KD.com AB`;
    - it is typed without looking: keys in a row (`asdf`, `qwertz`), four or more of one letter, `xxx`, a placeholder
      word twice (`testtest`), zeros, three or more of one digit or digits in a row. `AAA`, `3M`, `X` and `999 Design`
      are names.

    The lists, in a dozen languages, are in `sf_audit/expectations/texts/placeholders.toml`. `words` adds placeholder
    words or phrases, `generic` adds generic words, and `names` takes words from the lists that are names here.
    """

    fits: ClassVar[Fits] = TEXTS

    words: tuple[str, ...] = ()
    generic: tuple[str, ...] = ()
    names: tuple[str, ...] = ()

    def ask(self, snapshot: Snapshot) -> tuple[Ask, str]:
        ask = asks.NoPlaceholder(self.field, self.words, self.generic, self.names)
        return ask, f"{self.field} is a placeholder"
