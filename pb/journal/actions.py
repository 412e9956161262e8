"""Writing into the journal: the only way is at its end."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from ballots import log
from pb.journal.entry import Act, Entry
from pb.journal.models import JournalCheckpoint, JournalEntry, JournalHead, JournalNode
from pb.journal.queries import reader
from pb.journal.seal import Seal


def record(session: Session, seal: Seal, act: Act, at: datetime) -> Entry:
    """Append `act` and sign the log as it now is; kept or forgotten with the transaction it stands in."""
    entry = Entry.of(act, take_position(session), at)
    blob = entry.encode()
    session.add(
        JournalEntry(position=entry.position, at=entry.at, kind=entry.kind, office=entry.office, entry=blob)
    )
    session.add_all(completed(session, entry))
    session.flush()
    size = entry.position + 1
    note = seal.sign(size, log.root(reader(session), size))
    session.add(JournalCheckpoint(size=size, note=note.octets().decode()))
    session.flush()
    return entry


def take_position(session: Session) -> int:
    """The next free position. Updating the one row of the head makes other writers wait for this one."""
    longer = update(JournalHead).values(size=JournalHead.size + 1).returning(JournalHead.size)
    return session.execute(longer).scalar_one() - 1


def completed(session: Session, entry: Entry) -> list[JournalNode]:
    """The subtrees that the new leaf completes, from the leaf itself upwards."""
    read = reader(session)
    found, level = entry.leaf, 0
    nodes = [JournalNode(level=0, place=entry.position, hash=found)]
    while entry.position >> level & 1:
        found = log.node_hash(read(level, (entry.position >> level) - 1), found)
        level += 1
        nodes.append(JournalNode(level=level, place=entry.position >> level, hash=found))
    return nodes
