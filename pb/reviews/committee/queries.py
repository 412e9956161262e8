"""Reading committees, meetings, appeals and scores."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from ballots import canonical
from pb.proposals.models import Proposal, ProposalVersion, State
from pb.reviews.assigning.queries import Case, case, cases
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
)
from pb.reviews.committee.rules import Measure
from pb.reviews.deciding.models import Review


@dataclass(frozen=True)
class Item:
    """An appeal on an agenda, with what each member said: (name, whether in conflict, vote).

    `known_cost` is what the decision says that it costs, or else the proposer.
    """

    appeal: Appeal
    case: Case
    said: list[tuple[str, bool, str | None]]
    mine: AppealVote | None
    known_cost: int | None


def committees(rows: Session) -> list[Committee]:
    return list(rows.scalars(select(Committee).order_by(Committee.cycle_id.desc(), Committee.id)))


def members(rows: Session, committee: int) -> list[CommitteeSeat]:
    """Who has a seat now."""
    found = select(CommitteeSeat).where(
        CommitteeSeat.committee_id == committee, CommitteeSeat.until.is_(None)
    )
    return list(rows.scalars(found.order_by(CommitteeSeat.name)))


def former(rows: Session, committee: int) -> list[CommitteeSeat]:
    """Whose seat has ended, the latest first."""
    found = select(CommitteeSeat).where(
        CommitteeSeat.committee_id == committee, CommitteeSeat.until.is_not(None)
    )
    return list(rows.scalars(found.order_by(CommitteeSeat.until.desc(), CommitteeSeat.name)))


def members_at(rows: Session, meeting: Meeting) -> list[CommitteeSeat]:
    """Who has a seat now; of a closed meeting, who had one then or was there."""
    if meeting.closed is None:
        return members(rows, meeting.committee_id)
    there = present(rows, meeting.id)
    seated = [*members(rows, meeting.committee_id), *former(rows, meeting.committee_id)]
    found = [
        one
        for one in seated
        if one.person_id in there
        or (one.since <= meeting.closed and (one.until is None or one.until > meeting.closed))
    ]
    return sorted(found, key=lambda one: one.name)


def is_member(rows: Session, committee: int, person: int) -> bool:
    seat = rows.get(CommitteeSeat, (committee, person))
    return seat is not None and seat.until is None


def meetings(rows: Session, committee: int) -> list[Meeting]:
    found = select(Meeting).where(Meeting.committee_id == committee)
    return list(rows.scalars(found.order_by(Meeting.at.desc())))


def present(rows: Session, meeting: int) -> frozenset[int]:
    return frozenset(rows.scalars(select(Attendance.person_id).where(Attendance.meeting_id == meeting)))


def agenda(rows: Session, meeting: Meeting, person: int | None = None) -> list[Item]:
    names = {
        seat.person_id: seat.name
        for seat in rows.scalars(
            select(CommitteeSeat).where(CommitteeSeat.committee_id == meeting.committee_id)
        )
    }
    found = []
    for appeal in rows.scalars(select(Appeal).where(Appeal.meeting_id == meeting.id).order_by(Appeal.at)):
        votes = list(rows.scalars(select(AppealVote).where(AppealVote.appeal_id == appeal.id)))
        said = sorted((names[one.person_id], one.conflict, one.vote) for one in votes)
        about = case(rows, appeal.proposal_id)
        assert about is not None  # noqa: S101 - the appeal names it
        mine = next((one for one in votes if one.person_id == person), None)
        found.append(Item(appeal, about, said, mine, known_cost(rows, appeal, about.proposal)))
    return found


def known_cost(rows: Session, appeal: Appeal, proposal: Proposal) -> int | None:
    text = rows.get_one(ProposalVersion, (proposal.id, proposal.version))
    return rows.get_one(Review, appeal.review_id).cost or text.cost


def appeals(rows: Session, proposal: int) -> list[Appeal]:
    """Every appeal about a proposal, the newest first."""
    return list(rows.scalars(select(Appeal).where(Appeal.proposal_id == proposal).order_by(Appeal.at.desc())))


def without_meeting(rows: Session, cycle: int) -> list[Appeal]:
    found = select(Appeal).join(Proposal, Proposal.id == Appeal.proposal_id)
    return list(rows.scalars(found.where(Appeal.meeting_id.is_(None), Proposal.cycle_id == cycle)))


def measures(rows: Session, committee: int) -> list[ScoreCriterion]:
    found = select(ScoreCriterion).where(ScoreCriterion.committee_id == committee)
    return list(rows.scalars(found.order_by(ScoreCriterion.place)))


def as_measures(found: list[ScoreCriterion]) -> list[Measure]:
    return [Measure(one.place, one.name_ko, one.weight, one.most) for one in found]


def to_score(rows: Session, cycle: int) -> list[Case]:
    """What the committee gives points for: whatever may come or has come to the vote."""
    wanted = cases().where(Proposal.cycle_id == cycle, Proposal.state.in_((State.FEASIBLE, State.ON_BALLOT)))
    return [Case(*row) for row in rows.execute(wanted.order_by(Proposal.id))]


def points(rows: Session, committee: int) -> dict[int, dict[int, dict[int, int]]]:
    """By proposal, by member, by criterion."""
    found: dict[int, dict[int, dict[int, int]]] = {}
    for one in rows.scalars(select(Score).where(Score.committee_id == committee)):
        found.setdefault(one.proposal_id, {}).setdefault(one.person_id, {})[one.place] = one.points
    return found


def sheet(rows: Session, cycle: int) -> ScoreSheet | None:
    return rows.get(ScoreSheet, cycle)


def score_sheet(rows: Session, cycle: int) -> dict[int, int] | None:
    """The signed scores as a component of the count: by proposal, exact whole numbers; None before it."""
    found = sheet(rows, cycle)
    if found is None:
        return None
    read = canonical.decode(found.body)
    return {int(number): score for number, score in read["scores"].items()}


def score_top(rows: Session, cycle: int) -> int | None:
    """The score of a proposal to which every member gave the most points; None before the sheet is signed."""
    found = sheet(rows, cycle)
    if found is None:
        return None
    read = canonical.decode(found.body)
    fullest: int = sum(one["weight"] * one["most"] for one in read["criteria"])
    return int(read["divisor"]) * fullest
