"""`sf-audit sample` of the demo org: few calls, all of them reads, one file; `prune` knows it."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.demo_town import Town, run


def test_a_sample_of_an_org(quiet_town: Town, tmp_path: Path) -> None:
    before = len(quiet_town.asked)

    ran = run("sample", *quiet_town.trust, "--workspace", str(tmp_path), env=quiet_town.variables)

    asked = quiet_town.asked[before:]
    assert (ran.code, ran.err) == (3, "")  # the auditor user lacks Customize Application, as it should
    assert len(asked) < 10
    assert {method for method, _ in asked} == {"GET"}
    *told, where = ran.out.splitlines()
    assert told[0] == "Limits: 27 limits read"
    assert told[-3:] == [
        "6 API calls; nothing was written to the org.",
        "Not read: OAuth tokens: without Customize Application, the org shows the auditor user only their own records "
        "of OauthToken",
        "  What would change that: Customize Application",
    ]
    assert not any(line.startswith("OAuth tokens:") for line in told)
    document = json.loads(Path(where.removeprefix("The sample: ")).read_text(encoding="utf-8"))
    limits = {limit["name"]: limit for limit in document["sample"]["limits"]}
    assert limits["DataStorageMB"] == {"name": "DataStorageMB", "maximum": 10240, "remaining": 921}
    assert quiet_town.server.access_token not in json.dumps(document)
    assert run("prune", "--workspace", str(tmp_path)).code == 0


def test_who_is_not_let_in_keeps_nothing(quiet_town: Town, tmp_path: Path) -> None:
    variables = {**quiet_town.variables, "SF_AUDIT_ACCESS_TOKEN": "00Dx!ended"}

    ran = run("sample", *quiet_town.trust, "--workspace", str(tmp_path), env=variables)

    assert ran.code == 4
    assert not (tmp_path / "samples").exists()
