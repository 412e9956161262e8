"""The cycles there are, as rows and as plans."""

from sqlalchemy import exists, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from pb import db
from pb.accounts.roll.basis import Basis
from pb.cycles.models import Cycle, PhaseTime, VoterGroup
from pb.cycles.phases import PHASES, Activity
from pb.cycles.plan import Ballot, Channel, Group, Plan, Scope, Section, Span, TieBreak


def every(rows: Session) -> list[Cycle]:
    """The newest year first."""
    return list(rows.scalars(select(Cycle).order_by(Cycle.year.desc(), Cycle.id.desc())))


def published(rows: Session) -> list[Cycle]:
    """Those that everyone may see, the newest first."""
    wanted = select(Cycle).where(Cycle.published.is_not(None))
    return list(rows.scalars(wanted.order_by(Cycle.published.desc(), Cycle.id.desc())))


def is_any_published() -> bool:
    """For the menu. It stands on error pages too, so that a database in trouble hides the line, no more."""
    try:
        return bool(db.session().scalar(select(exists().where(Cycle.published.is_not(None)))))
    except SQLAlchemyError:
        return False


def plan_of(cycle: Cycle) -> Plan:
    return Plan(
        title_ko=cycle.title_ko,
        title_en=cycle.title_en,
        year=cycle.year,
        budget=cycle.budget,
        binding=cycle.binding,
        legal_basis=cycle.legal_basis,
        sections=tuple(
            Section(
                s.name_ko,
                s.name_en,
                s.budget,
                Scope(s.scope),
                Ballot(s.ballot),
                s.projects,
                s.least,
                s.most,
                s.points,
                s.rule,
                s.quorum,
                tuple((share.district_id, share.budget) for share in s.shares),
            )
            for s in cycle.sections
        ),
        groups=tuple(Group(g.name_ko, g.name_en, g.weight, Channel(g.channel)) for g in cycle.groups),
        spans=tuple(Span(t.phase, t.starts, t.ends) for t in cycle.times),
        ties=tuple(TieBreak(tie.name) for tie in cycle.ties),
        lot=cycle.lot,
        bases=frozenset(Basis(one.basis) for one in cycle.bases),
        minimum_age=cycle.minimum_age,
        age_on=cycle.age_on,
        witnesses=cycle.witnesses,
        version=cycle.version,
        published=cycle.published is not None,
    )


def spans_of(rows: Session, cycle: int, activity: Activity) -> tuple[Span, ...]:
    """When an activity is allowed, as the plan stands now, without reading the rest of the plan."""
    phases = [name for name, phase in PHASES.items() if activity in phase.allows]
    wanted = select(PhaseTime).where(PhaseTime.cycle_id == cycle, PhaseTime.phase.in_(phases))
    return tuple(Span(t.phase, t.starts, t.ends) for t in rows.scalars(wanted.order_by(PhaseTime.starts)))


def voting_groups(rows: Session, cycle: int) -> list[VoterGroup]:
    """The voter groups that mark ballots, in their order; a group with a score sheet does not."""
    wanted = select(VoterGroup).where(VoterGroup.cycle_id == cycle, VoterGroup.channel != Channel.SHEET.value)
    return list(rows.scalars(wanted.order_by(VoterGroup.place)))
