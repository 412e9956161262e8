"""Posting a call, correcting it, closing it early. Each stands in the journal with its reason."""

from datetime import timedelta

from pb.calls import rules
from pb.calls.models import Call, Correction, Criterion
from pb.calls.queries import phase_of, standing_of, terms_of
from pb.calls.rules import CallOver, NoCallPhase, NothingChanged, Standing, Terms
from pb.cycles.models import Cycle
from pb.cycles.rules import day
from pb.journal.kinds import Kind
from pb.journal.pen import Pen
from pb.notices.actions import tell
from pb.notices.event import Event
from pb.notices.kinds import Happened
from pb.notices.topics import Topic
from pb.town.models import Department


def post(pen: Pen, cycle: Cycle, department: Department, terms: Terms) -> Call:
    """From now on everyone sees it. Raises NoCallPhase, NotInOrder."""
    check(pen, cycle.id, terms)
    call = Call(cycle_id=cycle.id, department_id=department.id, posted=pen.at)
    put(call, terms)
    pen.rows.add(call)
    pen.rows.flush()
    note(pen, Kind.CALL_POSTED, call, closes=last_day(terms))
    announce(pen, call, Happened.CALL_POSTED)
    return call


def correct(pen: Pen, call: Call, terms: Terms) -> None:
    """Say it right from now on; what was corrected stays noted on its page.

    Raises CallOver, NothingChanged, NoCallPhase, NotInOrder.
    """
    if standing_of(call, pen.at) is Standing.OVER:
        raise CallOver
    parts = terms.changed(terms_of(call))
    if not parts:
        raise NothingChanged
    check(pen, call.cycle_id, terms)
    # Old criteria go before new ones come: a name may move from one place to another.
    call.criteria = []
    pen.rows.flush()
    put(call, terms)
    number = len(call.corrections) + 1
    call.corrections.append(Correction(number=number, at=pen.at, parts=" ".join(parts), reason=pen.reason))
    note(pen, Kind.CALL_CORRECTED, call, parts=", ".join(parts))
    announce(pen, call, Happened.CALL_CORRECTED, pen.reason)


def close(pen: Pen, call: Call) -> None:
    """Take no more answers. Raises CallOver."""
    if standing_of(call, pen.at) is Standing.OVER:
        raise CallOver
    call.closed, call.closed_reason = pen.at, pen.reason
    note(pen, Kind.CALL_CLOSED, call)
    announce(pen, call, Happened.CALL_CLOSED, pen.reason)


def check(pen: Pen, cycle: int, terms: Terms) -> None:
    phase = phase_of(pen.rows, cycle)
    if phase is None:
        raise NoCallPhase
    rules.check(terms, phase, day(terms.closes - timedelta(seconds=1)))


def put(call: Call, terms: Terms) -> None:
    call.title, call.problem, call.wanted = terms.title, terms.problem, terms.wanted
    call.budget, call.prize, call.who = terms.budget, terms.prize, terms.who
    call.opens, call.closes, call.decides = terms.opens, terms.closes, terms.decides
    call.legal_basis = terms.legal_basis
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
