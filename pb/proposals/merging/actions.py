"""Merging: authors, supports and followers of both stay, versions and history of both can be read on."""

from sqlalchemy import func, insert, literal, select, update

from pb.journal.kinds import Kind
from pb.journal.pen import Pen
from pb.notices.kinds import Happened
from pb.notices.models import Following
from pb.notices.topics import Topic
from pb.proposals.actions import move
from pb.proposals.merging.models import Merger
from pb.proposals.merging.rules import NotOpen, may_merge
from pb.proposals.models import Proposal, State
from pb.proposals.queries import text_of
from pb.proposals.support.actions import oblige, say
from pb.proposals.support.models import Support
from pb.proposals.writing.models import Author


def merge(pen: Pen, number: int, into_number: int) -> Proposal:
    """Let one proposal go on as a part of another, which is returned. Raises IntoItself, NotOpen."""
    one, into = held(pen, number, into_number)
    may_merge(one, into)
    one.merged_into_id = into.id
    move(one, State.MERGED)
    pen.rows.execute(update(Proposal).where(Proposal.merged_into_id == one.id).values(merged_into_id=into.id))
    pen.rows.add(Merger(proposal_id=one.id, into_id=into.id, at=pen.at, reason=pen.reason))
    join_authors(pen, one, into)
    join_supports(pen, one, into)
    join_followers(pen, one, into)
    title, other = text_of(pen.rows, one).title, text_of(pen.rows, into).title
    pen.note(Kind.PROPOSAL_MERGED, proposal=str(one.id), name=title, into=str(into.id), into_name=other)
    pen.rows.flush()
    say(pen.rows, into, Happened.PROPOSAL_MERGED, f"{title} → {other}\n\n{pen.reason}", pen.at)
    oblige(pen.rows, into, pen.at)
    return into


def held(pen: Pen, *numbers: int) -> tuple[Proposal, Proposal]:
    """Both rows, held in the order of their numbers, so that who merges crosswise waits its turn."""
    wanted = select(Proposal).where(Proposal.id.in_(numbers)).order_by(Proposal.id).with_for_update()
    found = {row.id: row for row in pen.rows.scalars(wanted.execution_options(populate_existing=True))}
    if not found.keys() >= set(numbers):
        raise NotOpen
    return found[numbers[0]], found[numbers[1]]


def join_authors(pen: Pen, one: Proposal, into: Proposal) -> None:
    there = set(pen.rows.scalars(select(Author.person_id).where(Author.proposal_id == into.id)))
    for author in pen.rows.scalars(select(Author).where(Author.proposal_id == one.id)).all():
        if author.person_id not in there:
            joined = Author(
                proposal_id=into.id, person_id=author.person_id, pen_name=author.pen_name, since=pen.at
            )
            pen.rows.add(joined)


def join_supports(pen: Pen, one: Proposal, into: Proposal) -> None:
    """Whoever supported both counts once. What supported the merged one stays noted there."""
    there = select(Support.person_id).where(Support.proposal_id == into.id)
    theirs = select(literal(into.id), Support.person_id, Support.at).where(
        Support.proposal_id == one.id, Support.person_id.not_in(there)
    )
    pen.rows.execute(insert(Support).from_select(["proposal_id", "person_id", "at"], theirs))
    count = select(func.count()).select_from(Support).where(Support.proposal_id == into.id)
    into.supports = pen.rows.scalars(count).one()


def join_followers(pen: Pen, one: Proposal, into: Proposal) -> None:
    before, after = Topic.PROPOSAL.of(one.id), Topic.PROPOSAL.of(into.id)
    there = select(Following.person_id).where(Following.topic == after)
    theirs = select(Following.person_id, literal(after), literal(pen.at)).where(
        Following.topic == before, Following.person_id.not_in(there)
    )
    pen.rows.execute(insert(Following).from_select(["person_id", "topic", "since"], theirs))
