"""An org in a workspace, and the command line on it."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sf_audit.cli.entry import main
from tests.access.access_graphs import Org


def org() -> Org:
    """Ann holds ManageUsers twice, Bob not at all; Cid's group is being recalculated where a test says so."""
    org = Org()
    org.profile("Staff")
    org.on_object("0PS_XStaff", "Account", "Read", "Edit")
    org.described("Account.Industry")
    org.on_field("0PS_XStaff", "Account.Industry")
    desk = org.permission_set("Desk", "ManageUsers")
    org.on_setup(desk, "ApexClass", "01p_invoices")
    org.add("ApexClass", Id="01p_invoices", Name="Invoices", NamespacePrefix="acme")
    org.user("ann@acme.test", "Staff", desk, org.group("Support", [desk], "ManageUsers"))
    org.user("bob@acme.test", "Staff")
    return org


@dataclass(frozen=True)
class Done:
    """What a command printed, and its exit code."""

    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Callable[..., Done]]:
    """Runs `sf-audit access` with these arguments in an empty folder, from its entry to its exit code."""
    monkeypatch.chdir(tmp_path)
    for name in [one for one in os.environ if one.startswith("SF_AUDIT")]:
        monkeypatch.delenv(name)
    mask, handler = os.umask(0o077), signal.getsignal(signal.SIGTERM)

    def run(*arguments: object, command: str = "access") -> Done:
        with pytest.raises(SystemExit) as ended:
            main([*command.split(), *map(str, arguments)])
        said = capsys.readouterr()
        return Done(int(str(ended.value.code)), said.out, said.err)

    yield run
    os.umask(mask)
    signal.signal(signal.SIGTERM, handler)
