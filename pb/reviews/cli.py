"""`flask --app pb.app reviews remind`: for a timer, once a day or more often."""

import click
from flask import current_app
from flask.cli import AppGroup

from pb import clock, db
from pb.reviews.assigning.reminders import remind

commands = AppGroup("reviews", help="The feasibility review by the departments.")


@commands.command("remind")
def remind_now() -> None:
    """Remind of due dates by mail; what was said once is not said again."""
    with current_app.test_request_context(), db.database().transaction() as rows:
        letters = remind(rows, clock.now())
    click.echo(f"{letters} letters")
