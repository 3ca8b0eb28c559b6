"""Orgs by name: where each one is, how to sign in, and which org it must turn out to be.

A name pins the org's id and whether it is a sandbox, so that a refreshed sandbox or a mistyped address never passes
for production. The file holds no secret; it is JSON, written whole, readable by its owner alone.
"""

from __future__ import annotations

import json
import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

import platformdirs

from sf_audit.errors import SignInRefused, UsageProblem
from sf_audit.salesforce.key_prefixes import ORGANIZATION
from sf_audit.small_file import read_small_file
from sf_audit.snapshot.ids import eighteen

_LARGEST = 1_000_000
_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")


class Way(StrEnum):
    """How a named org is signed in to."""

    JWT = "jwt"
    CLIENT_CREDENTIALS = "client-credentials"
    SF_CLI = "sf-cli"
    ACCESS_TOKEN = "access-token"  # noqa: S105 - a name
    PASSWORD = "password"  # noqa: S105 - a name


@dataclass(frozen=True, slots=True)
class NamedOrg:
    """One org. What a way of signing in does not need stays empty; `trusted` holds HOST:PORT."""

    name: str
    way: Way
    address: str
    org_id: str
    is_sandbox: bool
    username: str = ""
    client_id: str = ""
    audience: str = ""
    key_file: str = ""
    target_org: str = ""
    ca_bundle: str = ""
    trusted: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise UsageProblem(
                "an org's name is up to 64 small letters, digits, “.”, “_” and “-”", hint="For example: acme-uat"
            )
        if not _is_org_id(self.org_id):
            raise UsageProblem(f"the id pinned for {self.name} is not an org id", hint="Sign in again by name.")

    def confirm(self, org_id: str, *, is_sandbox: bool) -> None:
        """Raise SignInRefused unless this is the org that the name stands for. Ids of 15 and 18 characters agree."""
        if org_id[:15] != self.org_id[:15]:
            raise SignInRefused(
                f"“{self.name}” stands for org {self.org_id}, and this is {org_id[:18]}",
                hint=f"A refreshed sandbox has a new id; if you mean it: `sf-audit logout {self.name}`, then sign in.",
            )
        if is_sandbox != self.is_sandbox:
            expected, found = ("a sandbox", "production") if self.is_sandbox else ("production", "a sandbox")
            raise SignInRefused(
                f"“{self.name}” is known as {expected}, and this is {found}", hint="Look at its address."
            )


def _is_org_id(text: str) -> bool:
    """Whether an org can have this id, of 15 characters or of 18 with the checksum that belongs to them."""
    try:
        return text.startswith(ORGANIZATION) and eighteen(text) != ""
    except ValueError:
        return False


class NamedOrgs:
    """The file of named orgs; by default in the user's configuration folder."""

    def __init__(self, folder: Path | None = None) -> None:
        self.path = (folder or platformdirs.user_config_path("sf-audit")) / "orgs.json"

    def list(self) -> tuple[NamedOrg, ...]:
        """All named orgs, by name. Raises UsageProblem for a file that cannot be read."""
        try:
            document = json.loads(read_small_file(self.path, _LARGEST).decode("utf-8"))
        except FileNotFoundError:
            return ()
        except OSError as problem:
            raise UsageProblem(f"{self.path} cannot be read: {problem.strerror}", hint=_AGAIN) from None
        except RecursionError:
            raise UsageProblem(f"{self.path}: nested too deeply", hint=_AGAIN) from None
        except json.JSONDecodeError as problem:
            raise UsageProblem(f"{self.path}:{problem.lineno}: not JSON: {problem.msg}", hint=_AGAIN) from None
        except UnicodeDecodeError:
            raise UsageProblem(f"{self.path}: not UTF-8 text", hint=_AGAIN) from None
        if not isinstance(document, dict):
            raise UsageProblem(f"{self.path} does not hold named orgs", hint=_AGAIN)
        return tuple(self._org(name, entry) for name, entry in sorted(document.items()))

    def find(self, name: str) -> NamedOrg:
        """The org of this name. Raises UsageProblem with the names there are."""
        known = self.list()
        for org in known:
            if org.name == name:
                return org
        names = ", ".join(org.name for org in known)
        raise UsageProblem(
            "there is no org of that name", hint=f"Known: {names}" if names else "Sign in first: `sf-audit login`."
        )

    def add(self, org: NamedOrg) -> None:
        """Remember an org, in place of an earlier one of its name."""
        self._write((*(entry for entry in self.list() if entry.name != org.name), org))

    def remove(self, name: str) -> None:
        """Forget an org. Its secrets are the Vault's to forget."""
        self._write(tuple(org for org in self.list() if org.name != self.find(name).name))

    def _org(self, name: str, entry: object) -> NamedOrg:
        if not isinstance(entry, dict) or not _FIELDS.issuperset(entry):
            raise UsageProblem(
                f"the entry “{name[:64]}” of {self.path} has keys that sf-audit does not know", hint=_AGAIN
            )
        try:
            return NamedOrg(name=name, **_typed(entry))
        except (TypeError, ValueError):
            raise UsageProblem(f"the entry “{name[:64]}” of {self.path} is not complete", hint=_AGAIN) from None

    def _write(self, orgs: tuple[NamedOrg, ...]) -> None:
        """Beside the file and then in its place: a full disk leaves the old one."""
        entries = {org.name: {key: value for key, value in asdict(org).items() if key != "name"} for org in orgs}
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, beside = tempfile.mkstemp(dir=self.path.parent, prefix=".orgs-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(entries, file, indent=2, sort_keys=True)
                file.write("\n")
                file.flush()
                os.fsync(file.fileno())
            Path(beside).replace(self.path)
        except OSError as problem:
            Path(beside).unlink(missing_ok=True)
            raise UsageProblem(f"{self.path} cannot be written: {problem.strerror}", hint="Look at the disk.") from None


_AGAIN = "Repair it, or remove it and sign in again."
_FIELDS = frozenset(field.name for field in fields(NamedOrg)) - {"name"}


def _typed(entry: Mapping[str, Any]) -> dict[str, Any]:
    typed = dict(entry)
    typed["way"] = Way(entry["way"]) if "way" in entry else None
    if typed["way"] is None or not isinstance(entry.get("is_sandbox"), bool):
        raise ValueError("way and is_sandbox")
    typed["trusted"] = tuple(entry.get("trusted", ()))
    texts = [value for key, value in entry.items() if key not in ("is_sandbox", "trusted")]
    if not all(isinstance(value, str) for value in (*texts, *typed["trusted"])):
        raise ValueError("text")
    return typed
