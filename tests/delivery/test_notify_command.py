"""`sf-audit notify` in a workspace with a stored review."""

from __future__ import annotations

from pathlib import Path

import pytest

from sf_audit.connector.signin.named_orgs import NamedOrg, NamedOrgs, Way
from sf_audit.errors import UsageProblem
from sf_audit.report.formats import FORMATS, Document
from sf_audit.report.notice import notice
from sf_audit.rulebook.workspace.config import load_config
from tests.cli.demo_town import run
from tests.delivery.receivers import mail_server, webhook
from tests.report.october_review import october
from tests.report.written import rows_of


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """One whose only review is that of October, with its page."""
    review = october()
    folder = tmp_path / "reviews" / review.org.id / review.period / "1"
    folder.mkdir(parents=True)
    for name in ("json", "html"):
        FORMATS[name].write(Document(review, lambda: rows_of(review)), folder)
    return tmp_path


def configure(workspace: Path, text: str) -> None:
    (workspace / "sf-audit.yaml").write_text(text, encoding="utf-8")


def test_five_lines_say_how_healthy_what_changed_and_what_first() -> None:
    found = notice(october())

    assert found.subject == "CRM health review of Nordwind Logistik, October 2026: 69, Act"
    assert len(found.lines) == 5
    assert all(len(line) <= 230 for line in found.lines)


def test_the_review_goes_to_all_with_its_page(workspace: Path) -> None:
    with mail_server() as box, webhook(200) as hook:
        configure(
            workspace,
            "notify:\n  mail: {to: [ops@acme.example], from: crm@acme.example, plain: true,"
            f" server: '127.0.0.1:{box.port}', attach: [html]}}\n  webhooks: [team-chat]\n",
        )
        ran = run("notify", "--workspace", str(workspace), env={"SF_AUDIT_WEBHOOK_TEAM_CHAT": hook.url})

    ((to, mail),) = box.taken
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        f"Sent: mail to ops@acme.example by 127.0.0.1:{box.port}",
        "Sent: webhook team-chat",
    ]
    assert (to, mail["Subject"]) == (["ops@acme.example"], notice(october()).subject)
    assert [each.get_filename() for each in mail.iter_attachments()] == ["review.html"]
    assert hook.posted[0]["text"].splitlines()[:2] == [notice(october()).subject, notice(october()).lines[0]]


def test_a_dry_run_sends_nothing_and_needs_no_secret(workspace: Path) -> None:
    configure(workspace, "notify: {webhooks: [team-chat], apprise: [it-chat]}\n")

    ran = run("notify", "--workspace", str(workspace), "--dry-run")

    assert ran.code == 0
    assert ran.out.splitlines()[:5] == [
        "To: webhook team-chat",
        "To: Apprise it-chat",
        f"Subject: {notice(october()).subject}",
        "",
        notice(october()).lines[0],
    ]
    assert ran.out.splitlines()[-1] == f"All of it: {workspace}/reviews/00D5g00000A1b2cEAB/2026-10/1"


def test_who_is_missing_is_said_and_ends_with_3(workspace: Path) -> None:
    with webhook(200) as hook:
        configure(workspace, "notify: {webhooks: [team-chat]}\n")
        ran = run("notify", "--missing", "--workspace", str(workspace), env={"SF_AUDIT_WEBHOOK_TEAM_CHAT": hook.url})

    assert ran.code == 3
    assert hook.posted[0]["text"].startswith("No CRM health review: Nordwind Logistik\n")


def test_of_several_orgs_one_is_named(workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(workspace / "config"))
    other = workspace / "reviews" / "00D5g00000A1b2dEAB" / "2026-10" / "1"
    other.mkdir(parents=True)
    FORMATS["json"].write(Document(october(), lambda: iter(())), other)
    NamedOrgs().add(NamedOrg("nordwind", Way.SF_CLI, "https://a.my.salesforce.com", october().org.id, is_sandbox=False))
    configure(workspace, "notify: {webhooks: [team-chat]}\n")

    unnamed = run("notify", "--workspace", str(workspace), "--dry-run")
    named = run("notify", "--workspace", str(workspace), "--org", "nordwind", "--dry-run")
    by_id = run("notify", "--workspace", str(workspace), "--org", october().org.id, "--dry-run")
    unknown = run("notify", "--workspace", str(workspace), "--org", "nordwnd", "--dry-run")

    both = run("notify", "--workspace", str(workspace), "--org", "nordwind", "--review", str(other), "--dry-run")

    assert (unnamed.code, named.code, unknown.code, both.code) == (2, 0, 2, 2)
    assert "--review names one review, and --org another" in both.err
    assert "has reviews of several orgs" in unnamed.err
    assert by_id.out == named.out
    assert named.out.splitlines()[-1] == f"All of it: {workspace}/reviews/{october().org.id}/2026-10/1"
    assert "there is no org of that name" in unknown.err


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("people: {}\n", "nobody is named under `notify:`"),
        ("notify: {webhooks: [team-chat]}\n", "the secret webhook-team-chat is not there"),
        (
            "notify: {mail: {to: [a@acme.example], from: b@acme.example, server: mail.acme.example, attach: [pdf]}}\n",
            "the review was not written as pdf, which notify.mail.attach asks for",
        ),
        (
            "notify: {mail: {to: [a@acme.example], from: b@acme.example, server: mail.acme.example, attach: [htm]}}\n",
            "no file “htm” can be attached (notify.mail.attach)",
        ),
    ],
)
def test_what_keeps_it_from_sending_is_said(workspace: Path, text: str, says: str) -> None:
    configure(workspace, text)

    ran = run("notify", "--workspace", str(workspace))

    assert ran.code == 2
    assert says in ran.err


MAIL = "notify:\n  mail:\n    to: [{to}]\n    from: b@acme.example\n    server: {server}\n    plain: {plain}\n"


@pytest.mark.parametrize(
    ("to", "server", "plain", "says"),
    [
        (
            "Ops <ops@acme.example>",
            "mail.acme.example",
            "false",
            "sf-audit.yaml:3: notify.mail.to.0: not a mail address",
        ),
        ("'a@acme.example\\r\\nBcc: x@y.example'", "mail.acme.example", "false", "not a mail address"),
        (
            "a@acme.example",
            "mail.acme.example:99999",
            "false",
            "sf-audit.yaml:5: notify.mail.server: not a mail server",
        ),
        ("a@acme.example", "'mail acme'", "false", "not a mail server"),
        ("a@acme.example", "mail.acme.example", "true", "sf-audit.yaml:6: notify.mail.plain: would send mail"),
    ],
)
def test_wrong_settings_are_said_with_their_line(tmp_path: Path, to: str, server: str, plain: str, says: str) -> None:
    configure(tmp_path, MAIL.format(to=to, server=server, plain=plain))

    with pytest.raises(UsageProblem) as refused:
        load_config(tmp_path)

    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("notify: {mail: {form: x}}\n", "Did you mean “from”?"),
        ("notify: {mail: {colour: x}}\n", "Known: to, from, server, user, attach, plain"),
        (
            "notify: {webhooks: [team-chat, a/b]}\n",
            "write a name of small letters, digits and “-”, for example team-chat",
        ),
    ],
)
def test_keys_and_names_are_those_that_a_file_has(tmp_path: Path, text: str, says: str) -> None:
    configure(tmp_path, text)

    ran = run("rules", "check", "--workspace", str(tmp_path))

    assert ran.code == 2
    assert says in ran.err


def test_a_list_of_wrong_values_is_not_too_short_besides(tmp_path: Path) -> None:
    configure(tmp_path, MAIL.format(to="nobody", server="mail.acme.example", plain="false"))

    with pytest.raises(UsageProblem) as refused:
        load_config(tmp_path)

    assert "write at least one" not in str(refused.value)
