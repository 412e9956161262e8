"""What this room adds to `flask --app pb.app election`: count, publish, and a whole simulated election."""

from pathlib import Path

import click
from flask import current_app
from sqlalchemy.orm import Session

from pb import clock, db, jobs, journal
from pb.access import GRANTS, Permission, Role
from pb.accounts import actions as accounts
from pb.accounts import factors, throttle
from pb.accounts import queries as people
from pb.accounts.rules import email_key
from pb.accounts.sessions import keys
from pb.cycles.models import Cycle
from pb.errors import Refused
from pb.journal.kinds import Office
from pb.journal.pen import Pen
from pb.results import actions, queries, rehearsal
from pb.voting import hall as halls
from pb.voting import preparing
from pb.voting.cli import because, commands, one
from pb.voting.rehearsal import whole

__all__ = ["commands"]

FIRST = "Signed. Now another official must sign."


class NotAnOfficial(click.ClickException):
    """Whoever gave this address and password may not publish."""


@commands.command()
@click.argument("number", type=int)
@because
def count(number: int, reason: str) -> None:
    """Count the opened ballots and check every sum. Nothing is published, and nobody is shown to be ahead."""
    with current_app.test_request_context():
        try:
            with db.database().transaction() as rows:
                election = one(rows, number)
                pen = Pen(rows, journal.seal(), Office.OPERATOR, reason, clock.now())
                actions.begin(pen, rows.get_one(Cycle, election.cycle_id), election)
        except Refused as why:
            raise click.ClickException(str(why)) from None
    jobs.all_done(current_app._get_current_object())  # type: ignore[attr-defined]  # the app behind the proxy
    with Session(db.database().engine) as rows:
        row = queries.count_of(rows, number)
    if row is None or row.state != "ready":
        raise click.ClickException(
            f"The count is {row.state if row else 'not there'}. {row.words if row else ''}"
        )
    click.echo(f"Counted; every sum holds. Fingerprint of the bundle: {row.sha256}")


@commands.command()
@click.argument("number", type=int)
@because
def publish(number: int, reason: str) -> None:
    """One official's signature under the count; the second one publishes it.

    Asks for address, password and code, as signing in does. Two different officials must give theirs.
    """
    with current_app.test_request_context():
        try:
            account, office = official()
            with db.database().transaction() as rows:
                election = one(rows, number)
                pen = Pen(rows, journal.seal(), office, reason, clock.now())
                cycle = rows.get_one(Cycle, election.cycle_id)
                done = actions.press(pen, halls.settings(), cycle, election, account)
                told = f"Published: {done.sha256}" if done.published else FIRST
        except Refused as why:
            raise click.ClickException(str(why)) from None
    click.echo(told)


def official() -> tuple[int, Office]:
    """Who sits at the keyboard, as the pages find it out: by password and second factor. Raises Refused."""
    email = click.prompt("E-mail")
    throttle.count(throttle.GUESSES, "password", email_key(email))
    with Session(db.database().engine) as rows:
        found = accounts.check_password(rows, email, click.prompt("Password", hide_input=True))
        holds = people.offices(rows, found.id) & GRANTS[Permission.PUBLISH_RESULT]
    if not holds:
        raise NotAnOfficial("This account may not publish results.")
    throttle.count(throttle.GUESSES, "code", str(found.id))
    with db.database().transaction() as rows:
        account = rows.merge(found)
        factors.check(rows, keys(), account, click.prompt("Code"), clock.now())
    return found.id, Office.COORDINATOR if Role.COORDINATOR in holds else Office.ADMINISTRATOR


@commands.command()
@click.option("--voters", type=click.IntRange(whole.FEWEST, preparing.MOST_TESTERS), default=whole.FEWEST)
@click.option("--out", type=click.Path(path_type=Path), required=True, help="A new folder.")
def rehearse(voters: int, out: Path) -> None:
    """Hold a whole simulated election in a database of its own, ending in OUT/bundle.zip."""
    if out.exists():
        raise click.ClickException(f"{out} is there already")
    with current_app.test_request_context():
        path = whole.rehearse(voters, out, rehearsal.publish, click.echo)
    click.echo(f"{path}\nCheck it: python -m ballots verify {path}")
