"""`--redact`: nobody of the demo org is named in any answer about access, in any form."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import duckdb
import pytest
from click.testing import CliRunner

from sf_audit.cli.entry import commands
from sf_audit.demo.company.build import build
from sf_audit.demo.company.staff import DOMAIN
from sf_audit.model.access import Diff, Who, Why
from sf_audit.model.attack import Attack
from sf_audit.report.access.formats import MATRIX_FORMATS, Answer, forms_of
from tests.access_answers.sharing_folders import file, rule
from tools.docs.access_page import TAKEN, demo_snapshot

Asks = Callable[..., str]

#: Parts of names of users who are no people.
_WORDS = {"northlight", "support", "guest", "user", "automated", "process", "integration", "auditor"}


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with demo_snapshot(tmp_path_factory.mktemp("demo")) as folder:
        yield folder


@pytest.fixture(scope="module")
def people() -> re.Pattern[str]:
    """Everything by which somebody of the demo org could be recognised: names, usernames, e-mail addresses."""
    company = build(records=1, today=TAKEN.date(), access_traps=True)
    with closing(company.org.rows) as rows:
        found = rows.execute(
            'SELECT "Name", "FirstName", "LastName", "Username", "Email", "Alias" FROM "User"'
        ).fetchall()
    texts = {text for row in found for text in row if text and len(text) > 2}
    texts |= {username.partition("@")[0] for _, _, _, username, _, _ in found}
    texts = {text for text in texts if text.casefold() not in _WORDS}
    assert len(texts) > 100
    return re.compile("|".join(rf"(?<!\w){re.escape(text)}(?!\w)" for text in sorted(texts)))


@pytest.fixture
def ask(snapshot: Path, tmp_path: Path) -> Asks:
    """Asks with --redact; the exit code may say that something is not checked."""

    def ask(*arguments: object, source: bool = True) -> str:
        where = ("--snapshot", snapshot) if source else ()
        words = [*arguments, *where, "--workspace", snapshot.parent, "--redact"]
        ran = CliRunner().invoke(commands, ["access", *(str(word) for word in words)])
        assert ran.exit_code in {0, 3}, ran.output
        return ran.output

    return ask


def forms(answer: type[Answer]) -> pytest.MarkDecorator:
    """A test in each form in which such an answer is printed, by the option that asks for it."""
    printed = [form for form in forms_of(answer) if not form.to_file]
    options = [(form.option,) if form.option else () for form in printed]
    return pytest.mark.parametrize("form", options, ids=[form.name for form in printed])


def files(answer: type[Answer], folder: Path) -> list[object]:
    """Options that write such an answer in each form that is a file."""
    written = [form for form in forms_of(answer) if form.to_file]
    return [part for form in written for part in (form.option, folder / form.name)]


def id_of(snapshot: Path, login: str) -> str:
    pages = str(snapshot / "tables" / "User" / "*.parquet")
    row = duckdb.execute("SELECT Id FROM read_parquet(?) WHERE Username = ?", [pages, f"{login}@{DOMAIN}"]).fetchone()
    assert row is not None
    return str(row[0])


@forms(Why)
@pytest.mark.parametrize(
    ("login", "what"),
    [
        ("owen.carter", "ModifyAllData"),
        ("rhys.morgan", "ModifyAllData"),
        ("daniel.okafor", "Account:edit"),
    ],
)
def test_why_names_nobody(
    ask: Asks, snapshot: Path, people: re.Pattern[str], tmp_path: Path, login: str, what: str, form: tuple[str, ...]
) -> None:
    user = id_of(snapshot, login)
    file(tmp_path, "Account", rule("Owner", "To_All", "<managers>owen.carter</managers><allInternalUsers/>"))
    written = tmp_path / "written"
    written.mkdir()

    said = ask("why", user, what, *form, *files(Why, written), "--metadata", tmp_path)

    assert user in said
    assert people.findall(said) == []
    assert list(written.iterdir())
    for path in written.iterdir():
        text = path.read_text(encoding="utf-8").split("</style>")[-1]
        assert user in text
        assert people.findall(text) == []


@forms(Who)
@pytest.mark.parametrize("what", ["ManageUsers", "Account:read", "ViewAllData", "Account.Secret__c"])
def test_who_names_nobody(ask: Asks, people: re.Pattern[str], what: str, form: tuple[str, ...]) -> None:
    said = ask("who", what, *form)

    assert people.findall(said) == []


@forms(Attack)
def test_attack_and_its_graph_name_nobody(
    ask: Asks, people: re.Pattern[str], tmp_path: Path, form: tuple[str, ...]
) -> None:
    said = ask("attack", *form, *files(Attack, tmp_path))

    assert "005" in said
    assert people.findall(said) == []
    for path in tmp_path.iterdir():
        assert people.findall(path.read_text(encoding="utf-8")) == []


def test_attack_from_somebody_names_nobody(ask: Asks, snapshot: Path, people: re.Pattern[str]) -> None:
    said = ask("attack", "--from", f"ingrid.dahl@{DOMAIN}")

    assert said.startswith(f"{id_of(snapshot, 'ingrid.dahl')} can become an administrator.")
    assert people.findall(said) == []


@forms(Diff)
def test_diff_names_nobody(ask: Asks, snapshot: Path, people: re.Pattern[str], form: tuple[str, ...]) -> None:
    said = ask("diff", snapshot, snapshot, *form, source=False)

    assert people.findall(said) == []


@pytest.mark.parametrize("suffix", MATRIX_FORMATS)
def test_the_matrix_names_nobody(ask: Asks, people: re.Pattern[str], tmp_path: Path, suffix: str) -> None:
    out = tmp_path / f"matrix{suffix}"

    said = ask("matrix", "--out", out, "--object", "Account")

    assert people.findall(said) == []
    assert people.findall(texts_of(out)) == []
    if suffix != ".xlsx":
        assert people.findall(texts_of(tmp_path / f"matrix-users{suffix}")) == []


def texts_of(path: Path) -> str:
    if path.suffix == ".csv":
        return path.read_text(encoding="utf-8")
    if path.suffix == ".parquet":
        return str(duckdb.execute("SELECT * FROM read_parquet(?)", [str(path)]).fetchall())
    with zipfile.ZipFile(path) as book:
        return "".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())


def test_a_wrong_username_is_not_answered_with_a_right_one(snapshot: Path, people: re.Pattern[str]) -> None:
    where = ["--snapshot", str(snapshot), "--workspace", str(snapshot.parent), "--redact"]

    ran = CliRunner().invoke(commands, ["access", "why", f"owencarter@{DOMAIN}", "ModifyAllData", *where])

    assert ran.exception is not None
    assert people.findall(f"{ran.output}{ran.exception}{getattr(ran.exception, 'hint', '')}") == []


def test_without_it_everybody_is_named(snapshot: Path, people: re.Pattern[str]) -> None:
    where = ["--snapshot", str(snapshot), "--workspace", str(snapshot.parent)]

    ran = CliRunner().invoke(commands, ["access", "who", "ManageUsers", *where])

    assert len(people.findall(ran.output)) > 5
