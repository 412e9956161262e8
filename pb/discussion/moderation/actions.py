"""Reporting, hiding, objecting, deciding. What an official does stands in the journal, without the words."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pb.discussion import places
from pb.discussion.models import Post
from pb.discussion.moderation.models import Hiding, Report
from pb.discussion.moderation.queries import COUNTS_NOW, hiding_of
from pb.discussion.moderation.rules import (
    AlreadyAppealed,
    AlreadyHidden,
    AlreadyReported,
    Ground,
    NoAppeal,
    NotHidden,
    NothingToJudge,
    Outcome,
    OwnHiding,
)
from pb.journal.kinds import Kind
from pb.journal.pen import Pen
from pb.notices.actions import tell
from pb.notices.event import Event
from pb.notices.kinds import Happened
from pb.proposals.models import Proposal

DECIDED = {
    Outcome.RESTORED: (Kind.POST_RESTORED, Happened.POST_RESTORED),
    Outcome.UPHELD: (Kind.HIDING_UPHELD, Happened.HIDING_UPHELD),
}


def report(rows: Session, post: Post, person: int, ground: Ground, words: str, at: datetime) -> None:
    """Ask an official to look at it. Raises AlreadyReported."""
    try:
        with rows.begin_nested():
            rows.add(
                Report(
                    post_id=post.id, person_id=person, ground=ground.value, words=words, at=at, settled=None
                )
            )
    except IntegrityError:
        raise AlreadyReported from None


def settle(pen: Pen, post: Post) -> int:
    """The open reports are dealt with; how many there were."""
    done = update(Report).where(Report.post_id == post.id, Report.settled.is_(None)).values(settled=pen.at)
    return len(pen.rows.execute(done.returning(Report.person_id)).all())


def keep(pen: Pen, post: Post) -> None:
    """Leave a reported post where it is. Raises NothingToJudge."""
    if not settle(pen, post):
        raise NothingToJudge
    pen.note(Kind.REPORTS_DISMISSED, proposal=str(post.proposal_id), post=str(post.id))


def hide(pen: Pen, post: Post, person: int, ground: Ground) -> Hiding:
    """Show the pen's reason in place of the words, and tell the writer. Raises AlreadyHidden."""
    hiding = Hiding(post_id=post.id, person_id=person, at=pen.at, ground=ground.value, explanation=pen.reason)
    try:
        with pen.rows.begin_nested():
            pen.rows.add(hiding)
    except IntegrityError:
        raise AlreadyHidden from None
    settle(pen, post)
    pen.note(Kind.POST_HIDDEN, proposal=str(post.proposal_id), post=str(post.id), ground=ground.value)
    tell_writer(pen, post, Happened.POST_HIDDEN)
    return hiding


def appeal(rows: Session, post: Post, words: str, at: datetime) -> None:
    """The writer objects, once. Raises NotHidden, AlreadyAppealed."""
    waiting = update(Hiding).where(Hiding.post_id == post.id, Hiding.outcome.is_(None))
    taken = waiting.where(Hiding.appealed.is_(None)).values(appeal=words, appealed=at)
    if rows.execute(taken.returning(Hiding.id)).one_or_none() is None:
        raise AlreadyAppealed if hiding_of(rows, post.id) else NotHidden


def decide(pen: Pen, post: Post, person: int, outcome: Outcome) -> None:
    """End a hiding, or uphold it against an objection. One statement decides, so of two officials one does.

    Raises NotHidden, OwnHiding if the objection is to the official's own hiding, NoAppeal.
    """
    wanted = select(Hiding).where(Hiding.post_id == post.id, COUNTS_NOW)
    hiding = pen.rows.scalars(wanted.execution_options(populate_existing=True)).one_or_none()
    if hiding is None or hiding.outcome is not None:
        raise NotHidden
    if hiding.appealed is not None and hiding.person_id == person:
        raise OwnHiding
    if hiding.appealed is None and outcome is Outcome.UPHELD:
        raise NoAppeal
    still = update(Hiding).where(
        Hiding.id == hiding.id,
        Hiding.outcome.is_(None),
        Hiding.appealed.is_(None) if hiding.appealed is None else Hiding.appealed.is_not(None),
    )
    decided = still.values(outcome=outcome.value, decision=pen.reason, decided=pen.at, decider_id=person)
    if pen.rows.execute(decided.returning(Hiding.id)).one_or_none() is None:
        raise NotHidden
    kind, happened = DECIDED[outcome]
    pen.note(kind, proposal=str(post.proposal_id), post=str(post.id))
    tell_writer(pen, post, happened)


def tell_writer(pen: Pen, post: Post, happened: Happened) -> None:
    """A letter to the writer alone."""
    subject = places.title(pen.rows, pen.rows.get_one(Proposal, post.proposal_id))
    address = f"/discussion/{post.id}/appeal"
    event = Event(happened, subject, address, (), pen.reason, private=True)
    tell(pen.rows, event, pen.at, people=(post.person_id,))
