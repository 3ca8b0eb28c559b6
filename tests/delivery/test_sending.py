"""A message reaches those who are named, encrypted, or it is said who did not get it."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest
import trustme

from sf_audit.delivery.notify.mail import send_mail
from sf_audit.delivery.notify.message import Attachment, Message
from sf_audit.delivery.notify.send import send
from sf_audit.delivery.notify.through_apprise import send_through_apprise
from sf_audit.delivery.notify.webhook import post
from sf_audit.errors import NotSent, UsageProblem
from sf_audit.exit_codes import ExitCode
from sf_audit.rulebook.workspace.notify_settings import Mail, NotifySettings
from tests.delivery.receivers import PASSWORD, USER, mail_server, silent_server, webhook

OPS, IT = "ops@acme.example", "it@acme.example"
MESSAGE = Message("CRM health review of Ácme: 69, Act", ("69, Act · 156 of 157 rules checked", "<!channel> @here *b*"))


def mail(port: int, **settings: object) -> Mail:
    facts: dict[str, object] = {"to": (OPS, IT), "sender": "crm@acme.example", "server": f"127.0.0.1:{port}"}
    return Mail(**(facts | settings))  # type: ignore[arg-type]


def test_a_mail_has_all_lines_and_files_and_says_which_file_was_too_large(tmp_path: Path) -> None:
    (tmp_path / "review.html").write_text("<p>ä</p>", encoding="utf-8")
    (tmp_path / "findings.csv").write_bytes(b"x" * 10_000_001)
    files = (Attachment(tmp_path / "findings.csv", "text/csv"), Attachment(tmp_path / "review.html", "text/html"))
    message = Message(MESSAGE.subject, MESSAGE.lines, Path("/srv/crm/reviews/1"), files)

    with mail_server() as box:
        send_mail(mail(box.port, plain=True), message, "")

    ((to, found),) = box.taken
    body = found.get_body(("plain",))
    assert (to, found["Subject"], found["From"], found["To"]) == (
        [OPS, IT],
        "CRM health review of Ácme: 69, Act",
        "crm@acme.example",
        "ops@acme.example, it@acme.example",
    )
    assert body is not None
    assert body.get_content().splitlines() == [
        "69, Act · 156 of 157 rules checked",
        "<!channel> @here *b*",
        "findings.csv is not attached: 10 MB are too much for mail.",
        "All of it: /srv/crm/reviews/1",
    ]
    attached = list(found.iter_attachments())
    assert [(each.get_filename(), each.get_content_type()) for each in attached] == [("review.html", "text/html")]
    assert attached[0].get_content() == "<p>ä</p>"


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ssl.SSLContext:
    """The context of a server whose authority this process trusts."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


def test_mail_is_encrypted_and_signed_in(trusted: ssl.SSLContext) -> None:
    with mail_server(trusted, signs_in=True) as box:
        send_mail(mail(box.port, user=USER), MESSAGE, PASSWORD)
        with pytest.raises(NotSent, match=r"does not let this user send mail \(535\)"):
            send_mail(mail(box.port, user=USER), MESSAGE, "wrong")

    assert [to for to, _ in box.taken] == [[OPS, IT]]


def test_no_mail_goes_to_a_server_that_is_not_trusted_or_does_not_encrypt() -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)

    with mail_server(context) as box, pytest.raises(NotSent, match="its certificate is not trusted"):
        send_mail(mail(box.port), MESSAGE, "")
    with mail_server() as plain, pytest.raises(NotSent, match="it offers no STARTTLS"):
        send_mail(mail(plain.port), MESSAGE, "")

    assert (box.taken, plain.taken) == ([], [])


@pytest.mark.parametrize(
    ("unknown", "taken", "says"),
    [({IT}, [[OPS]], "refused it@acme.example; the others have it"), ({IT, OPS}, [], f"refused {OPS}, {IT}")],
)
def test_who_is_refused_is_said_without_the_words_of_the_server(
    unknown: set[str], taken: list[list[str]], says: str
) -> None:
    with mail_server(unknown=frozenset(unknown)) as box, pytest.raises(NotSent) as refused:
        send_mail(mail(box.port, plain=True), MESSAGE, "")

    assert str(refused.value) == f"127.0.0.1:{box.port} {says}"
    assert [to for to, _ in box.taken] == taken


def test_a_webhook_gets_text_in_which_nothing_is_a_mention_or_markup() -> None:
    with webhook(200) as hook:
        post("team-chat", hook.url, MESSAGE)

    assert hook.posted == [
        {
            "text": "CRM health review of Ácme: 69, Act\n69, Act · 156 of 157 rules checked\n"
            "&lt;!channel&gt; @\u200bhere *\u200bb*\u200b"
        }
    ]


@pytest.mark.parametrize(("answers", "tries"), [((503, 429, 204), 3), ((200,), 1)])
def test_a_webhook_that_is_busy_is_asked_again(answers: tuple[int, ...], tries: int) -> None:
    with webhook(*answers) as hook:
        post("team-chat", hook.url, MESSAGE)

    assert len(hook.posted) == tries


@pytest.mark.parametrize("answer", [302, 400, 404, 500])
def test_a_webhook_that_takes_nothing_is_not_asked_again_and_its_address_is_not_said(answer: int) -> None:
    with webhook(answer) as hook, pytest.raises(NotSent) as refused:
        post("team-chat", hook.url, MESSAGE)

    assert str(refused.value) == f"the webhook team-chat took no message ({answer})"
    assert "SECRET" not in f"{refused.value} {refused.value.hint}"
    assert len(hook.posted) == 1


@pytest.mark.parametrize("address", ["http://hooks.acme.example/x", "ftp://127.0.0.1/x", "https//[", "x", "https://"])
def test_nothing_is_posted_without_encryption(address: str) -> None:
    with pytest.raises(UsageProblem, match="the address of the webhook team-chat does not begin with https://"):
        post("team-chat", address, MESSAGE)


@pytest.mark.parametrize("address", ["https://[SECRET/x", "https://u:SECRET@127.0.0.1:notaport/SECRET"])
def test_what_is_no_address_is_a_wrong_secret_that_is_not_said(address: str) -> None:
    with pytest.raises(UsageProblem) as refused:
        post("team-chat", address, MESSAGE)

    assert str(refused.value) == "the address of the webhook team-chat is none"
    assert "SECRET" not in refused.value.hint


@pytest.mark.parametrize("sent", [b"", b"2"])
def test_a_server_that_never_comes_to_an_end_is_not_waited_for(sent: bytes) -> None:
    with silent_server(sent) as port, webhook(200) as there:
        settings = NotifySettings(mail=mail(port, plain=True), webhooks=("there",))
        with pytest.raises(NotSent, match=r"no answer within 1 second$"):
            send(MESSAGE, settings, lambda _: there.url, most_seconds=1.0)

    assert len(there.posted) == 1


@pytest.mark.parametrize(
    ("greeting", "says"),
    [
        (b"hello\r\n", r"does not greet as a mail server does \(-1\)"),
        (b"554 no\r\n", r"does not greet .* \(554\)"),
        (b"x" * 1_000_000, r"does not answer as a mail server does \(500\)"),
    ],
)
def test_a_server_that_is_none_for_mail_is_named_as_such(greeting: bytes, says: str) -> None:
    with silent_server(greeting) as port, pytest.raises(NotSent, match=says):
        send_mail(mail(port, plain=True), MESSAGE, "")


@pytest.mark.filterwarnings("ignore:.imghdr. is deprecated:DeprecationWarning")  # by Apprise, on its way in
def test_apprise_sends_to_what_it_knows() -> None:
    with webhook(200) as hook:
        send_through_apprise("it-chat", hook.url.replace("http://", "json://"), MESSAGE)
        with pytest.raises(UsageProblem, match="Apprise does not know the address it-chat"):
            send_through_apprise("it-chat", "nosuch://SECRET", MESSAGE)

    assert [(each["title"], each["message"]) for each in hook.posted] == [
        ("CRM health review of Ácme: 69, Act", "69, Act · 156 of 157 rules checked\n<!channel> @here *b*")
    ]


def test_who_cannot_be_reached_costs_nobody_else() -> None:
    with webhook(404) as gone, webhook(200) as there:
        secrets = {"webhook-gone": gone.url, "webhook-there": there.url}
        settings = NotifySettings(webhooks=("gone", "unknown", "there"))
        with pytest.raises(NotSent) as refused:
            send(MESSAGE, settings, lambda name: secrets.get(name, ""))

    assert str(refused.value) == "the webhook gone took no message (404); the secret webhook-unknown is not there"
    assert "SF_AUDIT_WEBHOOK_UNKNOWN" in refused.value.hint
    assert refused.value.exit_code is ExitCode.ORG_UNAVAILABLE
    assert len(there.posted) == 1
