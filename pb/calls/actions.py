"""Drafting a call; posting it, correcting it, closing it early. All but a draft stands in the journal."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.calls import rules
from pb.calls.models import Call, Correction, Criterion
from pb.calls.queries import phase_of, standing_of, terms_of
from pb.calls.rules import (
    CallOver,
    NoCallPhase,
    NothingChanged,
    NotOpenYet,
    PostedAlready,
    Standing,
    Terms,
)
from pb.cycles.models import Cycle
from pb.cycles.rules import day
from pb.journal.kinds import Kind
from pb.journal.pen import Pen
from pb.notices.actions import tell
from pb.notices.event import Event
from pb.notices.kinds import Happened
from pb.notices.topics import Topic
from pb.town.models import Department, District


def draft(rows: Session, cycle: Cycle, department: Department, terms: Terms) -> Call:
    """Only its department and the coordinator see it. Raises NoCallPhase, NotInOrder."""
    check(rows, cycle.id, terms)
    call = Call(cycle_id=cycle.id, department_id=department.id)
    put(rows, call, terms)
    rows.add(call)
    rows.flush()
    return call


def redraft(rows: Session, call: Call, department: Department, terms: Terms) -> None:
    """Raises PostedAlready, NoCallPhase, NotInOrder."""
    check_draft(call)
    check(rows, call.cycle_id, terms)
    call.department_id = department.id
    renew(rows, call, terms)


def discard(rows: Session, call: Call) -> None:
    """Raises PostedAlready."""
    check_draft(call)
    rows.delete(call)


def post(pen: Pen, call: Call) -> None:
    """From now on everyone sees it. Raises PostedAlready, NoCallPhase, NotInOrder."""
    check_draft(call)
    terms = terms_of(call)
    check(pen.rows, call.cycle_id, terms)
    call.posted = pen.at
    note(pen, Kind.CALL_POSTED, call, closes=last_day(terms))
    announce(pen, call, Happened.CALL_POSTED)


def check_draft(call: Call) -> None:
    if call.posted is not None:
        raise PostedAlready


def correct(pen: Pen, call: Call, terms: Terms) -> None:
    """Say it right from now on; what was corrected stays noted on its page.

    Raises CallOver, NotOpenYet, NothingChanged, NoCallPhase, NotInOrder.
    """
    check_going(call, pen)
    parts = terms.changed(terms_of(call))
    if not parts:
        raise NothingChanged
    check(pen.rows, call.cycle_id, terms)
    renew(pen.rows, call, terms)
    number = len(call.corrections) + 1
    call.corrections.append(Correction(number=number, at=pen.at, parts=" ".join(parts), reason=pen.reason))
    note(pen, Kind.CALL_CORRECTED, call, parts=", ".join(parts))
    announce(pen, call, Happened.CALL_CORRECTED, pen.reason)


def close(pen: Pen, call: Call) -> None:
    """Take no more answers. Raises CallOver, NotOpenYet."""
    check_going(call, pen)
    call.closed, call.closed_reason = pen.at, pen.reason
    note(pen, Kind.CALL_CLOSED, call)
    announce(pen, call, Happened.CALL_CLOSED, pen.reason)


def check_going(call: Call, pen: Pen) -> None:
    """Posted and not over: what can be corrected or closed. Raises CallOver, NotOpenYet."""
    now = standing_of(call, pen.at)
    if now is Standing.OVER:
        raise CallOver
    if now is Standing.DRAFT:
        raise NotOpenYet


def check(rows: Session, cycle: int, terms: Terms) -> None:
    phase = phase_of(rows, cycle)
    if phase is None:
        raise NoCallPhase
    rules.check(terms, phase, day(terms.closes - timedelta(seconds=1)))


def renew(rows: Session, call: Call, terms: Terms) -> None:
    """Old criteria go before new ones come: a name may move from one place to another."""
    call.criteria = []
    rows.flush()
    put(rows, call, terms)


def put(rows: Session, call: Call, terms: Terms) -> None:
    call.title, call.problem, call.wanted = terms.title, terms.problem, terms.wanted
    call.budget, call.prize, call.who = terms.budget, terms.prize, terms.who
    call.opens, call.closes, call.decides = terms.opens, terms.closes, terms.decides
    call.legal_basis, call.youth = terms.legal_basis, terms.youth
    call.districts = list(rows.scalars(select(District).where(District.id.in_(terms.districts))))
    call.criteria = [
        Criterion(place=place, name=name, weight=weight)
        for place, (name, weight) in enumerate(terms.criteria, 1)
    ]


def last_day(terms: Terms) -> str:
    return day(terms.closes - timedelta(seconds=1)).isoformat()


def note(pen: Pen, kind: Kind, call: Call, **facts: str) -> None:
    department = pen.rows.get_one(Department, call.department_id)
    pen.note(kind, call=str(call.id), name=call.title, department=department.name_ko, **facts)


def announce(pen: Pen, call: Call, kind: Happened, words: str = "") -> None:
    topics = (
        Topic.CALL.of(call.id),
        Topic.CYCLE.of(call.cycle_id),
        Topic.DEPARTMENT.of(call.department_id),
    )
    tell(pen.rows, Event(kind, call.title, f"/calls/{call.id}", topics, words), pen.at)
