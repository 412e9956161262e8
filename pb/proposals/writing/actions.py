"""Beginning a draft, keeping what is typed, handing it in, throwing it away."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from pb.calls import queries as calls
from pb.calls.models import Call
from pb.calls.rules import CallOver
from pb.cycles import eligibility
from pb.cycles.models import Cycle
from pb.cycles.queries import plan_of
from pb.notices.actions import follow, tell
from pb.notices.event import Event
from pb.notices.kinds import Happened
from pb.notices.topics import Topic
from pb.proposals.actions import move
from pb.proposals.attached.actions import forget, work_out
from pb.proposals.coauthors.models import Invitation
from pb.proposals.filing import Filing
from pb.proposals.models import Proposal, ProposalVersion, State
from pb.proposals.rules import NotFromHere
from pb.proposals.text import Text
from pb.proposals.writing import queries, rules
from pb.proposals.writing.draft import Draft
from pb.proposals.writing.models import Author


def begin(rows: Session, cycle: Cycle, person: int, at: datetime, call: Call | None = None) -> Proposal:
    """An empty draft of this person, perhaps to answer a call of this cycle.

    Raises NotCounted, TooYoung, TooManyDrafts, NotOpenYet, CallOver, NotFromThere, TooOld.
    """
    eligibility.check(rows, plan_of(cycle), person)
    if len(queries.drafts(rows, person)) >= rules.MOST_DRAFTS:
        raise rules.TooManyDrafts
    if call is not None:
        calls.check(rows, call, plan_of(cycle), person, at)
        follow(rows, person, Topic.CALL.of(call.id), at)
    proposal = Proposal(cycle_id=cycle.id, person_id=person, state=State.DRAFT.value, made=at, version=1)
    proposal.call_id = call.id if call is not None else None
    rows.add(proposal)
    rows.flush()
    rows.add(version(proposal.id, 1, Text(), Filing(), person, at))
    rows.add(Author(proposal_id=proposal.id, person_id=person, pen_name="", since=at))
    rows.flush()
    return proposal


def version(
    proposal: int, number: int, text: Text, filed: Filing, person: int, at: datetime
) -> ProposalVersion:
    new = ProposalVersion(
        proposal_id=proposal,
        number=number,
        at=at,
        person_id=person,
        title=text.title,
        problem=text.problem,
        idea=text.idea,
        beneficiaries=text.beneficiaries,
        place=text.place,
        cost=text.cost,
    )
    filed.put(new)
    return new


def keep(rows: Session, proposal: Proposal, draft: Draft, person: int, at: datetime) -> None:
    """Keep what a draft says now. Raises NotFromHere once it is handed in."""
    if proposal.state != State.DRAFT.value:
        raise NotFromHere
    rows.merge(version(proposal.id, proposal.version, draft.text, draft.filed, person, at))
    draft.filed.put(proposal)
    work_out(rows, proposal.id, draft.items)


def submit(rows: Session, proposal: Proposal, cycle: Cycle | None, person: int, at: datetime) -> None:
    """Hand the draft in; `person` is the author who does. Raises NotFromHere, NoCall, NotCounted, TooYoung,
    NotWhole, and CallOver, NotFromThere or TooOld if its call takes no answer or none of this author.
    """
    if proposal.state != State.DRAFT.value:
        raise NotFromHere
    if cycle is None:
        raise rules.NoCall
    eligibility.check(rows, plan_of(cycle), person)
    check_call(rows, proposal, cycle, person, at)
    text = rows.get_one(ProposalVersion, (proposal.id, proposal.version))
    if rules.missing(Text.of(text)):
        raise rules.NotWhole
    proposal.cycle_id, proposal.submitted, text.at = cycle.id, at, at
    Filing.of(proposal).put(text)
    move(proposal, State.RECEIVED)
    rows.flush()
    authors = queries.authors(rows, proposal.id)
    for person in authors:
        follow(rows, person, Topic.PROPOSAL.of(proposal.id), at)
    event = Event(
        Happened.PROPOSAL_RECEIVED, text.title, f"/proposals/{proposal.id}", tuple(topics(proposal))
    )
    tell(rows, event, at, people=authors)


def check_call(rows: Session, proposal: Proposal, cycle: Cycle, person: int, at: datetime) -> None:
    """Whether the call that it answers, if any, is open in this cycle and asks this person.

    Raises CallOver, NotFromThere, TooOld.
    """
    if proposal.call_id is None:
        return
    call = rows.get_one(Call, proposal.call_id)
    if call.cycle_id != cycle.id:
        raise CallOver
    calls.check(rows, call, plan_of(cycle), person, at)


def let_go_of_call(proposal: Proposal) -> None:
    """From now on it is an open proposal. Raises NotFromHere once it is handed in."""
    if proposal.state != State.DRAFT.value:
        raise NotFromHere
    proposal.call_id = None


def topics(proposal: Proposal) -> Iterable[str]:
    """All whom news of this proposal concern."""
    yield Topic.PROPOSAL.of(proposal.id)
    yield Topic.CYCLE.of(proposal.cycle_id)
    if proposal.district_id is not None:
        yield Topic.DISTRICT.of(proposal.district_id)
    if proposal.category_id is not None:
        yield Topic.CATEGORY.of(proposal.category_id)


def discard(rows: Session, proposal: Proposal) -> None:
    """Throw a draft away with all that belongs to it. Raises NotFromHere once it is handed in."""
    if proposal.state != State.DRAFT.value:
        raise NotFromHere
    forget(rows, proposal.id)
    for table in (Author, Invitation):
        rows.execute(delete(table).where(table.proposal_id == proposal.id))
    rows.delete(proposal)
