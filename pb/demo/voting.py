"""The vote of the demonstration's year: key, frozen rules, and the ballots of a few hundred residents."""

from dataclasses import dataclass
from datetime import datetime
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb import clock, journal
from pb.accounts import queries
from pb.accounts.roll.models import RollEntry
from pb.config import Settings
from pb.cycles.models import Cycle
from pb.db import Database
from pb.journal.kinds import Office
from pb.journal.pen import Pen
from pb.voting import hall as halls
from pb.voting import opening, preparing
from pb.voting.backup import actions as backups
from pb.voting.hall import Hall
from pb.voting.models import Election, Kind, Slot
from pb.voting.rehearsal import trustees
from pb.voting.rehearsal.trustees import Trustee
from pb.voting.rehearsal.voters import Voter
from pb.voting.trustees import ceremony

TRUSTEES = {"chair": "chair@hanbyeol.example", "citizens": "citizens@hanbyeol.example"}
VOTERS = 240
SMALLEST = 20


@dataclass(frozen=True)
class Poll:
    """Prepares, opens and fills the box of a made-up year."""

    database: Database
    settings: Settings
    cycle: int
    voters: int

    def pen(self, rows: Session, reason: str, at: datetime) -> Pen:
        return Pen(rows, journal.seal(), Office.COORDINATOR, reason, at)

    def hold(self, chance: Random) -> int:
        """The number of the election, which is open with its ballots in the box."""
        number = self.prepare()
        helpers = outside(self.database, self.settings, number)
        trustees.make_key(self.database, self.settings, number, helpers)
        self.open(number)
        self.vote(number, chance)
        return number

    def prepare(self) -> int:
        at = clock.now()
        with self.database.transaction() as rows:
            cycle = rows.get_one(Cycle, self.cycle)
            by = self.pen(rows, "공보 발행에 따른 투표 준비", at)
            election = preparing.prepare(by, self.settings, cycle, Kind.REAL, 3, 2, SMALLEST)
            preparing.draw_slots(by, election)
            ceremony.begin(by, self.settings, election)
            return election.id

    def open(self, number: int) -> None:
        with self.database.transaction() as rows:
            by = self.pen(rows, "위원회에서 규칙을 낭독하고 확정", clock.now())
            preparing.freeze(by, self.settings, rows.get_one(Election, number))
        backups.make(self.settings, self.database, clock.now())
        with self.database.transaction() as rows:
            by = self.pen(rows, "투표 기간 시작", clock.now())
            opening.open_voting(by, self.settings, rows.get_one(Election, number))

    def vote(self, number: int, chance: Random) -> None:
        """Each voter's steps are transactions of their own, as requests would be."""
        with Session(self.database.engine) as rows:
            hall = halls.of(rows, rows.get_one(Election, number))
            people = voters(rows, hall, chance, self.voters)
        for each in people:
            each.votes(self.database, clock.now())


def voters(rows: Session, hall: Hall, chance: Random, count: int) -> list[Voter]:
    """Some of those who have shown that they live here."""
    claimed = (
        select(Slot)
        .join(RollEntry, RollEntry.id == Slot.roll_entry_id)
        .where(Slot.election_id == hall.election, RollEntry.person_id.is_not(None))
        .order_by(Slot.number)
    )
    return [Voter.of(hall, slot) for slot in chance.sample(list(rows.scalars(claimed)), count)]


def outside(database: Database, settings: Settings, number: int) -> list[Trustee]:
    """The two trustees who are not the server; a real town's keep their folders at home."""
    found = []
    with Session(database.engine) as rows:
        for place, (name, email) in enumerate(TRUSTEES.items(), start=2):
            account = queries.by_email(rows, email)
            if account is not None:
                home = settings.instance / "demo" / f"{name}-{number}"
                found.append(Trustee(name, place, account.id, home))
    return found
