"""What stands in a workspace by the name of a file and is none: an error at once, never a wait, never all memory."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sf_audit.access.sharing.sharing_files import read_sharing_rules
from sf_audit.connector.signin.environment import stored_secret
from sf_audit.connector.signin.named_orgs import NamedOrgs
from sf_audit.connector.signin.private_key import read_private_key
from sf_audit.errors import UsageProblem
from sf_audit.rulebook.workspace.standards import Standards
from sf_audit.small_file import FileRefused, FileTooLarge, read_small_file
from tests.snapshot.small_snapshot import staging

pytestmark = [
    pytest.mark.timeout(20),
    pytest.mark.skipif(os.name != "posix", reason="such things are not files of Windows"),
]

RULE = (
    "title: t\nwhy: w\nfix: f\nseverity: low\nowner: it\ncheck: {filled: {object: Account, field: Name}}\n"
    "examples: [{org: {Account: [{Id: 001A, Name: x}]}}]\n"
)


def _device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def _pipe(path: Path) -> None:
    os.mkfifo(path)


def _folder(path: Path) -> None:
    path.mkdir()


def _broken_link(path: Path) -> None:
    path.symlink_to(path.parent / "nowhere")


def _circle(path: Path) -> None:
    path.symlink_to(path)


def _huge(path: Path) -> None:
    path.touch()
    os.truncate(path, 1 << 40)


KINDS: dict[str, tuple[Callable[[Path], None], str]] = {
    "device": (_device, "it is a device, not a file"),
    "pipe": (_pipe, "it is a named pipe, not a file"),
    "folder": (_folder, "it is a folder"),
    "broken link": (_broken_link, "it is a link to a file that is not there"),
    "circle": (_circle, "it is a link that leads back to itself"),
    "huge": (_huge, "larger than"),
}
every_kind = pytest.mark.parametrize(("make", "says"), KINDS.values(), ids=KINDS.keys())


@pytest.fixture
def listening(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "socket"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        yield path


@every_kind
@pytest.mark.parametrize("name", ["sf-audit.yaml", "waivers.yaml", "rules/quality/a.yaml", "rules/quality/b.yml"])
def test_no_file_of_a_workspace_is_waited_for(
    tmp_path: Path, name: str, make: Callable[[Path], None], says: str
) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    make(path)

    with pytest.raises(UsageProblem) as caught:
        Standards.of(tmp_path)

    assert str(caught.value).startswith(f"{path}: ")
    assert says in str(caught.value)
    assert caught.value.hint


@every_kind
def test_no_key_is_waited_for(tmp_path: Path, make: Callable[[Path], None], says: str) -> None:
    make(tmp_path / "sf-audit.key")

    with pytest.raises(UsageProblem, match=r"sf-audit\.key cannot be read: ") as caught:
        read_private_key(tmp_path / "sf-audit.key", {})

    assert says in str(caught.value)


@every_kind
def test_no_credential_is_waited_for(tmp_path: Path, make: Callable[[Path], None], says: str) -> None:
    make(tmp_path / "password")

    with pytest.raises(UsageProblem, match=r"the credential password in .* cannot be read"):
        stored_secret("acme", "password", {"CREDENTIALS_DIRECTORY": str(tmp_path)})


@every_kind
def test_no_list_of_orgs_is_waited_for(tmp_path: Path, make: Callable[[Path], None], says: str) -> None:
    make(tmp_path / "orgs.json")

    with pytest.raises(UsageProblem) as caught:
        NamedOrgs(tmp_path).list()

    assert says in str(caught.value)


@pytest.mark.parametrize(("make", "says"), [KINDS[kind] for kind in KINDS if kind not in {"folder", "huge"}])
def test_no_metadata_is_waited_for(tmp_path: Path, make: Callable[[Path], None], says: str) -> None:
    make(tmp_path / "Account.sharingRules-meta.xml")

    with pytest.raises(UsageProblem) as caught:
        read_sharing_rules(tmp_path)

    assert says in str(caught.value)


def test_a_socket_is_no_file(listening: Path) -> None:
    with pytest.raises(FileRefused, match="it is a socket, not a file"):
        read_small_file(listening, 100)


def test_the_last_byte_that_fits_is_read_and_one_more_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"x" * 100)

    assert read_small_file(path, 100) == b"x" * 100
    with pytest.raises(FileTooLarge):
        read_small_file(path, 99)


def test_a_file_that_says_it_is_empty_is_read_to_its_bound(tmp_path: Path) -> None:
    if not Path("/proc/self/maps").exists():
        pytest.skip("needs /proc")

    assert Path("/proc/self/maps").stat().st_size == 0
    with pytest.raises(FileTooLarge):
        read_small_file(Path("/proc/self/maps"), 100)


@pytest.mark.parametrize("make", [_pipe, _broken_link, _device, Path.touch])
def test_rules_that_are_no_folder_are_not_passed_over(tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "rules")

    with pytest.raises(UsageProblem, match="rules: own rules lie in a folder of this name"):
        Standards.of(tmp_path)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("quality/x.yaml", "quality/x.yml"),
        ("quality/x.yaml", "quality/X.yaml"),
        ("quality/x.yaml", "Quality/x.yaml"),
        ("quality/caf\u00e9.yaml", "quality/cafe\u0301.yaml"),
    ],
)
def test_two_files_of_one_id_are_both_named(tmp_path: Path, first: str, second: str) -> None:
    for name in (first, second):
        path = tmp_path / "rules" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(RULE, encoding="utf-8")
    if len(list((tmp_path / "rules").rglob("*.y*ml"))) == 1:
        pytest.skip("this file system takes the two names for one")

    with pytest.raises(UsageProblem, match="are two rules of one id") as caught:
        Standards.of(tmp_path)

    assert str(tmp_path / "rules" / first) in str(caught.value)
    assert str(tmp_path / "rules" / second) in str(caught.value)


def test_the_hash_of_the_rules_covers_both_endings(tmp_path: Path) -> None:
    path = tmp_path / "rules" / "quality" / "x.yml"
    path.parent.mkdir(parents=True)
    path.write_text(RULE, encoding="utf-8")
    before = Standards.of(tmp_path).sha256

    path.write_text(RULE.replace("Name: x", "Name: y"), encoding="utf-8")

    assert Standards.of(tmp_path).sha256 != before


@every_kind
def test_no_attempt_of_an_earlier_run_is_waited_for(tmp_path: Path, make: Callable[[Path], None], says: str) -> None:
    with staging(tmp_path):
        pass
    (attempt,) = tmp_path.rglob("attempt.json")
    attempt.unlink()
    make(attempt)

    with staging(tmp_path) as begun:
        assert begun.scratch.is_dir()
