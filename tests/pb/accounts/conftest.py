"""A real mail server on loopback, and people who do what people do."""

import re
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pyotp
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Sink
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pb.access import Role
from pb.accounts import actions, appointments
from pb.accounts.secrets import hashed
from pb.config import Settings
from pb.db import Database
from pb.journal import seal
from pb.journal.kinds import Office

PASSWORD = "세 낱말 나란히 놓기"
HASHED = hashed("세 낱말 나란히 놓기", official=False)
ENGLISH = {"Accept-Language": "en"}


class Mailbox(Sink):
    """Keeps what the server takes; as long as `down` it refuses everything."""

    def __init__(self, port: int) -> None:
        super().__init__()
        self.port = port
        self.mails: list[EmailMessage] = []
        self.down = False
        self.unwanted = ""

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        if self.down or self.unwanted in envelope.rcpt_tos:
            return "451 come back later"
        read = message_from_bytes(bytes(envelope.original_content or b""), policy=policy.default)
        assert isinstance(read, EmailMessage)
        self.mails.append(read)
        return "250 taken"

    def to(self, email: str) -> list[EmailMessage]:
        return [mail for mail in self.mails if mail["To"] == email]

    def link(self, email: str) -> str:
        """The path of the link in the newest mail to this address."""
        found = re.search(r"https://pb\.example(/\S+)", self.to(email)[-1].get_content())
        assert found is not None
        return found.group(1)


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    box = Mailbox(port)
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    yield box
    server.stop()


@pytest.fixture
def settings(settings: Settings, mailbox: Mailbox) -> Settings:
    address = f"smtp://127.0.0.1:{mailbox.port}"
    return replace(settings, smtp_url=address, public_url="https://pb.example")


@dataclass
class Browser:
    """Somebody at a browser, who reads English pages."""

    client: FlaskClient
    secret: str = ""

    def get(self, path: str) -> TestResponse:
        return self.client.get(path, headers=ENGLISH)

    def send(self, path: str, **typed: str) -> TestResponse:
        """Fill in and send a form; a mail that it causes has been handed over when this returns."""
        answer = self.client.post(path, data=typed, headers=ENGLISH)
        answer.close()
        return answer

    def sign_in(self, email: str, password: str = PASSWORD) -> TestResponse:
        return self.send("/sign-in", email=email, password=password)

    def set_up_factor(self) -> TestResponse:
        page = self.get("/account/second-factor").text
        found = re.search(r"As letters: <code>([A-Z2-7 ]+)</code>", page)
        assert found is not None
        self.secret = found.group(1).replace(" ", "")
        return self.send("/account/second-factor", code=self.code(), present=PASSWORD)

    def code(self) -> str:
        return pyotp.TOTP(self.secret).now()


@dataclass
class Town:
    """The app with its people."""

    app: Flask
    mailbox: Mailbox

    @property
    def database(self) -> Database:
        found: Database = self.app.extensions["pb.db"]
        return found

    def browser(self) -> Browser:
        return Browser(self.app.test_client())

    def account(self, email: str, *roles: Role) -> int:
        with self.app.test_request_context(), self.database.transaction() as rows:
            now = datetime.now(UTC)
            account = actions.open_account(rows, email, HASHED, now)
            for role in roles:
                appointments.give(rows, seal(), account, role, Office.OPERATOR, "for a test", now)
            return account.id

    def member(self, email: str = "kim@example.kr") -> Browser:
        self.account(email)
        browser = self.browser()
        assert browser.sign_in(email).status_code == 302
        return browser

    def official(self, role: Role, email: str = "gongmuwon@example.kr") -> Browser:
        """Signed in with the second factor."""
        self.account(email, role)
        browser = self.browser()
        assert browser.sign_in(email).location.endswith("/account/second-factor")
        assert browser.set_up_factor().status_code == 200
        return browser


@pytest.fixture
def town(app: Flask, mailbox: Mailbox) -> Town:
    return Town(app, mailbox)


def next_code(browser: Browser) -> str:
    """A code that was not used yet: the next time step's, which the drift allows."""
    return pyotp.TOTP(browser.secret).at(int(time.time()) + 30)
