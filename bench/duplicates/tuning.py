"""What the weights and thresholds were chosen on, and nothing else."""

from __future__ import annotations

from bench.duplicates.labelled import Labelled
from bench.duplicates.planted import Planted, true_pairs
from bench.duplicates.planted_companies import accounts
from bench.duplicates.planted_people import contacts

#: Seeds of planted orgs. `python -m bench.duplicates` measures on others.
TUNED_ON = (1, 2, 3)

_RECORDS = 20_000


def of_contacts(seed: int, records: int = _RECORDS) -> Labelled:
    """Contacts with planted duplicates and near misses."""
    return _labelled(f"Contacts, planted, seed {seed}", "Contact", contacts(records, seed))


def of_accounts(seed: int, records: int = _RECORDS) -> Labelled:
    """Accounts with planted duplicates and near misses."""
    return _labelled(f"Accounts, planted, seed {seed}", "Account", accounts(records, seed))


def _labelled(name: str, table: str, planted: Planted) -> Labelled:
    return Labelled(name, table, planted[0], frozenset(true_pairs(planted)))
