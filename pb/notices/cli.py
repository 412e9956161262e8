"""`flask --app pb.app notices digest`: for a timer, every few minutes."""

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from pb import clock, db
from pb.accounts.sessions import keys
from pb.mail import deliver
from pb.notices import digests

commands = AppGroup("notices", help="News for those who follow something.")


@commands.command()
def digest() -> None:
    """Post every digest that is due, hand the letters over, and say how many there were."""
    posted = 0
    with Session(db.database().engine) as reading:
        people = digests.subscribers(reading)
    for person in people:
        with current_app.test_request_context(), db.database().transaction() as rows:
            posted += digests.post_digest(rows, keys(), person, clock.now())
    found = current_app.extensions
    deliver(db.database(), found["pb.mail"], found["pb.mail.sender"], clock.now())
    click.echo(f"{posted} digests")
