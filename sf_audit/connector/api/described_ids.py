"""What the ids of records begin with, by object: "keyPrefix" in "DescribeGlobalResult"."""

from __future__ import annotations

from collections.abc import Mapping

from sf_audit.connector.api.describe import DescribedField, DescribedObject
from sf_audit.salesforce.key_prefixes import STANDARD


def key_prefixes(objects: Mapping[str, DescribedObject]) -> Mapping[str, str]:
    """By object, of all that the auditor sees; of others those that are the same in every org."""
    return {**STANDARD, **{found.name: found.key_prefix for found in objects.values() if found.key_prefix}}


def prefixes_of(owner: str, field: DescribedField, prefixes: Mapping[str, str]) -> str:
    """Those of the records that a field refers to, with `;` between them; of an Id, that of its object.

    Nothing where one of them is not known: what is left would look like all of them.
    """
    targets = field.references or ((owner,) if field.type == "id" else ())
    return ";".join(prefixes[target] for target in targets) if all(map(prefixes.get, targets)) else ""
