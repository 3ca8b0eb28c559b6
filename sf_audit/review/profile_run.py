"""How the fields of some objects of an org are filled, with its refusals in the words of a person."""

from __future__ import annotations

from collections.abc import Iterable

from sf_audit.connector.api.describe import Describes
from sf_audit.connector.collect.org_profile import profiles
from sf_audit.connector.http.client import Client
from sf_audit.model.field_profile import ObjectProfile
from sf_audit.review.run import translate_errors


def profiled(client: Client, names: Iterable[str]) -> tuple[ObjectProfile, ...]:
    """One profile for each object, in the order of the names. Raises the AuditError of what ends all reading."""
    with translate_errors():
        return tuple(profiles(client, Describes(client), names))
