"""The ways a letter leaves the house: a mail server, or the operator's console."""

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import make_msgid
from urllib.parse import unquote, urlsplit

from pb.config import BadSetting, Settings

PATIENCE = 10
Carrier = Callable[[EmailMessage], None]


@dataclass(frozen=True)
class MailServer:
    """Hands letters to the server at `smtp://` or `smtps://`; a name and password go only over TLS."""

    host: str
    port: int
    at_once: bool
    name: str = ""
    password: str = ""

    def __call__(self, message: EmailMessage) -> None:
        """Raises OSError (smtplib's errors are of this kind) unless the server took the letter."""
        with self._connect() as server:
            if self.name:
                if not self.at_once:
                    server.starttls(context=ssl.create_default_context())
                server.login(self.name, self.password)
            server.send_message(message)

    def _connect(self) -> smtplib.SMTP:
        if self.at_once:
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(self.host, self.port, timeout=PATIENCE, context=context)
        return smtplib.SMTP(self.host, self.port, timeout=PATIENCE)


def to_console(message: EmailMessage) -> None:
    line = "-" * 72
    print(
        f"{line}\nTo: {message['To']}\nSubject: {message['Subject']}\n\n{message.get_content()}{line}",
        flush=True,
    )


def carrier(settings: Settings) -> Carrier:
    """The way that the settings choose. Raises BadSetting."""
    if not settings.smtp_url:
        return to_console
    url = urlsplit(settings.smtp_url)
    if url.scheme not in ("smtp", "smtps") or not url.hostname:
        raise BadSetting("PB_SMTP_URL must look like smtp://name:password@host:587 or smtps://...")
    at_once = url.scheme == "smtps"
    port = url.port or (465 if at_once else 25)
    return MailServer(url.hostname, port, at_once, unquote(url.username or ""), unquote(url.password or ""))


def message(sender: str, recipient: str, subject: str, text: str, unsubscribe: str = "") -> EmailMessage:
    written = EmailMessage()
    written["From"] = sender
    written["To"] = recipient
    # A subject may hold what a resident typed; a header with two lines would be none.
    written["Subject"] = " ".join(subject.split())
    written["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    written["Auto-Submitted"] = "auto-generated"
    if unsubscribe:
        # RFC 8058: mail programs offer a button that posts to this address.
        written["List-Unsubscribe"] = f"<{unsubscribe}>"
        written["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    written.set_content(text)
    return written
