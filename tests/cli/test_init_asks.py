"""`sf-audit init` at a terminal: a few questions, and a first review at their end."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from sf_audit.rulebook.workspace.config import load_config
from tests.cli.demo_town import Town, run
from tests.cli.terminals import typed

pytestmark = pytest.mark.demo


def answering(*answers: str, arguments: tuple[str, ...], env: dict[str, str], cwd: Path) -> tuple[int, str]:
    """`sf-audit init` at a terminal, with these lines typed: how it ended, and all it showed."""
    return typed("init", *arguments, env={"HOME": str(cwd), **env}, cwd=cwd, answers=answers)


def test_answers_are_the_configuration(tmp_path: Path) -> None:
    answers = ('Dana "DQ" Ruiz: Ops', "#crm", "", "", "Atlantis", "de", "")

    code, shown = answering(*answers, arguments=("crm",), env={}, cwd=tmp_path)

    config = load_config(tmp_path / "crm")
    assert code == 0, shown
    assert (config.owners["sales_ops"].name, config.owners["sales_ops"].contact) == ('Dana "DQ" Ruiz: Ops', "#crm")
    assert (config.owners["it"].name, config.owners["it"].contact) == ("IT", "")
    assert config.calendar.country == "DE"
    assert "the public holidays of “Atlantis” are not known" in shown
    assert "Next: sf-audit login NAME" in shown


def test_it_ends_with_a_first_review(quiet_town: Town, tmp_path: Path) -> None:
    trust = quiet_town.trust
    env = {**quiet_town.variables, "HOME": str(tmp_path)}
    (tmp_path / "crm").mkdir()
    (tmp_path / "crm" / "sf-audit.yaml").write_text("owners: {}\n")
    signed_in = run(
        "login", "town", "--way", "access-token", "--address", env["SF_AUDIT_INSTANCE_URL"], *trust, env=env
    )
    assert signed_in.code == 0, signed_in.err

    code, shown = answering("town", "y", arguments=("crm", *trust), env=env, cwd=tmp_path)

    assert code == 0, shown
    assert shown.rstrip().splitlines()[-1].startswith(f"The review: {tmp_path}/crm/reviews/")
    assert (tmp_path / "crm" / "sf-audit.yaml").read_text() == "owners: {}\n"


def test_who_signs_in_is_asked_for_what_that_needs(tmp_path: Path) -> None:
    (tmp_path / "sf-audit.yaml").write_text("owners: {}\n")
    answers = ("acme", "jwt", "", "https://acme.my.salesforce.com", "3MVG9", "auditor@acme.example", "no.key")

    code, shown = answering(*answers, arguments=(), env={"PATH": "/usr/bin:/bin"}, cwd=tmp_path)

    assert code == 2
    assert "The auditor user" in shown
    assert re.search(r"Error: .*no\.key", " ".join(shown.split()))  # wherever its lines end


def test_nothing_is_asked_with_yes(tmp_path: Path) -> None:
    code, shown = answering(arguments=("crm", "--yes"), env={}, cwd=tmp_path)

    assert code == 0
    assert "Sales Ops, who own the standards" not in shown
    assert load_config(tmp_path / "crm").owners["sales_ops"].name == "Sales Operations"
