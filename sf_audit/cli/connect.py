"""From the options of a command to a Client of the org."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from sf_audit.cli.options import Target
from sf_audit.connector.http.budget import Budget
from sf_audit.connector.http.client import Client
from sf_audit.connector.http.hosts import Hosts
from sf_audit.connector.http.transport import Wire
from sf_audit.connector.signin.environment import from_environment
from sf_audit.connector.signin.named_orgs import NamedOrg, NamedOrgs
from sf_audit.connector.signin.signin import sign_in
from sf_audit.connector.signin.stored import credentials_of
from sf_audit.connector.signin.vault import Vault
from sf_audit.errors import UsageProblem
from sf_audit.model.review import OrgIdentity
from sf_audit.rulebook.workspace.config import ApiShares, load_config


def wire_of(target: Target, shares: ApiShares | None = None) -> Wire:
    """How to reach the org; `shares` are the workspace's parts of the org's API calls, where the target names none."""
    known = shares or ApiShares()
    budget = Budget(org_share=target.org_share or known.org_share, own_share=target.api_share or known.own_share)
    return Wire(hosts=Hosts.trusting(*target.trusted), ca_bundle=target.ca_bundle, budget=budget)


def connect(target: Target, workspace: Path) -> tuple[Client, NamedOrg | None]:
    """Sign in to a named org, or to the one that the environment names, with what a workspace allows."""
    shares = load_config(workspace).api
    if target.name:
        org = NamedOrgs().find(target.name)
        bundle = target.ca_bundle or (Path(org.ca_bundle) if org.ca_bundle else None)
        wire = wire_of(replace(target, trusted=(*org.trusted, *target.trusted), ca_bundle=bundle), shares)
        return sign_in(credentials_of(org, Vault(), os.environ), wire), org
    credentials = from_environment(os.environ)
    if credentials is None:
        raise UsageProblem(
            "no org is named",
            hint="Name one with --org NAME (see `sf-audit orgs`, `sf-audit login`), or set SF_AUDIT_INSTANCE_URL and "
            "SF_AUDIT_ACCESS_TOKEN. To see what a review looks like: sf-audit demo.",
        )
    return sign_in(credentials, wire_of(target, shares)), None


def confirmed(org: OrgIdentity, named: NamedOrg | None) -> OrgIdentity:
    """The org, if it is the one that the name stands for."""
    if named is not None:
        named.confirm(org.id, is_sandbox=org.is_sandbox)
    return org
