"""A town on the day of the vote: an open election, and voters who seal as their devices do."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from ballots import entry, log, sealing, signing, styles
from ballots.entry import NOTHING_BEFORE, Cast
from ballots.proofs import Casting
from ballots.randomness import SystemSource
from ballots.receipt import Receipt
from ballots.styles import Ballot
from ballots.transcript import context
from ballots.trustees import holder
from ballots.trustees.holder import Holder
from pb import journal
from pb.accounts.models import Person
from pb.accounts.roll.models import RollEntry
from pb.cycles import actions as cycles
from pb.cycles import rules
from pb.cycles.models import Cycle
from pb.cycles.plan import Plan
from pb.cycles.presets import PRESETS
from pb.journal.kinds import Office
from pb.journal.pen import Pen
from pb.projects.models import Bulletin, Project
from pb.voting import hall as halls
from pb.voting import preparing, witnessing
from pb.voting.box import casting
from pb.voting.hall import Hall
from pb.voting.models import Election, Kind, Slot, State
from tests.pb.accounts.conftest import Town, mailbox, settings, town
from tests.pb.accounts.live import chromium_page, live

__all__ = ["chromium_page", "live", "mailbox", "settings", "town"]

SOURCE = SystemSource()
DISTRICTS = ("성산동", "망원동")


def now() -> datetime:
    return datetime.now(UTC)


def voting_now(preset: str) -> Plan:
    """A plan whose voting began three days ago."""
    plan = PRESETS[preset].plan(2028, date(2027, 3, 1))
    voting = next(span for span in plan.spans if span.phase == "voting")
    begun = rules.day(now()) - timedelta(days=3)
    return PRESETS[preset].plan(2028, date(2027, 3, 1) + (begun - rules.day(voting.starts)))


@dataclass
class Voter:
    """A voter's device: it knows its slot, seals, and remembers what it cast."""

    hall: Hall
    slot: int
    style: int
    group: int
    device: Ed25519PrivateKey = field(default_factory=lambda: signing.new_key(SOURCE))
    revision: int = 0
    last: bytes = NOTHING_BEFORE
    meant: Ballot | None = None

    @property
    def public(self) -> bytes:
        return signing.public_key(self.device)

    def seal(self, *marked: tuple[int, ...]) -> bytes:
        """The bytes of the next ballot, with a marking for each section."""
        frozen = self.hall.manifest
        style, group = frozen.styles[self.style], frozen.groups[self.group]
        message = styles.pack(style, frozen.sections, marked)
        tied = context(frozen.election, style.name, group.name)
        about = Casting(tied, self.slot, self.public, self.revision + 1, self.last)
        sealed = sealing.seal(self.hall.key, message, about, SOURCE).sealed
        ballot = Cast(self.slot, self.public, self.revision + 1, self.last, sealed)
        return entry.write(frozen.election, ballot, self.device)

    def cast(self, rows: Session, *marked: tuple[int, ...], at: datetime | None = None) -> Receipt:
        blob = self.seal(*marked)
        given = casting.cast(rows, self.hall, blob, at or now())
        self.revision, self.last, self.meant = self.revision + 1, log.leaf_hash(blob), marked
        return given


@dataclass
class Vote:
    """An election of the town, its trustees played by the test."""

    town: Town
    election: int
    hall: Hall
    holders: dict[int, Holder]

    @contextmanager
    def rows(self) -> Iterator[Session]:
        with self.town.app.test_request_context(), self.town.database.transaction() as rows:
            yield rows

    def voter(self, number: int) -> Voter:
        with self.rows() as rows:
            slot = rows.get_one(Slot, (self.election, number))
            return Voter(self.hall, number, slot.style, slot.voter_group)

    def admitted(self, number: int) -> Voter:
        voter = self.voter(number)
        with self.rows() as rows:
            casting.admit(rows, self.hall, number, voter.public, now())
        return voter


def pen(rows: Session, at: datetime | None = None) -> Pen:
    return Pen(rows, journal.seal(), Office.COORDINATOR, "주민참여예산위원회 의결", at or now())


def residents(rows: Session, count: int) -> list[int]:
    """People of the roll who have shown that they live here."""
    people = [Person() for _ in range(count)]
    rows.add_all(people)
    rows.flush()
    rows.add_all(
        RollEntry(
            line_digest=f"line {person.id}",
            name_digest=f"name {person.id}",
            district=DISTRICTS[person.id % len(DISTRICTS)],
            person_id=person.id,
            claimed=now(),
        )
        for person in people
    )
    rows.flush()
    return [person.id for person in people]


def on_ballot(rows: Session, cycle: Cycle, projects: int) -> None:
    for section in cycle.sections:
        rows.add_all(
            Project(
                cycle_id=cycle.id,
                section_place=section.place,
                number=number + 1 + projects * (section.place - 1),
                title_ko=f"사업 {number + 1}",
                title_en=f"Project {number + 1}",
                text_ko="무엇을 합니다.",
                text_en="It does something.",
                place="성산동",
                cost=100_000_000 * (number + 1),
            )
            for number in range(projects)
        )
    rows.add(Bulletin(cycle_id=cycle.id, published=now()))
    rows.flush()


def published_cycle(rows: Session, preset: str) -> Cycle:
    plan = voting_now(preset)
    cycle = cycles.draft(rows, plan)
    cycle.published, cycle.lot = plan.spans[0].starts - timedelta(days=5), "3-14-25"
    rows.flush()
    return cycle


def frozen(
    town: Town,
    preset: str = "exactly-3",
    voters: int = 40,
    projects: int = 6,
    kind: Kind = Kind.REAL,
    witness: tuple[str, bytes] | None = None,
) -> Vote:
    """An election whose rules are frozen; the trustees made the key in one memory."""
    with town.app.test_request_context(), town.database.transaction() as rows:
        residents(rows, voters)
        cycle = published_cycle(rows, preset)
        on_ballot(rows, cycle, projects)
        transcript, holders = holder.rehearse(["Town", "Chair", "Citizens"], 2, SOURCE)
        settings = current_app.extensions["pb.settings"]
        election = preparing.prepare(pen(rows), settings, cycle, kind, trustees=3, threshold=2, smallest=5)
        if witness:
            witnessing.name_witness(pen(rows), election, *witness)
        preparing.draw_slots(pen(rows), election, testers=voters)
        election.ceremony = transcript
        preparing.freeze(pen(rows), settings, election)
        return Vote(town, election.id, halls.of(rows, election), holders)


@pytest.fixture
def vote(town: Town) -> Vote:
    """Forty residents, six projects of which three are to be marked, and voting is open."""
    made = frozen(town)
    with made.rows() as rows:
        election = rows.scalars(select(Election)).one()
        election.state, election.began = State.OPEN.value, now()
    return made
