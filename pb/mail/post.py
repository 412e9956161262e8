"""Posting a letter with a change, and handing over what waits."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException

import structlog
from flask import Flask, Response, current_app, g
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from pb import clock, db
from pb.config import Settings
from pb.db import Database
from pb.mail.carriers import Carrier, carrier, message
from pb.mail.models import WaitingMail

BUSY = timedelta(minutes=2)
TOO_OLD = timedelta(days=1)


@dataclass(frozen=True)
class Letter:
    """`unsubscribe` is the address at which one press ends such letters, where they can be ended."""

    recipient: str
    subject: str
    text: str
    unsubscribe: str = ""


def init_app(app: Flask, settings: Settings) -> None:
    app.extensions["pb.mail"] = carrier(settings)
    app.extensions["pb.mail.sender"] = settings.mail_from
    app.after_request(send_when_answered)


def post(session: Session, letter: Letter, at: datetime) -> None:
    """Let the letter wait for the end of this transaction."""
    row = WaitingMail(
        recipient=letter.recipient,
        subject=letter.subject,
        text=letter.text,
        unsubscribe=letter.unsubscribe,
        made=at,
        taken_until=at,
    )
    session.add(row)
    g.letters_wait = True


def send_when_answered(response: Response) -> Response:
    """Mail takes time that would tell which addresses are known, so it is sent behind the answer's back."""
    if g.pop("letters_wait", False):
        database, send = db.database(), current_app.extensions["pb.mail"]
        sender = current_app.extensions["pb.mail.sender"]
        response.call_on_close(lambda: deliver(database, send, sender, clock.now()))
    return response


def deliver(database: Database, send: Carrier, sender: str, at: datetime) -> None:
    """Hand over every waiting letter. One that is refused waits alone; if nobody answers, all wait."""
    while (mail := take(database, at)) is not None:
        try:
            send(message(sender, mail.recipient, mail.subject, mail.text, mail.unsubscribe))
        except (SMTPResponseException, SMTPRecipientsRefused) as refusal:
            note(refusal)
            continue
        except OSError as failure:
            note(failure)
            return
        with database.transaction() as session:
            session.execute(delete(WaitingMail).where(WaitingMail.id == mail.id))


def note(failure: Exception) -> None:
    """Only of what kind it was: the server's own words may hold the address."""
    structlog.get_logger().error("mail waits", kind=type(failure).__name__)


def take(database: Database, at: datetime) -> WaitingMail | None:
    """The next letter, reserved for this process for a while; a process that dies loses none."""
    due = select(WaitingMail).where(WaitingMail.taken_until <= at).order_by(WaitingMail.id).limit(1)
    with database.transaction() as session:
        session.execute(delete(WaitingMail).where(WaitingMail.made < at - TOO_OLD))
        mail = session.scalars(due.with_for_update(skip_locked=True)).one_or_none()
        if mail is not None:
            mail.taken_until = at + BUSY
            session.flush()
            session.refresh(mail)
            session.expunge(mail)
        return mail
