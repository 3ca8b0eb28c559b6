"""The demo company, whose accounts a loader landed in Parquet files: plan, doctor and review from the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from sf_audit.exit_codes import ExitCode
from tests.cli.demo_town import Town, findings, outcomes, run, said, town

SETTINGS = "sources:\n  Account: {parquet: account.parquet}\n"
INDUSTRY, EMAIL = "quality/account-industry-filled", "quality/contact-email-filled"


@pytest.fixture(scope="module")
def landed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Town, Path]]:
    """The company, and a workspace in which its accounts lie."""
    workspace = tmp_path_factory.mktemp("landed")
    with town(tmp_path_factory.mktemp("town")) as company:
        rows = company.company.org.rows.cursor()
        rows.execute(f"""COPY (SELECT * FROM "Account") TO '{workspace / "account.parquet"}' (FORMAT parquet)""")
        rows.close()
        (workspace / "sf-audit.yaml").write_text(SETTINGS)
        yield company, workspace


def review(company: Town, workspace: Path, out: Path) -> int:
    at = ("--workspace", str(workspace), "--out", str(out), "--quiet", "--rule", INDUSTRY, "--rule", EMAIL)
    return run("review", *company.trust, *at, env=company.variables).code


def test_loaded_records_break_the_same_rules_in_the_same_records(landed: tuple[Town, Path], tmp_path: Path) -> None:
    company, workspace = landed
    assert review(company, tmp_path / "plain", tmp_path / "of-the-org") == ExitCode.DONE
    before = len(company.asked)

    assert review(company, workspace, tmp_path / "loaded") == ExitCode.DONE

    of_the_org = {(one["rule"], one["id"]) for one in findings(tmp_path / "of-the-org")}
    assert {(one["rule"], one["id"]) for one in findings(tmp_path / "loaded")} == of_the_org
    assert not [path for _, path in company.asked[before:] if "Industry" in path]
    (banner,) = [line for line in said(tmp_path / "loaded")["banners"] if line.startswith("The records of")]
    assert banner.startswith("The records of Account were not read from the org: 1,038 rows of Parquet account.parquet")
    assert banner.endswith("the org counted 1,038.")


def test_a_load_that_lacks_records_costs_its_rules_alone(landed: tuple[Town, Path], tmp_path: Path) -> None:
    company, workspace = landed
    accounts = pq.read_table(workspace / "account.parquet")
    pq.write_table(accounts.slice(0, 1000), tmp_path / "account.parquet")
    (tmp_path / "sf-audit.yaml").write_text(SETTINGS)

    assert review(company, tmp_path, tmp_path / "out") == ExitCode.PARTIAL

    found = outcomes(tmp_path / "out")
    assert (found[INDUSTRY]["status"], found[INDUSTRY]["reason"]) == ("not_checked", "not_loaded")
    assert "holds 1,000 records where the org counts 1,038" in found[INDUSTRY]["detail"]
    assert found[EMAIL]["status"] == "broken"


def test_plan_and_doctor_say_where_records_are(landed: tuple[Town, Path], tmp_path: Path) -> None:
    company, workspace = landed
    (tmp_path / "sf-audit.yaml").write_text("sources: {Account: {parquet: nowhere.parquet}, Acount: {parquet: a}}\n")

    plan = run("plan", *company.trust, "--workspace", str(workspace), "--rule", INDUSTRY, env=company.variables)
    doctor = run("doctor", *company.trust, "--workspace", str(tmp_path), env=company.variables)

    assert (plan.code, doctor.code) == (ExitCode.DONE, ExitCode.PARTIAL)
    assert "Account (not from the org, 1,038 rows, " in plan.out
    assert "  Id, CreatedDate, Industry, Name, OwnerId, SystemModstamp from Parquet account.parquet" in plan.out
    assert f"✗ Records of Account: Account: there is no Parquet file at {tmp_path}/nowhere.parquet" in doctor.out
    assert "✗ Sources: sources.Acount in sf-audit.yaml does nothing: the org shows no object Acount" in doctor.out
    assert "✗ Look at sources.Account in sf-audit.yaml, and at the loader: blinds " in doctor.out
