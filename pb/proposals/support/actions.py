"""Supporting, taking it back, answering. Whoever calls holds the proposal's row, so that counts add up."""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from pb.cycles import eligibility
from pb.cycles.models import Cycle
from pb.cycles.plan import Plan
from pb.cycles.queries import plan_of
from pb.cycles.rules import day
from pb.journal.kinds import Kind
from pb.journal.pen import Pen
from pb.notices.actions import tell
from pb.notices.event import Event
from pb.notices.kinds import Happened
from pb.proposals.models import Proposal, State
from pb.proposals.queries import text_of
from pb.proposals.rules import ON_THE_WAY
from pb.proposals.support import rules
from pb.proposals.support.models import OwedAnswer, Support, Threshold
from pb.proposals.writing.actions import topics
from pb.proposals.writing.queries import authors


def support(rows: Session, proposal: Proposal, person: int, at: datetime) -> None:
    """This resident stands behind it; a second time changes nothing.

    Raises NotNow, HasEnded, and NotCounted or TooYoung for a resident whom the plan does not count.
    """
    plan = check(rows, proposal, at)
    eligibility.check(rows, plan, person)
    dialect = sqlite if rows.get_bind().dialect.name == "sqlite" else postgresql
    new = dialect.insert(Support).values(proposal_id=proposal.id, person_id=person, at=at)
    once = new.on_conflict_do_nothing().returning(Support.person_id)
    if rows.execute(once).one_or_none() is not None:
        proposal.supports += 1
        oblige(rows, proposal, at)


def take_back(rows: Session, proposal: Proposal, person: int, at: datetime) -> None:
    """Raises NotNow, HasEnded. An answer that is owed by then stays owed."""
    check(rows, proposal, at)
    its = delete(Support).where(Support.proposal_id == proposal.id, Support.person_id == person)
    if rows.execute(its.returning(Support.person_id)).one_or_none() is not None:
        proposal.supports -= 1


def check(rows: Session, proposal: Proposal, at: datetime) -> Plan:
    """The plan of its year, by which one may support it now. Raises NotNow, HasEnded."""
    plan = plan_of(rows.get_one(Cycle, proposal.cycle_id))
    rules.may_support(plan, State(proposal.state), at)
    return plan


def oblige(rows: Session, proposal: Proposal, at: datetime) -> None:
    """Note that an answer is owed once there are enough supports, and tell everyone."""
    threshold = rows.get(Threshold, proposal.cycle_id)
    if threshold is None or proposal.supports < threshold.supports:
        return
    if rows.get(OwedAnswer, proposal.id) is not None:
        return
    owed = OwedAnswer(proposal_id=proposal.id, reached=at, due=rules.due(at, threshold.days))
    rows.add(owed)
    rows.flush()
    say(rows, proposal, Happened.ANSWER_OWED, day(owed.due).isoformat(), at)


def say(rows: Session, proposal: Proposal, kind: Happened, words: str, at: datetime) -> None:
    """News of a proposal for whoever follows it, and a letter to its authors."""
    address = f"/proposals/{proposal.id}"
    event = Event(kind, text_of(rows, proposal).title, address, tuple(topics(proposal)), words)
    tell(rows, event, at, people=authors(rows, proposal.id))


def set_threshold(pen: Pen, cycle: Cycle, supports: int, days: int) -> None:
    """From now on so many supports oblige; whoever has them already is owed an answer from today."""
    pen.rows.merge(Threshold(cycle_id=cycle.id, supports=supports, days=days))
    pen.note(Kind.THRESHOLD_SET, name=cycle.title_ko, supports=str(supports), days=str(days))
    pen.rows.flush()
    states = [state.value for state in ON_THE_WAY]
    reached = select(Proposal).where(
        Proposal.cycle_id == cycle.id, Proposal.supports >= supports, Proposal.state.in_(states)
    )
    for proposal in pen.rows.scalars(reached.order_by(Proposal.id).with_for_update()).all():
        oblige(pen.rows, proposal, pen.at)


def answer(pen: Pen, proposal: Proposal, words: str) -> None:
    """The town's written answer, for everyone to read. Raises NotOwed."""
    owed = pen.rows.get(OwedAnswer, proposal.id, with_for_update=True)
    if owed is None or owed.answer is not None:
        raise rules.NotOwed
    owed.answer, owed.answered = words, pen.at
    title = text_of(pen.rows, proposal).title
    pen.note(Kind.ANSWER_GIVEN, proposal=str(proposal.id), name=title)
    say(pen.rows, proposal, Happened.ANSWER_GIVEN, words, pen.at)
