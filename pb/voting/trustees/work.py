"""The duties of the election: each looks at the rows and files for what is due, and does one piece of it."""

from pathlib import Path

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from ballots import box, entry, log, roll
from ballots.errors import BallotError
from pb import clock, db, jobs
from pb.config import Settings
from pb.cycles.models import Cycle
from pb.db import Database
from pb.journal.kinds import Kind as Noted
from pb.journal.kinds import Office
from pb.journal.pen import Pen
from pb.journal.seal import Seal
from pb.voting import drawing, folder, keys
from pb.voting import hall as halls
from pb.voting.box import checkpoints
from pb.voting.box.models import BoxEntry
from pb.voting.hall import Hall
from pb.voting.models import Election, State, Trustee
from pb.voting.trustees import opening, uploads
from pb.voting.trustees.models import MixGroup, Upload

LONGEST_WHY = 300
ALL_THERE = "필요한 관리인의 몫이 모두 모임 · Every part that was needed is there"


def init_app(app: Flask) -> None:
    for duty in (sign_checkpoints, open_boxes):
        jobs.add(app, duty)


def sign_checkpoints() -> bool:
    """Sign what came into each open box, also when nobody asks."""
    database = db.database()
    for hall in halls_of(database, State.OPEN):
        checkpoints.keep_up(database, hall, clock.now())
    return False


def open_boxes() -> bool:
    """One piece of work for the first closed election that has any."""
    database = db.database()
    settings = halls.settings()
    return any(step(database, settings, hall) for hall in halls_of(database, State.CLOSED))


def halls_of(database: Database, state: State) -> list[Hall]:
    with Session(database.engine) as rows:
        found = rows.scalars(select(Election).where(Election.state == state.value).order_by(Election.id))
        return [halls.of(rows, election) for election in found.all()]


def step(database: Database, settings: Settings, hall: Hall) -> bool:
    """One piece of the work on a closed box; whether there was any."""
    pieces = (write_folder, check_upload, serve, unseal)
    return any(piece(database, settings, hall) for piece in pieces)


def is_unsealed(database: Database, hall: Hall) -> bool:
    with Session(database.engine) as rows:
        return rows.get_one(Election, hall.election).state == State.UNSEALED


def write_folder(database: Database, settings: Settings, hall: Hall) -> bool:
    if folder.of(settings, hall.election).exists():
        return False
    with database.transaction() as rows:
        if not groups(rows, hall.election):
            rows.add_all(
                MixGroup(election_id=hall.election, name=name, ballots=group.count)
                for name, group in replay(rows, hall).groups().items()
            )
        folder.write(rows, settings, hall)
    return True


def replay(rows: Session, hall: Hall) -> box.Box:
    """The whole box by the library's own rules, entry by entry: not by what our rows say of it."""
    found = box.Box(hall.manifest, roll.read(hall.manifest, drawing.published(rows, hall.election)))
    wanted = select(BoxEntry.blob).where(BoxEntry.election_id == hall.election).order_by(BoxEntry.position)
    for blob in rows.scalars(wanted.execution_options(yield_per=folder.AT_ONCE)):
        found.add(entry.decode(blob), log.leaf_hash(blob))
    return found


def groups(rows: Session, election: int) -> list[MixGroup]:
    wanted = select(MixGroup).where(MixGroup.election_id == election).order_by(MixGroup.name)
    return list(rows.scalars(wanted))


def too_small(rows: Session, hall: Hall) -> list[MixGroup]:
    """Groups that no trustee opens, since it would show how somebody voted."""
    return [group for group in groups(rows, hall.election) if group.ballots < hall.manifest.smallest]


def progress(rows: Session, settings: Settings, hall: Hall) -> opening.Progress:
    return opening.progress(settings, hall, [group.name for group in groups(rows, hall.election)])


def check_upload(database: Database, settings: Settings, hall: Hall) -> bool:
    """Take the oldest upload that waits, or refuse it with the reason."""
    with Session(database.engine) as rows:
        wanted = select(Upload).where(Upload.election_id == hall.election, Upload.state == "waiting")
        found = rows.scalars(wanted.order_by(Upload.id).limit(1)).one_or_none()
        if found is None:
            return False
        number, place = found.id, place_of(rows, hall, found.account_id)
    why = ""
    try:
        opening.take(settings, hall, place, uploads.kept(inbox(settings, hall.election, number)))
    except BallotError as error:
        why = str(error)[:LONGEST_WHY]
    with database.transaction() as rows:
        done = rows.get_one(Upload, number)
        done.state, done.why = ("refused" if why else "taken"), why
    return True


def place_of(rows: Session, hall: Hall, account: int) -> int:
    wanted = select(Trustee.place).where(Trustee.election_id == hall.election, Trustee.account_id == account)
    return rows.scalars(wanted).one()


def inbox(settings: Settings, election: int, upload: int) -> Path:
    return keys.folder(settings, election) / "inbox" / str(upload)


def serve(database: Database, settings: Settings, hall: Hall) -> bool:
    """The server's own mix and opening, as soon as they are due."""
    with Session(database.engine) as rows:
        election, now = rows.get_one(Election, hall.election), progress(rows, settings, hall)
        if too_small(rows, hall):
            return False
        return opening.serve(settings, election, hall, now)


def unseal(database: Database, settings: Settings, hall: Hall) -> bool:
    """When enough trustees have opened every group: write the ballots down."""
    with Session(database.engine) as rows:
        if not progress(rows, settings, hall).opened:
            return False
    opening.unseal(settings, hall)
    with database.transaction() as rows:
        seal = Seal.from_hex(settings.journal_key)
        note_unsealed(Pen(rows, seal, Office.SYSTEM, ALL_THERE, clock.now()), hall)
    return True


def note_unsealed(pen: Pen, hall: Hall) -> None:
    election = pen.rows.get_one(Election, hall.election)
    election.state, election.unsealed = State.UNSEALED.value, pen.at
    pen.rows.flush()
    opened = sum(group.ballots for group in groups(pen.rows, hall.election))
    name = pen.rows.get_one(Cycle, election.cycle_id).title_ko
    pen.note(Noted.BOX_OPENED, name=name, election_kind=election.kind, ballots=str(opened))
