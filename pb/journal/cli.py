"""`flask --app pb.app journal ...`: for the operator and for whoever checks the town."""

from pathlib import Path

import click
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from pb import clock, db, journal
from pb.journal import actions, queries
from pb.journal.entry import Act
from pb.journal.kinds import Kind, Office
from pb.journal.verify import Verifier

commands = AppGroup("journal", help="The public record of official acts.")


@commands.command()
@click.option(
    "--earlier",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="a checkpoint downloaded some time ago: is what it signed still there, unchanged?",
)
def verify(earlier: Path | None) -> None:
    """Check every entry, hash and signature; exits with 1 when anything is wrong."""
    note = earlier.read_bytes() if earlier else None
    with Session(db.database().engine) as session:
        findings = list(Verifier(session, journal.seal().public, note).findings())
        size = queries.size(session)
    for finding in findings:
        click.echo(f"{'FAILED' if finding.fault else 'ok    '}  {finding.name}  {finding.fault}".rstrip())
    if any(finding.fault for finding in findings):
        raise click.exceptions.Exit(1)
    click.echo(f"{size} entries, all as they were written")


@commands.command()
@click.argument("entry", type=click.IntRange(min=0))
@click.argument("correction")
@click.option("--reason", required=True)
def correct(entry: int, correction: str, reason: str) -> None:
    """Say in a new entry what is right about an earlier one, which stays as it is."""
    act = Act(Kind.ENTRY_CORRECTED, Office.OPERATOR, {"entry": str(entry), "correction": correction}, reason)
    with db.database().transaction() as session:
        if queries.one(session, entry) is None:
            raise click.BadParameter(f"there is no entry {entry}")
        written = actions.record(session, journal.seal(), act, clock.now())
    click.echo(f"entry {written.position}")
