"""The folder of the bundle, written when the box is closed; trustees and results add their files to it."""

from pathlib import Path
from shutil import rmtree

from sqlalchemy import select
from sqlalchemy.orm import Session

from ballots.bundle import names
from ballots.tiles import TileWriter
from pb.config import Settings
from pb.voting import drawing, keys
from pb.voting.box import checkpoints
from pb.voting.box.models import BoxCheckpoint, BoxEntry
from pb.voting.hall import Hall
from pb.voting.models import Election

# Earlier checkpoints in the bundle: those that witnesses saw, and one in so many of the rest.
MOST_CHECKPOINTS = 200
AT_ONCE = 1_000


def of(settings: Settings, election: int) -> Path:
    """Where the bundle of an election lies; it is there from the close on."""
    return keys.folder(settings, election) / "bundle"


def write(rows: Session, settings: Settings, hall: Hall, to: Path | None = None) -> Path:
    """Write manifest, ceremony, roll and log, whole or not at all; a folder that is there stays as it is."""
    path = to or of(settings, hall.election)
    if path.exists():
        return path
    beside = path.with_name(f"{path.name}.new")
    rmtree(beside, ignore_errors=True)
    election = rows.get_one(Election, hall.election)
    for name, blob in (
        (names.MANIFEST, hall.manifest.blob),
        (names.CEREMONY, election.ceremony or b""),
        (names.ROLL, drawing.published(rows, hall.election)),
    ):
        put(beside / name, blob)
    write_log(rows, hall, beside)
    beside.rename(path)
    return path


def put(path: Path, blob: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(blob)


def write_log(rows: Session, hall: Hall, path: Path) -> None:
    """Every entry up to the newest checkpoint, that checkpoint, and some earlier ones."""
    last = checkpoints.newest(rows, hall.election)
    size = last.size if last else 0
    writer = TileWriter(lambda name, blob: put(path / "log" / name, blob))
    wanted = select(BoxEntry.blob).where(BoxEntry.election_id == hall.election, BoxEntry.position < size)
    for blob in rows.scalars(wanted.order_by(BoxEntry.position).execution_options(yield_per=AT_ONCE)):
        writer.append(blob)
    writer.publish()
    if last is not None:
        put(path / names.CHECKPOINT, last.note.encode())
    for earlier in some_earlier(rows, hall, size):
        put(path / names.earlier_checkpoint(earlier.size), earlier.note.encode())


def some_earlier(rows: Session, hall: Hall, size: int) -> list[BoxCheckpoint]:
    wanted = select(BoxCheckpoint).where(
        BoxCheckpoint.election_id == hall.election, BoxCheckpoint.size < size, BoxCheckpoint.size > 0
    )
    found = list(rows.scalars(wanted.order_by(BoxCheckpoint.size)))
    step = len(found) // MOST_CHECKPOINTS + 1
    return [one for place, one in enumerate(found) if one.cosigned or place % step == 0]


def take_cosignatures(rows: Session, settings: Settings, hall: Hall) -> None:
    """Bring the last checkpoint in the folder up to what witnesses have added to it."""
    path, last = of(settings, hall.election), checkpoints.newest(rows, hall.election)
    if path.exists() and last is not None:
        put(path / names.CHECKPOINT, last.note.encode())
