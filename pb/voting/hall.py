"""What it takes to take in entries: the frozen election, its key, and the town's keys that sign for it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from ballots import manifest
from ballots.group import Point
from ballots.manifest import Manifest
from ballots.trustees import ceremony
from pb.config import Settings
from pb.cycles import queries as cycles
from pb.cycles.phases import Activity
from pb.cycles.plan import Channel
from pb.voting import keys
from pb.voting.errors import NotOpen
from pb.voting.models import Election, Kind, State

EXTENSION = "pb.voting"


@dataclass(frozen=True)
class Hall:
    """An election that is frozen. It never changes, so one is kept for each election in each process.

    `channels` says for each voter group of the manifest how it votes; in `folder` lies what is no row.
    """

    election: int
    cycle: int
    kind: Kind
    manifest: Manifest
    key: Point
    registrar: Ed25519PrivateKey
    log: Ed25519PrivateKey
    channels: tuple[Channel, ...]
    folder: Path


def init_app(app: Flask) -> None:
    app.extensions[EXTENSION] = {}


def of(rows: Session, election: Election) -> Hall:
    """Raises NotOpen as long as the election is being prepared."""
    if election.fingerprint is None:
        raise NotOpen
    kept: dict[str, Hall] = current_app.extensions[EXTENSION]
    found = kept.get(election.fingerprint)
    if found is None:
        found = kept[election.fingerprint] = read(rows, election, settings())
    return found


def settings() -> Settings:
    found: Settings = current_app.extensions["pb.settings"]
    return found


def read(rows: Session, election: Election, of_town: Settings) -> Hall:
    blobs = select(Election.manifest, Election.ceremony).where(Election.id == election.id)
    frozen, transcript = rows.execute(blobs).one()
    if frozen is None or transcript is None:
        raise NotOpen
    return Hall(
        election.id,
        election.cycle_id,
        Kind(election.kind),
        manifest.decode(frozen),
        ceremony.read(transcript).public,
        keys.read(of_town, election.id, "registrar"),
        keys.read(of_town, election.id, "log"),
        tuple(Channel(group.channel) for group in cycles.voting_groups(rows, election.cycle_id)),
        keys.folder(of_town, election.id),
    )


def ends(rows: Session, hall: Hall) -> datetime | None:
    """When voting ends as the plan stands now; None for a rehearsal, which ends when it is closed."""
    if hall.kind is Kind.REHEARSAL:
        return None
    spans = cycles.spans_of(rows, hall.cycle, Activity.VOTE)
    return max((span.ends for span in spans), default=None)


def is_open(rows: Session, election: int) -> bool:
    return rows.scalars(select(Election.state).where(Election.id == election)).one() == State.OPEN
