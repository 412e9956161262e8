"""`flask --app pb.app mail deliver`: for a timer, so that letters do not wait for the next one."""

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pb import clock, db
from pb.mail.models import WaitingMail
from pb.mail.post import deliver

commands = AppGroup("mail", help="Letters that wait for the mail server.")


@commands.command("deliver")
def deliver_waiting() -> None:
    """Hand over what is due, and say how many letters still wait."""
    found = current_app.extensions
    deliver(db.database(), found["pb.mail"], found["pb.mail.sender"], clock.now())
    with Session(db.database().engine) as reading:
        left = reading.scalars(select(func.count(WaitingMail.id))).one()
    click.echo(f"{left} waiting")
