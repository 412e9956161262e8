"""Composing the ballot and publishing it. From its publication on nothing of it changes."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session

from ballots import canonical
from pb.cycles.models import Cycle, CycleSection
from pb.cycles.plan import Scope
from pb.cycles.queries import plan_of
from pb.errors import Refused
from pb.journal.actions import record
from pb.journal.entry import Act
from pb.journal.kinds import Kind, Office
from pb.journal.pen import Pen
from pb.journal.seal import Seal
from pb.notices.actions import tell
from pb.notices.event import Event
from pb.notices.kinds import Happened
from pb.notices.topics import Topic
from pb.projects import checks, queries, rules
from pb.projects.models import BallotOrder, Bulletin, Project, ProjectTie, Tie
from pb.proposals.actions import move
from pb.proposals.models import Proposal, State
from pb.proposals.writing.queries import authors

# Far above every number of a ballot, for the moment in which numbers change places.
ASIDE = 1_000_000
LATE = "공보에 실린 뒤의 변경 시도 · An attempt to change the ballot after its publication"


class NotInOrder(Refused):
    why = rules.NotNow.why

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)

    def __str__(self) -> str:
        return " ".join(self.faults)


@dataclass(frozen=True)
class Words:
    """What is printed of a project, and what it costs."""

    title_ko: str
    title_en: str
    text_ko: str
    text_en: str
    place: str
    cost: int
    department: int | None


def check_open(rows: Session, cycle: Cycle, at: datetime) -> None:
    """Raise Frozen or NotNow unless the ballot of `cycle` may be changed."""
    if rows.get(Bulletin, cycle.id):
        raise rules.Frozen
    if not rules.may_compose(plan_of(cycle), at):
        raise rules.NotNow


def pick(rows: Session, cycle: Cycle, proposal: Proposal, section: CycleSection, words: Words) -> Project:
    """Put a feasible proposal into a section. Raises NotFeasible, NoDistrict, NoCategory, OtherField."""
    taken = rows.scalar(select(Project.id).where(Project.proposal_id == proposal.id))
    if proposal.cycle_id != cycle.id or proposal.state != State.FEASIBLE or taken:
        raise rules.NotFeasible
    found = queries.ballot(rows, cycle)
    check_place(found, section, proposal.district_id, proposal.category_id)
    project = Project(
        cycle_id=cycle.id,
        number=1 + max((one.number for one in found.projects), default=0),
        proposal_id=proposal.id,
        district_id=proposal.district_id,
        category_id=proposal.category_id,
        latitude=proposal.latitude,
        longitude=proposal.longitude,
    )
    put(project, section, words)
    rows.add(project)
    rows.flush()
    return project


def change(rows: Session, cycle: Cycle, project: Project, section: CycleSection, words: Words) -> None:
    """Take new words or another section. Raises NoDistrict, NoCategory, OtherField."""
    check_place(queries.ballot(rows, cycle), section, project.district_id, project.category_id, project)
    put(project, section, words)


def put(project: Project, section: CycleSection, words: Words) -> None:
    project.section_place = section.place
    project.title_ko, project.title_en = words.title_ko, words.title_en
    project.text_ko, project.text_en = words.text_ko, words.text_en
    project.place, project.cost, project.department_id = words.place, words.cost, words.department


def check_place(
    ballot: queries.OfficialBallot,
    section: CycleSection,
    district: int | None,
    category: int | None,
    besides: Project | None = None,
) -> None:
    fields = {
        project.category_id: project.section_place
        for each in ballot.sections
        for project in each.projects
        if each.section.scope == Scope.CATEGORY and project.category_id and project is not besides
    }
    rules.check_scope(Scope(section.scope), section.place, district, category, fields)


def remove(rows: Session, project: Project) -> None:
    """Take a project off the ballot; its proposal stays feasible."""
    rows.execute(
        delete(ProjectTie).where(or_(ProjectTie.one_id == project.id, ProjectTie.two_id == project.id))
    )
    rows.delete(project)


def draw_order(rows: Session, cycle: Cycle, seed: str, at: datetime) -> None:
    """Number the projects by lot, section by section; anyone can draw the same order from `seed` again."""
    found = queries.ballot(rows, cycle)
    set_order(rows, [one for each in found.sections for one in rules.drawn(each.projects, seed)])
    rows.merge(BallotOrder(cycle_id=cycle.id, seed=seed, at=at))


def order_by_hand(rows: Session, cycle: Cycle, wishes: dict[int, int], at: datetime) -> None:
    """Number the projects section by section in the order of `wishes`, by their id."""
    found = queries.ballot(rows, cycle)
    wanted = [
        one
        for each in found.sections
        for one in sorted(each.projects, key=lambda p: (wishes.get(p.id, ASIDE), p.number))
    ]
    set_order(rows, wanted)
    rows.merge(BallotOrder(cycle_id=cycle.id, seed=None, at=at))


def set_order(rows: Session, projects: Sequence[Project]) -> None:
    """Two steps, since no number may ever stand twice."""
    for number, project in enumerate(projects, 1):
        project.number = ASIDE + number
    rows.flush()
    for number, project in enumerate(projects, 1):
        project.number = number
    rows.flush()


def tie(rows: Session, kind: Tie, one: Project, two: Project) -> None:
    """Let two projects exclude each other, or one be mandatory. Raises SameProject."""
    if kind is Tie.MANDATORY:
        two = one
    elif one.id == two.id:
        raise rules.SameProject
    first, last = sorted((one.id, two.id))
    rows.merge(ProjectTie(one_id=first, two_id=last, kind=kind.value))


def untie(rows: Session, one: int, two: int) -> None:
    rows.execute(delete(ProjectTie).where(ProjectTie.one_id == one, ProjectTie.two_id == two))


def publish(pen: Pen, cycle: Cycle) -> None:
    """Freeze the ballot, tell the proposers and the town. Raises NotInOrder, NotFeasible."""
    faults = checks.faults(pen.rows, cycle)
    if faults:
        raise NotInOrder(faults)
    close_numbers(pen.rows, cycle)
    found = queries.ballot(pen.rows, cycle)
    pen.rows.add(Bulletin(cycle_id=cycle.id, published=pen.at))
    pen.note(
        Kind.BALLOT_PUBLISHED,
        name=cycle.title_ko,
        projects=str(len(found.projects)),
        seed=seed_of(pen.rows, cycle),
        sha256=fingerprint(found),
    )
    address = url_for("projects.listed")
    tell(
        pen.rows,
        Event(Happened.BALLOT_PUBLISHED, cycle.title_ko, address, (Topic.CYCLE.of(cycle.id),)),
        pen.at,
    )
    for project in found.projects:
        take_on(pen, project)


def seed_of(rows: Session, cycle: Cycle) -> str:
    """The seed that the order was drawn by; empty if it was set by hand."""
    found = queries.order(rows, cycle)
    return (found.seed or "") if found else ""


def close_numbers(rows: Session, cycle: Cycle) -> None:
    """Numbers run from 1 through the sections without a gap, in the order they have."""
    found = queries.ballot(rows, cycle)
    set_order(rows, found.projects)


def take_on(pen: Pen, project: Project) -> None:
    """The proposal stands on the ballot now, and its people hear of it."""
    topics = [Topic.PROJECT.of(project.id)]
    if project.district_id:
        topics.append(Topic.DISTRICT.of(project.district_id))
    people: list[int] = []
    if project.proposal_id:
        proposal = pen.rows.get_one(Proposal, project.proposal_id)
        move(proposal, State.ON_BALLOT)
        topics.append(Topic.PROPOSAL.of(proposal.id))
        people += [proposal.person_id, *authors(pen.rows, proposal.id)]
    address = url_for("projects.one", number=project.id)
    event = Event(Happened.PROJECT_ON_BALLOT, project.title_ko, address, tuple(topics))
    tell(pen.rows, event, pen.at, people)


def fingerprint(ballot: queries.OfficialBallot) -> str:
    """SHA-256 of everything that is printed of the ballot, so that a changed word would show."""
    told = {
        project.code: [
            *(project.title_ko, project.title_en, project.text_ko, project.text_en, project.place),
            *(project.cost, project.section_place, project.district_id or 0),
        ]
        for project in ballot.projects
    }
    ties = [sorted(pair) for pair in ballot.conflicts]
    all_of_it = {"projects": told, "conflicts": sorted(ties), "mandatory": sorted(ballot.mandatory)}
    return hashlib.sha256(canonical.encode(all_of_it)).hexdigest()


def note_late(rows: Session, seal: Seal, office: Office, title: str, at: datetime) -> None:
    """Somebody tried to change a published ballot."""
    record(rows, seal, Act(Kind.BALLOT_CHANGE_REFUSED, office, {"name": title}, LATE), at)
