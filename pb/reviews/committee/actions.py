"""What committees do, and the proposer's appeal to them."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ballots import canonical
from pb.accounts.models import Account
from pb.cycles.models import Cycle
from pb.cycles.phases import Activity
from pb.cycles.queries import plan_of
from pb.cycles.rules import allowed, day
from pb.journal.forms import TOWN_TIME
from pb.journal.kinds import Kind
from pb.journal.pen import Pen
from pb.proposals.actions import move
from pb.proposals.models import Proposal, State
from pb.reviews import news
from pb.reviews.committee import queries
from pb.reviews.committee.models import (
    Appeal,
    AppealVote,
    Attendance,
    Committee,
    CommitteeSeat,
    Meeting,
    Score,
    ScoreCriterion,
    ScoreSheet,
    Vote,
)
from pb.reviews.committee.rules import (
    AppealOver,
    CostMissing,
    Measure,
    MeetingClosed,
    NobodyVoted,
    NoQuorum,
    NoSuchMember,
    NotPresent,
    NotScored,
    ScoresBegun,
    SeatedHere,
    SheetSigned,
    has_quorum,
    outcome,
    scores,
)
from pb.reviews.deciding.models import Review
from pb.reviews.deciding.queries import decision
from pb.reviews.deciding.rules import appeal_deadline

CALLED = "회의 소집 · the meeting was called"
SHEET_TYPE = "pb-score-sheet/1"
# Where the state of a proposal goes after each outcome; a dismissed appeal leaves it where it is.
WAYS = {Vote.UPHOLD: State.FEASIBLE, Vote.RETURN: State.IN_REVIEW}


def appeal(rows: Session, proposal: Proposal, person: int, words: str, at: datetime) -> Appeal:
    """Object to the decision that counts. Raises AppealOver."""
    found = decision(rows, proposal.id)
    if found is None or not may_appeal(rows, proposal, found, at):
        raise AppealOver
    row = Appeal(review_id=found.id, proposal_id=proposal.id, person_id=person, at=at, words=words)
    rows.add(row)
    rows.flush()
    news.appeal_received(rows, proposal, at)
    return row


def may_appeal(rows: Session, proposal: Proposal, found: Review, at: datetime) -> bool:
    """Within the phase and the two weeks for it, and once only."""
    plan = plan_of(rows.get_one(Cycle, proposal.cycle_id))
    last = appeal_deadline(plan, found.confirmed) if found.confirmed else None
    said = any(one.review_id == found.id for one in queries.appeals(rows, proposal.id))
    open_now = Activity.APPEAL in allowed(plan, at) and last is not None and day(at) <= last
    return open_now and not said and proposal.state == State.INFEASIBLE


def found_committee(pen: Pen, cycle: int, name_ko: str, name_en: str) -> Committee:
    row = Committee(cycle_id=cycle, name_ko=name_ko, name_en=name_en)
    pen.rows.add(row)
    pen.rows.flush()
    pen.note(Kind.COMMITTEE_FOUNDED, name=name_ko)
    return row


def give_seat(pen: Pen, committee: Committee, account: Account | None, name: str) -> None:
    """Raises NoSuchMember, SeatedHere."""
    if account is None:
        raise NoSuchMember
    before = pen.rows.get(CommitteeSeat, (committee.id, account.person_id))
    if before is not None and before.until is None:
        raise SeatedHere
    pen.rows.merge(
        CommitteeSeat(
            committee_id=committee.id, person_id=account.person_id, name=name, since=pen.at, until=None
        )
    )
    pen.note(Kind.COMMITTEE_SEAT_GIVEN, name=committee.name_ko, official=str(account.id))


def end_seat(pen: Pen, committee: Committee, seat: CommitteeSeat) -> None:
    """From now on this member neither comes nor votes: what an open meeting noted of them goes."""
    seat.until = pen.at
    still_open = select(Meeting.id).where(Meeting.committee_id == committee.id, Meeting.closed.is_(None))
    agenda = select(Appeal.id).where(Appeal.meeting_id.in_(still_open))
    for gone in (
        delete(Attendance).where(
            Attendance.meeting_id.in_(still_open), Attendance.person_id == seat.person_id
        ),
        delete(AppealVote).where(AppealVote.appeal_id.in_(agenda), AppealVote.person_id == seat.person_id),
    ):
        pen.rows.execute(gone)
    account = pen.rows.scalar(select(Account.id).where(Account.person_id == seat.person_id))
    pen.note(Kind.COMMITTEE_SEAT_ENDED, name=committee.name_ko, official=str(account or ""))


def call_meeting(pen: Pen, committee: Committee, at: datetime, place: str) -> Meeting:
    """Every appeal that waits stands on its agenda."""
    row = Meeting(committee_id=committee.id, at=at, place=place, minutes="")
    pen.rows.add(row)
    pen.rows.flush()
    agenda = queries.without_meeting(pen.rows, committee.cycle_id)
    for one in agenda:
        one.meeting_id = row.id
    when = at.astimezone(TOWN_TIME).strftime("%Y-%m-%d %H:%M")
    pen.note(Kind.MEETING_CALLED, name=committee.name_ko, meets=when, appeals=str(len(agenda)))
    return row


def must_be_open(meeting: Meeting) -> None:
    """Raises MeetingClosed."""
    if meeting.closed is not None:
        raise MeetingClosed


def note_attendance(rows: Session, meeting: Meeting, persons: Iterable[int]) -> None:
    must_be_open(meeting)
    rows.execute(delete(Attendance).where(Attendance.meeting_id == meeting.id))
    seated = {one.person_id for one in queries.members(rows, meeting.committee_id)}
    rows.add_all(Attendance(meeting_id=meeting.id, person_id=one) for one in sorted(seated & set(persons)))
    rows.flush()


def vote(rows: Session, meeting: Meeting, item: Appeal, person: int, said: Vote | None, at: datetime) -> None:
    """Vote by name, again if one likes; None declares a conflict. Raises MeetingClosed, NotPresent."""
    must_be_open(meeting)
    if person not in queries.present(rows, meeting.id):
        raise NotPresent
    rows.merge(
        AppealVote(
            appeal_id=item.id,
            person_id=person,
            conflict=said is None,
            vote=said.value if said else None,
            at=at,
        )
    )
    rows.flush()


def close(pen: Pen, meeting: Meeting, minutes: str, costs: Mapping[int, int | None]) -> None:
    """Decide every appeal on the agenda by the votes; `costs` says with which cost an upheld one goes on.

    Raises MeetingClosed, NoQuorum, NobodyVoted, CostMissing.
    """
    must_be_open(meeting)
    there = queries.present(pen.rows, meeting.id)
    if not has_quorum(len(queries.members(pen.rows, meeting.committee_id)), len(there)):
        raise NoQuorum
    for item in queries.agenda(pen.rows, meeting):
        decide(pen, item.appeal, there, costs.get(item.appeal.id))
    meeting.minutes, meeting.closed = minutes, pen.at
    committee = pen.rows.get_one(Committee, meeting.committee_id)
    pen.note(Kind.MEETING_CLOSED, name=committee.name_ko, present=str(len(there)))


def decide(pen: Pen, item: Appeal, there: frozenset[int], cost: int | None) -> None:
    found = select(AppealVote.vote).where(
        AppealVote.appeal_id == item.id, AppealVote.vote.is_not(None), AppealVote.person_id.in_(there)
    )
    votes = [Vote(one or "") for one in pen.rows.scalars(found)]
    if not votes:
        raise NobodyVoted
    result = outcome(votes)
    if result is Vote.UPHOLD and not cost:
        raise CostMissing(item.id)
    item.outcome, item.decided = result.value, pen.at
    item.cost = cost if result is Vote.UPHOLD else None
    proposal = pen.rows.get_one(Proposal, item.proposal_id)
    if result in WAYS and proposal.state == State.INFEASIBLE:
        move(proposal, WAYS[result])
    told = ", ".join(f"{one.value} {votes.count(one)}" for one in Vote if one in votes)
    pen.note(Kind.APPEAL_DECIDED, proposal=str(proposal.id), outcome=result.value, votes=told)
    if item.cost:
        pen.note(Kind.APPEAL_COST_STATED, proposal=str(proposal.id), cost=str(item.cost))
    news.appeal_decided(pen.rows, proposal, item, pen.reason, pen.at)


def set_measures(pen: Pen, committee: Committee, wanted: list[ScoreCriterion]) -> None:
    """Publish what points are given for. Raises ScoresBegun."""
    if queries.points(pen.rows, committee.id):
        raise ScoresBegun
    pen.rows.execute(delete(ScoreCriterion).where(ScoreCriterion.committee_id == committee.id))
    pen.rows.add_all(wanted)
    pen.rows.flush()
    named = ", ".join(f"{one.name_ko} {one.weight}" for one in wanted)
    pen.note(Kind.CRITERIA_PUBLISHED, name=committee.name_ko, criteria=named)


def give_points(
    rows: Session, committee: Committee, proposal: int, person: int, given: dict[int, int]
) -> None:
    """One member's points for one proposal, replacing earlier ones; none at all takes them back.

    Raises SheetSigned.
    """
    if queries.sheet(rows, committee.cycle_id) is not None:
        raise SheetSigned
    rows.execute(
        delete(Score).where(
            Score.committee_id == committee.id, Score.proposal_id == proposal, Score.person_id == person
        )
    )
    rows.add_all(
        Score(proposal_id=proposal, person_id=person, committee_id=committee.id, place=place, points=points)
        for place, points in given.items()
    )
    rows.flush()


def sign(pen: Pen, committee: Committee) -> ScoreSheet:
    """Sign the scores with the journal's key. Raises SheetSigned, NotScored."""
    if queries.sheet(pen.rows, committee.cycle_id) is not None:
        raise SheetSigned
    measures = queries.as_measures(queries.measures(pen.rows, committee.id))
    given = queries.points(pen.rows, committee.id)
    wanted = {one.proposal.id for one in queries.to_score(pen.rows, committee.cycle_id)}
    if not wanted or wanted - set(given):
        raise NotScored
    body = encoded(committee, measures, {one: given[one] for one in sorted(wanted)}, pen.at)
    row = ScoreSheet(
        cycle_id=committee.cycle_id,
        committee_id=committee.id,
        signed=pen.at,
        body=body,
        signature=pen.seal.private.sign(body),
    )
    pen.rows.add(row)
    pen.rows.flush()
    pen.note(Kind.SCORES_SIGNED, name=committee.name_ko, signature=row.signature.hex())
    return row


def encoded(
    committee: Committee, measures: list[Measure], given: dict[int, dict[int, dict[int, int]]], at: datetime
) -> bytes:
    """The canonical JSON of the sheet; members stand in it without names, in the order of their seats."""
    found, divisor = scores(measures, given)
    return canonical.encode(
        {
            "type": SHEET_TYPE,
            "cycle": committee.cycle_id,
            "committee": committee.name_ko,
            "signed": at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "criteria": [{"name": one.name, "weight": one.weight, "most": one.most} for one in measures],
            "divisor": divisor,
            "scores": {str(number): score for number, score in found.items()},
            "points": {
                str(number): [
                    [points.get(one.place, 0) for one in measures] for _, points in sorted(members.items())
                ]
                for number, members in given.items()
            },
        }
    )
