"""`flask --app pb.app election ...`: the same acts as on the pages, for the people who run the service."""

from collections.abc import Callable
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.orm import Session

from ballots import bundle
from ballots.bundle import Folder
from ballots.errors import BallotError
from ballots.verify import MIXED_STEPS, STEPS, Verifier
from ballots.workers import Alone
from pb import clock, db, jobs, journal
from pb.config import Settings
from pb.cycles.models import Cycle
from pb.errors import Refused
from pb.journal.kinds import Office
from pb.journal.pen import Pen
from pb.voting import folder, opening, queries, steps
from pb.voting import hall as halls
from pb.voting.backup import actions as backups
from pb.voting.backup import restoring
from pb.voting.box import checkpoints
from pb.voting.models import Election, State

commands = AppGroup("election", help="Votes and rehearsals.")
because = click.option("--reason", required=True, help="For everyone to read in the journal.")


@commands.command()
def status() -> None:
    """Every election, how far it is, and what comes next."""
    with current_app.test_request_context(), Session(db.database().engine) as rows:
        for one in queries.every(rows):
            cycle = rows.get_one(Cycle, one.cycle_id)
            click.echo(f"{one.id}  {one.kind}  {one.state}  {cycle.title_ko}  {one.fingerprint or '-'}")
            for step in steps.of(rows, halls.settings(), one):
                click.echo(f"   [{'x' if step.state == 'done' else ' '}] {step.title}  {step.told}")


@commands.command("open")
@click.argument("number", type=int)
@because
def open_voting(number: int, reason: str) -> None:
    """Open voting, or say what is not in order."""
    act(number, reason, opening.open_voting)


@commands.command()
@click.argument("number", type=int)
@because
def close(number: int, reason: str) -> None:
    """Close the box; then the server mixes, and the trustees go on."""
    act(number, reason, opening.close_box)


def act(number: int, reason: str, what: Callable[[Pen, Settings, Election], None]) -> None:
    with current_app.test_request_context():
        try:
            with db.database().transaction() as rows:
                pen = Pen(rows, journal.seal(), Office.OPERATOR, reason, clock.now())
                what(pen, halls.settings(), one(rows, number))
        except Refused as why:
            reasons = getattr(why, "wrong", [])
            raise click.ClickException("\n".join([str(why), *reasons])) from None
    click.echo("Done.")


def one(rows: Session, number: int) -> Election:
    found = rows.get(Election, number)
    if found is None:
        raise click.ClickException(f"there is no election {number}; see `election status`")
    return found


@commands.command()
def mix() -> None:
    """Do all the work that waits: folders, checks of what trustees handed in, the server's own mix and
    opening.
    """
    jobs.all_done(current_app._get_current_object())  # type: ignore[attr-defined]  # the app behind the proxy
    click.echo("Nothing more to do now.")


@commands.command()
@click.argument("number", type=int)
@click.argument("out", type=click.Path(path_type=Path))
def export(number: int, out: Path) -> None:
    """Write the bundle as it stands now: a zip if OUT ends in .zip, else a folder.

    While voting is open, the log so far.
    """
    with current_app.test_request_context(), db.database().transaction() as rows:
        election = one(rows, number)
        hall, made = halls.of(rows, election), folder.of(halls.settings(), number)
        if out.exists():
            raise click.ClickException(f"{out} is there already")
        if not made.exists():
            checkpoints.sign(rows, hall, clock.now())
            made = folder.write(rows, halls.settings(), hall, out.with_name(f"{out.name}.folder"))
    write(made, out)
    click.echo(str(out))


def write(made: Path, out: Path) -> None:
    if out.suffix == ".zip":
        bundle.pack(made, out)
        return
    for name in Folder(made).names:
        folder.put(out / name, (made / name).read_bytes())


@commands.command()
@click.argument("number", type=int)
def verify(number: int) -> None:
    """Check the folder of the bundle as strangers will, up to where it is finished."""
    with current_app.test_request_context(), Session(db.database().engine) as rows:
        election = one(rows, number)
        state, path = State(election.state), folder.of(halls.settings(), number)
    if not path.exists():
        raise click.ClickException("the box is not closed yet")
    finished = state is State.UNSEALED and (path / bundle.names.RESULT).exists()
    verifier = Verifier(Folder(path), Alone(), unfinished=not finished)
    report = verifier.run(STEPS if finished else MIXED_STEPS)
    for check in report.checks:
        click.echo(f"{'ok    ' if check.ok else 'FALSE '} {check.code}: {check.name}")
    if report.failed:
        raise click.ClickException(report.failed.detail)


@commands.command()
@click.argument("number", type=int)
@click.argument("notes", type=click.Path(path_type=Path, exists=True), nargs=-1, required=True)
def compare(number: int, notes: tuple[Path, ...]) -> None:
    """After restoring a backup: does the box still hold what witnesses and watchers have seen?

    NOTES are the checkpoints that they kept (`watch.checkpoint`).
    """
    with current_app.test_request_context(), Session(db.database().engine) as rows:
        hall = halls.of(rows, one(rows, number))
        for note in notes:
            try:
                kept = checkpoints.check_extends(rows, hall, note.read_bytes())
            except (Refused, BallotError) as why:
                raise click.ClickException(f"{note}: {why}") from None
            click.echo(f"{note}: the box still holds its {kept.size} entries.")


@commands.command()
def backup() -> None:
    """Copy every row as it stands now, and the folders of all elections, and print the hash."""
    where, hashed = backups.make(halls.settings(), db.database(), clock.now())
    click.echo(f"{where}\nSHA-256 {hashed}\nCopy this folder to another machine: it holds secret keys.")


@commands.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--checkpoint", "notes", multiple=True, type=click.Path(path_type=Path, exists=True))
@click.option("--nobody-watched", is_flag=True, help="Nobody outside has kept a checkpoint.")
@because
def restore(folder: Path, notes: tuple[Path, ...], nobody_watched: bool, reason: str) -> None:
    """Put the backup in FOLDER into an empty database, unless somebody has seen more in a ballot box.

    What was seen: the checkpoints that witnesses and watchers kept, and what still lies under the instance
    folder.
    """
    with current_app.test_request_context():
        known = restoring.Known([note.read_bytes() for note in notes], nobody_watched)
        try:
            count = restoring.restore(halls.settings(), db.database(), folder, known, reason, clock.now())
        except (Refused, BallotError) as why:
            raise click.ClickException(str(why)) from None
    click.echo(f"{count} rows are back. Look at `election status`, then start the service.")
