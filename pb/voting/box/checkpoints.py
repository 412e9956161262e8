"""The log's signed word on what is in the box, and what witnesses add to it."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from ballots import checkpoint, log
from ballots.checkpoint import Checkpoint
from ballots.errors import BallotError, Malformed
from pb.db import Database
from pb.voting.box import keeping
from pb.voting.box.models import BoxCheckpoint, BoxEntry, BoxHead, BoxNode
from pb.voting.box.nodes import asking
from pb.voting.errors import NoCosignature, RolledBack
from pb.voting.hall import Hall
from pb.voting.models import Election

# Whoever asks gets a checkpoint that is at most so old, so that a proof is there within two seconds of a
# cast.
FRESH = timedelta(seconds=1)


def newest(rows: Session, election: int) -> BoxCheckpoint | None:
    wanted = select(BoxCheckpoint).where(BoxCheckpoint.election_id == election)
    return rows.scalars(wanted.order_by(BoxCheckpoint.size.desc()).limit(1)).one_or_none()


def size(rows: Session, election: int) -> int:
    """How many entries the box has."""
    return rows.scalars(select(BoxHead.size).where(BoxHead.election_id == election)).one_or_none() or 0


def is_behind(rows: Session, election: int, at: datetime) -> bool:
    """Whether there are entries without a checkpoint, and the last one is no longer fresh."""
    last = newest(rows, election)
    if last is None or last.size < size(rows, election):
        return last is None or at - last.at >= FRESH
    return False


def keep_up(database: Database, hall: Hall, at: datetime) -> None:
    """Sign what has come since the last checkpoint, in a transaction of its own; does nothing if that is
    fresh. What is signed is also kept beside the database. Raises RolledBack.
    """
    with Session(database.engine) as reading:
        behind = is_behind(reading, hall.election, at)
    if behind:
        with database.transaction() as rows:
            refuse_rolled_back(rows, hall)
            note = sign(rows, hall, at)
        keeping.keep(hall.folder, note)


def sign(rows: Session, hall: Hall, at: datetime) -> Checkpoint:
    """A checkpoint over all entries; the one that is there already if nothing has come since."""
    take_turns(rows, hall)
    last, wanted = newest(rows, hall.election), size(rows, hall.election)
    if last is not None and last.size == wanted:
        return checkpoint.read(last.note.encode())
    tree = grow(rows, hall, last.size if last else 0, wanted)
    note = checkpoint.sign(hall.log, hall.manifest.origin, tree.size, tree.root())
    text = note.octets().decode()
    rows.add(BoxCheckpoint(election_id=hall.election, size=tree.size, note=text, at=at, cosigned=0))
    rows.flush()
    return note


def take_turns(rows: Session, hall: Hall) -> None:
    """Of two that sign at once the second waits. Casting does not wait for either."""
    mine = select(Election.id).where(Election.id == hall.election).with_for_update(key_share=True)
    rows.execute(mine).one()


def grow(rows: Session, hall: Hall, before: int, wanted: int) -> log.Frontier:
    """The tree of the first `wanted` entries, the hashes it gained since `before` kept."""
    tree = asking(rows, hall.election, lambda read: log.Frontier.resume(read, before))
    hashes = (
        select(BoxEntry.hash)
        .where(BoxEntry.election_id == hall.election, BoxEntry.position >= before, BoxEntry.position < wanted)
        .order_by(BoxEntry.position)
    )
    nodes = []
    for hashed in rows.scalars(hashes):
        position = tree.size
        for level, node in enumerate(tree.append(hashed)):
            nodes.append(
                {"election_id": hall.election, "level": level, "place": position >> level, "hash": node}
            )
    if nodes:
        rows.execute(insert(BoxNode), nodes)
    return tree


def cosign(rows: Session, hall: Hall, blob: bytes) -> Checkpoint:
    """Add the cosignatures of an uploaded note to the checkpoint that it is of. Raises NoCosignature."""
    take_turns(rows, hall)
    try:
        given = checkpoint.read(blob)
        kept = rows.get(BoxCheckpoint, (hall.election, given.size), populate_existing=True)
        if kept is None:
            raise Malformed("there is no checkpoint of this size")
        own = checkpoint.read(kept.note.encode())
        known = {line.name for line in own.lines}
        new = replace(
            given, lines=(given.lines[0], *(each for each in given.lines if each.name not in known))
        )
        joined = checkpoint.join(own, new)
        kept.cosigned = checkpoint.check(hall.manifest, joined)
    except BallotError:
        raise NoCosignature from None
    kept.note = joined.octets().decode()
    rows.flush()
    return joined


def check_extends(rows: Session, hall: Hall, blob: bytes) -> Checkpoint:
    """The checkpoint of a note that somebody else has kept, if this box still holds all of it.

    Raises RolledBack if the box is shorter or another one, as after an old backup; BallotError if the note is
    not one of this log.
    """
    kept = checkpoint.read(blob)
    checkpoint.check(hall.manifest, kept)
    last = newest(rows, hall.election)
    if last is None or last.size < kept.size:
        raise RolledBack
    tree = asking(rows, hall.election, lambda read: log.Frontier.resume(read, kept.size))
    if tree.root() != kept.root:
        raise RolledBack
    return kept


def refuse_rolled_back(rows: Session, hall: Hall) -> None:
    """Raises RolledBack unless the box holds all that is kept beside it."""
    for note in keeping.notes(hall.folder, hall.manifest.origin):
        check_extends(rows, hall, note.octets())


def witnessed(rows: Session, election: int) -> int:
    """How many checkpoints bear a cosignature."""
    wanted = select(func.count()).where(BoxCheckpoint.election_id == election, BoxCheckpoint.cosigned > 0)
    return rows.scalars(wanted).one()
