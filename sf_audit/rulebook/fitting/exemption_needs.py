"""The fields of an org that say until when a record is exempt: read with the records that rules are about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sf_audit.rulebook.workspace.config import Exemption
from sf_audit.snapshot.dictionary import Dictionary, OrgField
from sf_audit.snapshot.needs import Need, Source


def with_exemption(need: Need, exemptions: Mapping[str, Exemption]) -> Need:
    """The need with the field that exempts records of its object; no rule depends on it."""
    exemption = exemptions.get(need.table)
    if exemption is None or need.source is not Source.DATA:
        return need
    columns = need.columns | {exemption.until}
    return replace(need, columns=columns, optional=need.optional - columns)


def spelled_exemptions(exemptions: Mapping[str, Exemption], dictionary: Dictionary) -> dict[str, Exemption]:
    """The exemptions with names as the org spells them; those that it does not have stay as they were written."""
    spelled: dict[str, Exemption] = {}
    for written, exemption in exemptions.items():
        found = dictionary.object(written)
        name = found if isinstance(found, str) else written
        known = dictionary.field(name, exemption.until)
        spelled[name] = replace(exemption, until=known.name if isinstance(known, OrgField) else exemption.until)
    return spelled
