"""Simulated voters: each has a device that seals, casts, changes its mind, and now and then is lost."""

from dataclasses import dataclass, field
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.orm import Session

from ballots import entry, log, sealing, signing, styles
from ballots.demo.markings import draw_ballot
from ballots.entry import NOTHING_BEFORE, Cast
from ballots.proofs import Casting
from ballots.randomness import Source, SystemSource, below
from ballots.styles import Ballot
from ballots.transcript import context
from pb.db import Database
from pb.voting.box import casting, desk
from pb.voting.hall import Hall
from pb.voting.models import Slot

HUNDRED = 100
# Of a hundred voters: so many stay at home, change their vote, lose their phone, take their ballot back.
STAY, CHANGE, LOSE, TAKE_BACK = 15, 10, 5, 2


@dataclass
class Voter:
    """One voter; `meant` is what must be counted (None: nothing)."""

    hall: Hall
    slot: int
    style: int
    group: int
    source: Source = field(default_factory=SystemSource)
    device: Ed25519PrivateKey | None = None
    revision: int = 0
    last: bytes = NOTHING_BEFORE
    meant: Ballot | None = None

    @classmethod
    def of(cls, hall: Hall, slot: Slot) -> "Voter":
        return cls(hall, slot.number, slot.style, slot.voter_group)

    def votes(self, database: Database, at: datetime) -> None:
        """All that this voter does, each step in a transaction of its own, as requests would be."""
        chance = below(self.source, HUNDRED)
        if chance < STAY:
            return
        self.takes_device(database, at)
        self.casts(database, at)
        chance -= STAY
        if chance < LOSE:
            self.takes_device(database, at)
        if chance < LOSE + CHANGE:
            self.casts(database, at)
        elif chance < LOSE + CHANGE + TAKE_BACK:
            with database.transaction() as rows:
                desk.void(rows, self.hall, self.slot, "request", at)
            self.meant = None

    def takes_device(self, database: Database, at: datetime) -> None:
        self.device = signing.new_key(self.source)
        with database.transaction() as rows:
            casting.admit(rows, self.hall, self.slot, signing.public_key(self.device), at)

    def casts(self, database: Database, at: datetime) -> None:
        style = self.hall.manifest.styles[self.style]
        ballot = draw_ballot(self.hall.manifest, style, self.source)
        with database.transaction() as rows:
            self.puts_in(rows, ballot, at)

    def puts_in(self, rows: Session, ballot: Ballot, at: datetime) -> None:
        blob = self.sealed(ballot)
        casting.cast(rows, self.hall, blob, at)
        self.revision, self.last, self.meant = self.revision + 1, log.leaf_hash(blob), ballot

    def sealed(self, ballot: Ballot) -> bytes:
        """The signed bytes, as the browser makes them."""
        frozen, device = self.hall.manifest, self.device
        if device is None:
            raise ValueError("a device is let in before it casts")
        style, group = frozen.styles[self.style], frozen.groups[self.group]
        public = signing.public_key(device)
        tied = context(frozen.election, style.name, group.name)
        about = Casting(tied, self.slot, public, self.revision + 1, self.last)
        message = styles.pack(style, frozen.sections, ballot)
        opened = sealing.seal(self.hall.key, message, about, self.source)
        cast = Cast(self.slot, public, self.revision + 1, self.last, opened.sealed)
        return entry.write(frozen.election, cast, device)
