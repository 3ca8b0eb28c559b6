"""From the options of a command to a Client of the org."""

from __future__ import annotations

import os
from pathlib import Path

from sf_audit.cli.options import Target
from sf_audit.connector.budget import Budget
from sf_audit.connector.client import Client
from sf_audit.connector.hosts import Hosts
from sf_audit.connector.orgs import NamedOrg, NamedOrgs
from sf_audit.connector.signin.environment import from_environment
from sf_audit.connector.signin.signin import sign_in
from sf_audit.connector.signin.stored import credentials_of
from sf_audit.connector.transport import Wire
from sf_audit.connector.vault import Vault
from sf_audit.errors import UsageProblem
from sf_audit.findings import OrgIdentity


def wire_of(target: Target, api_share: float | None = None) -> Wire:
    """How to reach the org; `api_share` is this run's part of the org's API calls of a day."""
    budget = Budget() if api_share is None else Budget(own_share=api_share)
    return Wire(hosts=Hosts.trusting(*target.trusted), ca_bundle=target.ca_bundle, budget=budget)


def reach(target: Target, api_share: float | None = None) -> tuple[Client, NamedOrg | None]:
    """Sign in to a named org, or to the one that the environment names."""
    if target.name:
        org = NamedOrgs().find(target.name)
        bundle = target.ca_bundle or (Path(org.ca_bundle) if org.ca_bundle else None)
        wire = wire_of(Target(target.name, (*org.trusted, *target.trusted), bundle), api_share)
        return sign_in(credentials_of(org, Vault(), os.environ), wire), org
    credentials = from_environment(os.environ)
    if credentials is None:
        raise UsageProblem(
            "no org is named",
            hint="Name one with --org NAME (see `sf-audit orgs`, `sf-audit login`), or set SF_AUDIT_INSTANCE_URL and "
            "SF_AUDIT_ACCESS_TOKEN. To see what a review looks like: sf-audit demo.",
        )
    return sign_in(credentials, wire_of(target, api_share)), None


def confirmed(org: OrgIdentity, named: NamedOrg | None) -> OrgIdentity:
    """The org, if it is the one that the name stands for."""
    if named is not None:
        named.confirm(org.id, is_sandbox=org.is_sandbox)
    return org
