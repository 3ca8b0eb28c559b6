"""What the ids of records begin with, by object: "keyPrefix" in "DescribeGlobalResult"."""

from __future__ import annotations

from collections.abc import Mapping

from sf_audit.connector.api.describe import DescribedField, DescribedObject
from sf_audit.salesforce.key_prefixes import STANDARD
from sf_audit.snapshot.dictionary import ids_of


def key_prefixes(objects: Mapping[str, DescribedObject]) -> Mapping[str, str]:
    """By object, of all that the auditor sees; of others those that are the same in every org."""
    return {**STANDARD, **{found.name: found.key_prefix for found in objects.values() if found.key_prefix}}


def prefixes_of(owner: str, field: DescribedField, prefixes: Mapping[str, str]) -> str:
    """Those of the records that a field can hold the id of, with `;` between them."""
    return ";".join(target.key_prefix for target in ids_of(owner, field.type, field.references, prefixes))
