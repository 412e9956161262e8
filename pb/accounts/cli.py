"""`flask --app pb.app accounts ...`: how the first administrator comes in."""

import click
from flask import current_app
from flask.cli import AppGroup

from pb import clock, db, journal
from pb.access import Role
from pb.accounts import actions, appointments, letters, queries
from pb.accounts.actions import Purpose
from pb.accounts.rules import is_address
from pb.accounts.secrets import hashed, new_token
from pb.accounts.sessions import keys
from pb.journal.kinds import Office

commands = AppGroup("accounts", help="People and their offices.")


@commands.command("first-administrator")
@click.argument("email")
def first_administrator(email: str) -> None:
    """Open an account for the first administrator and print the link to choose its password."""
    if not is_address(email):
        raise click.BadParameter("this is no e-mail address")
    now = clock.now()
    with current_app.test_request_context(), db.database().transaction() as rows:
        if queries.holders(rows, Role.ADMINISTRATOR):
            raise click.UsageError("there is an administrator already, who gives offices at /officials")
        account = queries.by_email(rows, email) or actions.open_account(
            rows, email, hashed(new_token(), official=True), now
        )
        why = "운영자가 지정한 첫 관리자 · The first administrator, named by the operator"
        appointments.give(rows, journal.seal(), account, Role.ADMINISTRATOR, Office.OPERATOR, why, now)
        token = actions.new_link(rows, keys(), Purpose.RESET, account.email, account.id, now)
        address = letters.link("accounts.reset", token=token)
    click.echo(f"Within an hour, choose the password here:\n  {address}")
