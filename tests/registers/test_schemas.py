"""The JSON Schema of a register takes what the register takes, so that an editor marks nothing that is right."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from sf_audit.demo.company.paperwork import paperwork
from sf_audit.registers.kinds import KINDS
from sf_audit.rulebook.files.validate import plain
from sf_audit.rulebook.files.yaml_file import read_yaml

RIGHT = {
    "raci": """\
raci:
  - {activity: A, responsible: tom, accountable: dana, reviewed_on: 2026-10-01}
  - {activity: 7, responsible: [tom, mia], accountable: dana, consulted: mia; it, rules: quality,
     reviewed_on: 2026-10-01}
""",
    "requests": paperwork(date(2026, 11, 30))["registers/requests.yaml"],
    "decisions": paperwork(date(2026, 11, 30))["registers/decisions.yaml"],
}


@pytest.mark.parametrize("name", KINDS)
def test_what_is_right_is_right_in_an_editor(name: str, tmp_path: Path) -> None:
    (tmp_path / "file.yaml").write_text(RIGHT[name], encoding="utf-8")
    content = json.loads(json.dumps(plain(read_yaml(tmp_path / "file.yaml").content), default=str))
    schema = KINDS[name].schema
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(content)


@pytest.mark.parametrize("name", KINDS)
def test_a_wrong_key_is_wrong_in_an_editor(name: str) -> None:
    found = list(jsonschema.Draft202012Validator(KINDS[name].schema).iter_errors({name: [{"acountable": "x"}]}))
    assert any("acountable" in error.message for error in found)
