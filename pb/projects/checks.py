"""Everything that must hold before the bulletin is published, asked of the records."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pb.cycles.models import Cycle
from pb.projects import queries, rules
from pb.projects.contests import Contest, contests
from pb.projects.models import Project
from pb.proposals.models import Proposal, State
from pb.reviews.queries import reconciliation
from pb.town.queries import districts


def contests_of(rows: Session, cycle: Cycle) -> tuple[Contest, ...]:
    """The contests of a cycle's ballot as it stands now."""
    return contests(queries.ballot(rows, cycle), districts(rows))


def faults(rows: Session, cycle: Cycle) -> list[str]:
    """What keeps the bulletin from being published, a sentence each."""
    ballot = queries.ballot(rows, cycle)
    found = rules.faults(ballot, contests(ballot, districts(rows)))
    found += [*rules.waiting(numbers(rows, cycle)), *rules.lost(lost(rows, cycle))]
    return [*found, *rules.unmet(reconciliation(rows, cycle.id))]


def candidates(rows: Session, cycle: Cycle) -> list[Proposal]:
    """Feasible proposals that are not on the ballot yet, the oldest first."""
    taken = select(Project.proposal_id).where(Project.proposal_id.is_not(None))
    wanted = select(Proposal).where(
        Proposal.cycle_id == cycle.id, Proposal.state == State.FEASIBLE.value, Proposal.id.not_in(taken)
    )
    return list(rows.scalars(wanted.order_by(Proposal.id)))


def numbers(rows: Session, cycle: Cycle) -> dict[str, int]:
    """How many proposals stand where; the feasible ones without those that were picked."""
    wanted = (
        select(Proposal.state, func.count()).where(Proposal.cycle_id == cycle.id).group_by(Proposal.state)
    )
    found = {row.state: int(row[1]) for row in rows.execute(wanted)}
    return found | {State.FEASIBLE.value: len(candidates(rows, cycle))}


def lost(rows: Session, cycle: Cycle) -> list[Project]:
    """Picked projects whose proposal is not feasible any more."""
    wanted = (
        select(Project)
        .join(Proposal, Project.proposal_id == Proposal.id)
        .where(Project.cycle_id == cycle.id, Proposal.state != State.FEASIBLE.value)
    )
    return list(rows.scalars(wanted.order_by(Project.number)))
