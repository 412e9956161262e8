"""The ballot as composed, for whoever shows it, freezes it or counts it."""

from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from pb import db
from pb.cycles.models import Cycle, CycleSection
from pb.projects.models import BallotOrder, Bulletin, Project, ProjectTie, Tie


@dataclass(frozen=True)
class BallotSection:
    """A section with its projects in the order of the printed ballot."""

    section: CycleSection
    projects: tuple[Project, ...]


@dataclass(frozen=True)
class OfficialBallot:
    """A cycle's whole ballot. `conflicts` and `mandatory` name projects by their code."""

    cycle: Cycle
    sections: tuple[BallotSection, ...]
    conflicts: frozenset[frozenset[str]]
    mandatory: frozenset[str]
    bulletin: Bulletin | None

    @property
    def projects(self) -> tuple[Project, ...]:
        return tuple(project for section in self.sections for project in section.projects)


def ballot(rows: Session, cycle: Cycle) -> OfficialBallot:
    found = list(rows.scalars(select(Project).where(Project.cycle_id == cycle.id).order_by(Project.number)))
    codes = {project.id: project.code for project in found}
    ties = list(rows.scalars(select(ProjectTie).where(ProjectTie.one_id.in_(codes))))
    return OfficialBallot(
        cycle=cycle,
        sections=tuple(
            BallotSection(section, tuple(p for p in found if p.section_place == section.place))
            for section in cycle.sections
        ),
        conflicts=frozenset(
            frozenset({codes[tie.one_id], codes[tie.two_id]}) for tie in ties if tie.kind == Tie.CONFLICT
        ),
        mandatory=frozenset(codes[tie.one_id] for tie in ties if tie.kind == Tie.MANDATORY),
        bulletin=rows.get(Bulletin, cycle.id),
    )


def published(rows: Session) -> list[Cycle]:
    """The cycles whose ballot everyone can see, the newest first."""
    wanted = select(Cycle).join(Bulletin, Bulletin.cycle_id == Cycle.id)
    return list(rows.scalars(wanted.order_by(Bulletin.published.desc())))


def order(rows: Session, cycle: Cycle) -> BallotOrder | None:
    """How the numbers came about; None as long as they are only in the order of picking."""
    return rows.get(BallotOrder, cycle.id)


def ties(rows: Session, cycle: Cycle) -> list[ProjectTie]:
    own = select(Project.id).where(Project.cycle_id == cycle.id)
    return list(rows.scalars(select(ProjectTie).where(ProjectTie.one_id.in_(own))))


def is_any_published() -> bool:
    """For the menu; a database in trouble hides the line, no more."""
    try:
        return bool(db.session().scalar(select(exists().where(Bulletin.cycle_id.is_not(None)))))
    except SQLAlchemyError:
        return False
