"""By mail: encrypted on its way to the server, or not at all."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import localtime, make_msgid

from sf_audit.delivery.notify.message import Message
from sf_audit.errors import NotSent
from sf_audit.rulebook.workspace.notify_settings import TLS_PORT, Mail

_TIMEOUT_S = 30
#: What it did not do, by the step that failed.
_STEPS: Mapping[type[smtplib.SMTPResponseException], str] = {
    smtplib.SMTPConnectError: "does not greet as a mail server does",
    smtplib.SMTPHeloError: "does not speak with this machine",
    smtplib.SMTPSenderRefused: "takes no mail from that sender",
    smtplib.SMTPDataError: "did not take what the mail says",
}
_LOOK = "Look at notify.mail in sf-audit.yaml, and at the mail server."


def send_mail(settings: Mail, message: Message, password: str) -> None:
    """Send it to everybody at once. Raises NotSent, with no word of the server's: it may repeat what it was sent."""
    mail = _written(settings, message)
    try:
        with _connected(settings) as server:
            if settings.user:
                server.login(settings.user, password)
            refused = server.send_message(mail)
    except smtplib.SMTPAuthenticationError as problem:
        hint = "Look at notify.mail.user, and at the secret smtp-password."
        raise NotSent(f"{settings.server} does not let this user send mail ({problem.smtp_code})", hint=hint) from None
    except smtplib.SMTPResponseException as problem:
        step = next(
            (says for kind, says in _STEPS.items() if isinstance(problem, kind)),
            "does not answer as a mail server does",
        )
        raise NotSent(f"{settings.server} {step} ({problem.smtp_code})", hint=_LOOK) from None
    except smtplib.SMTPRecipientsRefused as problem:
        raise NotSent(f"{settings.server} refused {', '.join(problem.recipients)}", hint=_LOOK) from None
    except (OSError, smtplib.SMTPException) as problem:
        raise NotSent(f"{settings.server} could not be reached ({_reason(problem)})", hint=_LOOK) from None
    if refused:
        raise NotSent(f"{settings.server} refused {', '.join(refused)}; the others have it", hint=_LOOK)


def _written(settings: Mail, message: Message) -> EmailMessage:
    attachments, left_out = message.fitting()
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = message.subject
    mail["From"] = settings.sender
    mail["To"] = ", ".join(settings.to)
    mail["Date"] = localtime()
    mail["Message-ID"] = make_msgid(domain=settings.sender.partition("@")[2])
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: nobody's absence is to answer it
    mail.set_content(message.text(left_out))
    for attachment in attachments:
        kind, _, subtype = attachment.media_type.partition("/")
        mail.add_attachment(
            attachment.path.read_bytes(),
            maintype=kind,
            subtype=subtype,
            filename=attachment.path.name,
            params={"charset": "utf-8"} if kind == "text" else None,
        )
    return mail


@contextmanager
def _connected(settings: Mail) -> Iterator[smtplib.SMTP]:
    context = ssl.create_default_context()
    if settings.port == TLS_PORT:
        with smtplib.SMTP_SSL(settings.host, settings.port, timeout=_TIMEOUT_S, context=context) as server:
            yield server
        return
    with smtplib.SMTP(settings.host, settings.port, timeout=_TIMEOUT_S) as server:
        if not settings.plain:
            server.starttls(context=context)
        yield server


def _reason(problem: Exception) -> str:
    if isinstance(problem, ssl.SSLError):
        return "its certificate is not trusted" if isinstance(problem, ssl.SSLCertVerificationError) else "no TLS"
    if isinstance(problem, smtplib.SMTPNotSupportedError):
        return "it offers no STARTTLS or no sign-in"
    return getattr(problem, "strerror", None) or type(problem).__name__
