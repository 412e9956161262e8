"""Saying something, answering, taking it back, and finding it useful."""

from datetime import datetime

from sqlalchemy import delete, exists, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pb.discussion import places
from pb.discussion.models import Post, UsefulMark
from pb.discussion.moderation.queries import hiding_of, was_ever_hidden
from pb.discussion.rules import (
    NotHere,
    OfficeStays,
    OwnPost,
    Stance,
    Standing,
    TooLate,
    UnderModeration,
    is_editable,
)
from pb.discussion.writer import Writer
from pb.journal.kinds import Kind
from pb.journal.pen import Pen
from pb.notices.actions import tell
from pb.notices.event import Event
from pb.notices.kinds import Happened
from pb.proposals.models import Proposal
from pb.proposals.writing.actions import topics

EXCERPT = 300


def begin(
    rows: Session, proposal: Proposal, writer: Writer, stance: Stance, pen_name: str, text: str, at: datetime
) -> Post:
    """A new thread. Raises Closed."""
    places.check_open(rows, proposal, at)
    return put(rows, proposal.id, None, writer, stance, pen_name, text, at)


def put(
    rows: Session,
    proposal: int,
    parent: int | None,
    writer: Writer,
    stance: Stance,
    pen_name: str,
    text: str,
    at: datetime,
) -> Post:
    post = Post(
        proposal_id=proposal,
        parent_id=parent,
        stance=stance.value,
        person_id=writer.person,
        standing=writer.standing.value,
        pen_name=pen_name,
        district=writer.district,
        office=writer.office,
        department_id=writer.department,
        field=writer.field,
        text=text,
        at=at,
        edited=None,
        deleted=None,
    )
    rows.add(post)
    rows.flush()
    return post


def reply(rows: Session, thread: Post, writer: Writer, pen_name: str, text: str, at: datetime) -> Post:
    """An answer of a resident or an expert; an expert's is told to whoever began. Raises Closed, NotHere."""
    proposal = answerable(rows, thread, at)
    post = put(rows, proposal.id, thread.id, writer, Stance.REPLY, pen_name, text, at)
    if writer.standing is Standing.EXPERT:
        tell_of_answer(rows, proposal, thread, post, at)
    return post


def answer(pen: Pen, thread: Post, writer: Writer, text: str) -> Post:
    """An office's answer: in the journal, and told to whoever asked. Raises Closed, NotHere."""
    proposal = answerable(pen.rows, thread, pen.at)
    post = put(pen.rows, proposal.id, thread.id, writer, Stance.REPLY, "", text, pen.at)
    pen.note(Kind.QUESTION_ANSWERED, proposal=str(proposal.id), post=str(post.id))
    tell_of_answer(pen.rows, proposal, thread, post, pen.at)
    return post


def answerable(rows: Session, thread: Post, at: datetime) -> Proposal:
    """The proposal of a thread that can still be answered. Raises Closed, NotHere."""
    proposal = rows.get_one(Proposal, thread.proposal_id)
    places.check_open(rows, proposal, at)
    if thread.deleted is not None or thread.parent_id is not None or hiding_of(rows, thread.id):
        raise NotHere
    return proposal


def tell_of_answer(rows: Session, proposal: Proposal, thread: Post, post: Post, at: datetime) -> None:
    event = Event(
        Happened.DISCUSSION_ANSWERED,
        places.title(rows, proposal),
        places.path(post),
        tuple(topics(proposal)),
        post.text[:EXCERPT],
    )
    tell(rows, event, at, people=() if thread.person_id == post.person_id else (thread.person_id,))


def edit(rows: Session, post: Post, text: str, at: datetime) -> None:
    """Raises Closed, UnderModeration, TooLate."""
    places.check_open(rows, rows.get_one(Proposal, post.proposal_id), at)
    check_own(rows, post)
    if not is_editable(post.at, at):
        raise TooLate
    if text != post.text:
        post.text, post.edited = text, at


def remove(rows: Session, post: Post, at: datetime) -> bool:
    """Take one's own words back; whether an empty place stays. Raises UnderModeration, OfficeStays."""
    check_own(rows, post)
    if post.standing == Standing.OFFICE.value:
        raise OfficeStays
    answered = rows.scalar(select(exists().where(Post.parent_id == post.id)))
    if answered or was_ever_hidden(rows, post.id):
        post.text, post.pen_name, post.deleted = "", "", at
        return True
    rows.delete(post)
    return False


def check_own(rows: Session, post: Post) -> None:
    if hiding_of(rows, post.id) is not None:
        raise UnderModeration


def find_useful(rows: Session, post: Post, person: int, at: datetime) -> None:
    """Once for each resident whom the plan counts; pressing twice is no mistake.

    Raises Closed, OwnPost, NotHere, NotCounted, TooYoung.
    """
    proposal = rows.get_one(Proposal, post.proposal_id)
    places.check_open(rows, proposal, at)
    places.check_counted(rows, proposal, person)
    if post.person_id == person:
        raise OwnPost
    if post.deleted is not None or hiding_of(rows, post.id):
        raise NotHere
    try:
        with rows.begin_nested():
            rows.add(UsefulMark(post_id=post.id, person_id=person))
    except IntegrityError:
        return


def find_useful_no_more(rows: Session, post: Post, person: int) -> None:
    rows.execute(delete(UsefulMark).where(UsefulMark.post_id == post.id, UsefulMark.person_id == person))
