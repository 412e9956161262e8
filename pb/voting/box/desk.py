"""What officials put into the box: voids (paper handed out, a death, a request) and paper batches."""

from collections.abc import Sequence
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ballots import entry, paper, signing
from ballots.entry import Paper, Void
from ballots.errors import BallotError
from ballots.paper import Typed
from ballots.randomness import SystemSource
from pb.cycles.plan import Channel
from pb.voting import hall as halls
from pb.voting import rules
from pb.voting.box.appending import sign_and_put, take_place
from pb.voting.box.casting import check_open
from pb.voting.box.models import BoxEntry
from pb.voting.box.standing import locked
from pb.voting.errors import (
    Barred,
    NothingToVoid,
    NotTwoClerks,
    OnlineOnly,
    PapersDiffer,
    TooMuchPaper,
    VotingClosed,
)
from pb.voting.hall import Hall
from pb.voting.models import Slot


def void(rows: Session, hall: Hall, number: int, reason: str, at: datetime) -> None:
    """The slot's ballots so far do not count. `reason` is `desk` (a paper ballot is handed out), `death` or
    `request`; after the first two nothing more of this slot counts.

    Raises NotOpen, VotingClosed, NoSlot, Barred, OnlineOnly, NothingToVoid.
    """
    check_open(rows, hall)
    found = locked(rows, hall, number)
    state = found.state
    if state.barred:
        raise Barred
    if reason == "desk" and hall.channels[found.group] is Channel.ONLINE:
        raise OnlineOnly
    if reason == "request" and not state.counts:
        raise NothingToVoid
    place = take_place(rows, hall, at)
    if not rules.may_begin(place.at, halls.ends(rows, hall)):
        raise VotingClosed
    what = Void(number, reason, state.revision)
    state.void(what)
    sign_and_put(rows, hall, place, what)
    found.keep(state)
    rows.flush()


def enter_paper(
    rows: Session,
    hall: Hall,
    style: str,
    group: str,
    typed: tuple[Typed, Typed],
    clerks: Sequence[Ed25519PrivateKey],
    at: datetime,
) -> int:
    """Seal a stack that two clerks typed independently; the number of its batch.

    Paper may be typed after voting has ended, until the box is closed. Raises NotOpen, VotingClosed,
    PapersDiffer, NotTwoClerks, TooMuchPaper.
    """
    check_open(rows, hall)
    known = {clerk.key for clerk in hall.manifest.clerks}
    if len({signing.public_key(key) for key in clerks} & known) != 2 or len(clerks) != 2:
        raise NotTwoClerks
    place = take_place(rows, hall, at)
    try:
        agreed = paper.compare(*typed)
        empty = paper.empty_batch(batches(rows, hall) + 1, style, group)
        sealed = paper.seal_batch(hall.manifest, hall.key, empty, agreed, SystemSource())
    except BallotError as why:
        raise PapersDiffer from why
    if papers_typed(rows, hall, style, group) + len(sealed.ballots) > papers_out(rows, hall, style, group):
        raise TooMuchPaper
    sign_and_put(rows, hall, place, paper.sign(hall.manifest, sealed, clerks))
    return sealed.batch


def batches(rows: Session, hall: Hall) -> int:
    wanted = select(func.count()).where(BoxEntry.election_id == hall.election, BoxEntry.batch.is_not(None))
    return rows.scalars(wanted).one()


def papers(rows: Session, hall: Hall) -> list[Paper]:
    """Every batch so far."""
    wanted = select(BoxEntry.blob).where(BoxEntry.election_id == hall.election, BoxEntry.batch.is_not(None))
    read = (entry.decode(blob).entry for blob in rows.scalars(wanted.order_by(BoxEntry.batch)))
    return [each for each in read if isinstance(each, Paper)]


def papers_typed(rows: Session, hall: Hall, style: str, group: str) -> int:
    """How many papers of a ballot style and voter group are typed in."""
    return sum(len(each.ballots) for each in papers(rows, hall) if (each.style, each.group) == (style, group))


def papers_out(rows: Session, hall: Hall, style: str, group: str) -> int:
    """How many papers of a ballot style and voter group were handed out."""
    styles = [each.name for each in hall.manifest.styles]
    groups = [each.name for each in hall.manifest.groups]
    if style not in styles or group not in groups:
        return 0
    wanted = (
        select(BoxEntry.blob)
        .join(Slot, (Slot.election_id == BoxEntry.election_id) & (Slot.number == BoxEntry.slot))
        .where(
            BoxEntry.election_id == hall.election,
            BoxEntry.kind == "void",
            Slot.style == styles.index(style),
            Slot.voter_group == groups.index(group),
        )
    )
    voids = (entry.decode(blob).entry for blob in rows.scalars(wanted))
    return sum(isinstance(each, Void) and each.reason == "desk" for each in voids)
