"""Giving points to the answers of a call, and publishing what the department decided."""

from collections.abc import Collection, Mapping

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from pb.calls.actions import note
from pb.calls.models import Call
from pb.journal.kinds import Kind
from pb.journal.pen import Pen
from pb.notices.actions import tell
from pb.notices.event import Event
from pb.notices.kinds import Happened
from pb.notices.topics import Topic
from pb.proposals.writing.models import Author
from pb.reviews.judging import queries, rules
from pb.reviews.judging.models import AnswerPoints, CallDecision, Chosen


def give_points(rows: Session, call: Call, given: Mapping[int, Mapping[int, int]]) -> None:
    """Points by answer and criterion, in place of those before. The caller has checked who gives them."""
    rows.execute(delete(AnswerPoints).where(AnswerPoints.call_id == call.id))
    rows.add_all(
        AnswerPoints(call_id=call.id, proposal_id=number, place=place, points=points)
        for number, by in given.items()
        for place, points in by.items()
    )
    rows.flush()


def decide(pen: Pen, call: Call, chosen: Collection[int]) -> None:
    """Publish the points and the choice. The caller has checked who decides. Raises NotAllJudged."""
    answers, points = queries.answers(pen.rows, call), queries.points(pen.rows, call)
    rules.may_decide([one.place for one in call.criteria], answers, points)
    # An answer that was taken back meanwhile is judged no more.
    give_points(pen.rows, call, {number: points[number] for number in answers})
    pen.rows.add(CallDecision(call_id=call.id, at=pen.at, reason=pen.reason))
    pen.rows.flush()
    taken = [number for number in answers if number in chosen]
    pen.rows.add_all(Chosen(call_id=call.id, proposal_id=number) for number in taken)
    note(pen, Kind.CALL_DECIDED, call, answers=str(len(answers)), chosen=", ".join(map(str, taken)) or "0")
    topics = (Topic.CALL.of(call.id), Topic.CYCLE.of(call.cycle_id), Topic.DEPARTMENT.of(call.department_id))
    authors = pen.rows.scalars(select(Author.person_id).where(Author.proposal_id.in_(answers)).distinct())
    event = Event(Happened.CALL_DECIDED, call.title, f"/calls/{call.id}", topics, pen.reason)
    tell(pen.rows, event, pen.at, people=authors.all())
