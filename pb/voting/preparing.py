"""The coordinator's acts from the first step of an election to the first ballot.

Each notes itself in the journal.
"""

import secrets
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from ballots import signing
from ballots.errors import BallotError
from pb.access import Role
from pb.accounts.models import HeldRole
from pb.config import Settings
from pb.cycles.models import Cycle
from pb.cycles.phases import Activity
from pb.cycles.queries import plan_of, spans_of, voting_groups
from pb.cycles.rules import tie_breaks
from pb.journal.kinds import Kind as Noted
from pb.journal.pen import Pen
from pb.projects import queries as projects
from pb.projects.models import Bulletin
from pb.voting import drawing, freezing, keys, sizes
from pb.voting.errors import (
    AlreadyFrozen,
    AlreadyPrepared,
    DoesNotFit,
    FewerWitnesses,
    NoBulletin,
    NoCeremony,
    NoFreeTestSlot,
    NoScores,
    NoSlots,
    NothingToVoteOn,
    NoVotingPhase,
    TwoSheets,
)
from pb.voting.models import Clerk, Election, Kind, Slot, State
from pb.voting.scoring import actions as scoring

MOST_CLERKS = 100
FEWEST_TESTERS, MOST_TESTERS = 30, 2_000


def prepare(
    pen: Pen, settings: Settings, cycle: Cycle, kind: Kind, trustees: int, threshold: int, smallest: int
) -> Election:
    """Begin an election: its nonce, its log's name, its keys.

    Raises NoBulletin, NoVotingPhase, AlreadyPrepared.
    """
    if pen.rows.get(Bulletin, cycle.id) is None:
        raise NoBulletin
    if not spans_of(pen.rows, cycle.id, Activity.VOTE):
        raise NoVotingPhase
    if kind is Kind.REAL and real(pen.rows, cycle.id) is not None:
        raise AlreadyPrepared
    nonce = secrets.token_bytes(32)
    election = Election(
        cycle_id=cycle.id,
        kind=kind.value,
        state=State.PREPARING.value,
        nonce=nonce,
        origin=origin(settings, kind, nonce),
        trustees=trustees,
        threshold=threshold,
        smallest=smallest,
        quorum=0,
        prepared=pen.at,
    )
    pen.rows.add(election)
    pen.rows.flush()
    for name in ("registrar", "log"):
        keys.make(settings, election.id, name)
    pen.note(
        Noted.ELECTION_PREPARED,
        name=cycle.title_ko,
        election_kind=kind.value,
        trustees=str(trustees),
        threshold=str(threshold),
    )
    return election


def origin(settings: Settings, kind: Kind, nonce: bytes) -> str:
    """The name of the box's log: of this town, of this kind, of this election alone."""
    host = urlsplit(settings.address).hostname or "localhost"
    return f"{host.lower()}/{'box' if kind is Kind.REAL else 'rehearsal'}/{nonce.hex()[:12]}"


def real(rows: Session, cycle: int) -> Election | None:
    wanted = select(Election).where(Election.cycle_id == cycle, Election.kind == Kind.REAL.value)
    return rows.scalars(wanted).one_or_none()


def draw_slots(pen: Pen, election: Election, testers: int = FEWEST_TESTERS) -> int:
    """Give everyone on the roll a slot by lot; in a rehearsal so many test voters. Until the rules are frozen
    it can be done anew. Raises AlreadyFrozen, NothingToVoteOn.
    """
    refuse_frozen(election)
    cycle = pen.rows.get_one(Cycle, election.cycle_id)
    layout = freezing.layout_of(pen.rows, cycle)
    places = [group.place for group in voting_groups(pen.rows, cycle.id)]
    if not layout.styles or not places:
        raise NothingToVoteOn
    if election.kind == Kind.REHEARSAL:
        found = list(drawing.testers(layout, testers))
    else:
        found = list(drawing.voters(pen.rows, election, layout, places))
    if not found:
        raise NothingToVoteOn
    slots = drawing.draw(pen.rows, election, found, pen.at)
    root = freezing.root(drawing.published(pen.rows, election.id))
    pen.note(
        Noted.SLOTS_DRAWN, name=cycle.title_ko, election_kind=election.kind, slots=str(slots), root=root.hex()
    )
    return slots


def freeze(pen: Pen, settings: Settings, election: Election) -> None:
    """Fix every rule, key and slot, and with them the fingerprint.

    Raises AlreadyFrozen, NoSlots, NoCeremony, NoScores, TwoSheets, FewerWitnesses, TooFewOnRoll, DoesNotFit.
    """
    refuse_frozen(election)
    rows = pen.rows
    if (
        rows.scalars(select(Slot.number).where(Slot.election_id == election.id).limit(1)).one_or_none()
        is None
    ):
        raise NoSlots
    if election.ceremony is None:
        raise NoCeremony
    cycle = rows.get_one(Cycle, election.cycle_id)
    tie_breaks(plan_of(cycle))
    check_scores(rows, cycle)
    check_witnesses(election, cycle)
    sizes.check(rows, election)
    name_clerks(rows, settings, election)
    try:
        made = freezing.compose(rows, settings, election, cycle)
    except BallotError as why:
        raise DoesNotFit(why) from why
    election.manifest, election.fingerprint = made.blob, made.election.hex()
    election.frozen, election.state = pen.at, State.READY.value
    rows.flush()
    pen.note(
        Noted.ELECTION_FROZEN,
        name=cycle.title_ko,
        election_kind=election.kind,
        fingerprint=made.election.hex(),
    )


def check_scores(rows: Session, cycle: Cycle) -> None:
    """What the plan counts beside the ballots must be there. Raises TwoSheets, NoScores."""
    signed = scoring.scores_of(rows, projects.ballot(rows, cycle))
    without = [group for group in scoring.groups(rows, cycle.id) if group.name_ko not in signed]
    if len(without) > 1:
        raise TwoSheets
    if without:
        raise NoScores


def check_witnesses(election: Election, cycle: Cycle) -> None:
    """The real vote keeps what the plan has promised. Raises FewerWitnesses."""
    if election.kind == Kind.REAL and election.quorum < (cycle.witnesses or 0):
        raise FewerWitnesses(cycle.witnesses or 0)


def refuse_frozen(election: Election) -> None:
    if election.state != State.PREPARING:
        raise AlreadyFrozen


def name_clerks(rows: Session, settings: Settings, election: Election) -> None:
    """A key for each account that holds the office of clerk now."""
    wanted = (
        select(HeldRole.account_id).where(HeldRole.role == Role.CLERK.value).order_by(HeldRole.account_id)
    )
    for account in rows.scalars(wanted.limit(MOST_CLERKS)).all():
        key = keys.make(settings, election.id, f"clerk-{account}")
        rows.add(Clerk(election_id=election.id, account_id=account, key=signing.public_key(key)))
    rows.flush()


def set_smallest(pen: Pen, election: Election, smallest: int) -> None:
    """How many ballots are opened together at least, until the rules are frozen. Raises AlreadyFrozen."""
    refuse_frozen(election)
    election.smallest = smallest
    pen.rows.flush()
    name = pen.rows.get_one(Cycle, election.cycle_id).title_ko
    pen.note(Noted.SMALLEST_SET, name=name, election_kind=election.kind, smallest=str(smallest))


def take_test_slot(rows: Session, election: Election, person: int) -> None:
    """A free test voter of a rehearsal for somebody who tries it; again gives the same.

    Raises NoFreeTestSlot.
    """
    if election.kind != Kind.REHEARSAL:
        raise NoFreeTestSlot
    mine = select(Slot).where(Slot.election_id == election.id)
    if rows.scalars(mine.where(Slot.tester_id == person)).one_or_none() is not None:
        return
    free = (
        mine.where(Slot.tester_id.is_(None)).order_by(Slot.number).limit(1).with_for_update(skip_locked=True)
    )
    slot = rows.scalars(free).one_or_none()
    if slot is None:
        raise NoFreeTestSlot
    slot.tester_id = person
    rows.flush()
