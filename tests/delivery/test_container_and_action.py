"""The image and the action of the project: not root, no secret in them, and nothing typed becomes a script."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from tests.delivery.recording import calls, recorder

ROOT = Path(__file__).parents[2]


def instructions() -> list[tuple[str, str]]:
    """Those of the Containerfile, with what stands behind each."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Containerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = re.sub(r"\\\n", " ", text).splitlines()
    return [(word, rest.strip()) for word, _, rest in (line.partition(" ") for line in lines if line)]


def test_the_image_runs_as_nobody_in_particular_and_has_the_workspace_alone_to_write() -> None:
    found = instructions()
    last = found[max(place for place, (word, _) in enumerate(found) if word == "FROM") :]

    assert {word for word, _ in found} == {
        "FROM",
        "COPY",
        "RUN",
        "ENV",
        "USER",
        "WORKDIR",
        "VOLUME",
        "ENTRYPOINT",
        "CMD",
    }
    assert [rest for word, rest in last if word == "USER"] == ["10001:10001"]
    assert [word for word, _ in last[[word for word, _ in last].index("USER") :]].count("RUN") == 0
    assert [rest for word, rest in found if word == "VOLUME"] == ['["/workspace"]']
    assert all((ROOT / name).exists() for word, rest in found if word == "COPY" and not rest.startswith("--from")
               for name in rest.split()[:-1])  # fmt: skip


def test_only_what_the_image_is_made_of_is_sent_to_who_builds_it() -> None:
    ignored = (ROOT / ".containerignore").read_text(encoding="utf-8").splitlines()
    copied = {
        name
        for word, rest in instructions()
        if word == "COPY" and not rest.startswith("--from")
        for name in rest.split()[:-1]
    }

    assert ignored[0] == "*"
    assert {line.removeprefix("!") for line in ignored if line.startswith("!")} == copied


def test_the_image_can_be_built_and_run(tmp_path: Path) -> None:
    builder = next((name for name in ("podman", "docker") if _works(name)), None)
    if builder is None:
        pytest.skip("nothing here builds images: neither podman nor docker answers")
    tag = f"sf-audit-test-{os.getpid()}"
    subprocess.run([builder, "build", "--tag", tag, "--file", "Containerfile", "."], cwd=ROOT, check=True, timeout=900)
    try:
        command = [builder, "run", "--rm", "--read-only", "--tmpfs", "/tmp", "--network", "none", tag]
        ran = subprocess.run([*command, "demo", "--quiet"], capture_output=True, text=True, timeout=300, check=False)
        assert (ran.returncode, ran.stdout.splitlines()[-1]) == (0, "The review: demo-review/review.html")
    finally:
        subprocess.run([builder, "rmi", "--force", tag], check=False, capture_output=True)


def _works(builder: str) -> bool:
    if shutil.which(builder) is None:
        return False
    return subprocess.run([builder, "info"], capture_output=True, check=False, timeout=60).returncode == 0


@pytest.fixture(scope="module")
def action() -> dict[str, Any]:
    read: dict[str, Any] = YAML(typ="safe", pure=True).load((ROOT / "action.yml").read_text(encoding="utf-8"))
    return read


def test_no_input_of_the_action_becomes_a_part_of_a_script(action: dict[str, Any]) -> None:
    steps = action["runs"]["steps"]
    given = {value for step in steps for value in step["env"].values()}

    assert action["runs"]["using"] == "composite"
    assert [step["name"] for step in steps if "${{" in step["run"]] == []
    assert {f"${{{{ inputs.{name} }}}}" for name in action["inputs"]} <= given
    assert all({"description"} < each.keys() for each in action["inputs"].values())


@pytest.mark.parametrize(
    ("way", "codes", "ends", "verbs"),
    [
        ("jwt", "0 0 0 0", 0, ["login", "review", "notify", "prune"]),
        ("client-credentials", "0 3 0 0", 3, ["login", "review", "notify", "prune"]),
        ("jwt", "0 5", 5, ["login", "review"]),
    ],
)
def test_the_action_ends_as_the_review_did(
    action: dict[str, Any], tmp_path: Path, way: str, codes: str, ends: int, verbs: list[str]
) -> None:
    program = recorder(tmp_path / "bin" / "sf-audit", codes)
    given = {
        "PLACE": str(tmp_path),
        "ORG": "acme",
        "WORKSPACE": str(tmp_path / "a b; exit 9"),
        "WAY": way,
        "ADDRESS": "https://acme.my.salesforce.com",
        "CLIENT_ID": "3MVG9",
        "USERNAME": "auditor@acme.example",
        "KEY": "KEY",
        "SF_AUDIT_CLIENT_SECRET": "",
        "DEADLINE": "6h",
        "NOTIFY": "true",
    }
    step = action["runs"]["steps"][-1]

    ended = subprocess.run(
        ["/bin/bash", "-e", "-o", "pipefail", "-c", step["run"]], env={**os.environ, **given}, check=False
    )

    assert set(step["env"]) == set(given)
    assert (ended.returncode, [line.split()[0] for line in calls(program)]) == (ends, verbs)
    assert f"--workspace {tmp_path}/a b; exit 9 " in calls(program)[1]
    assert not (tmp_path / "auditor.key").exists()
