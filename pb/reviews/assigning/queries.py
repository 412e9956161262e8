"""Who has what: the proposals that wait for a department, a department's inbox, the load of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from pb.access import Role
from pb.accounts.models import Account, HeldRole
from pb.cycles.models import Cycle
from pb.proposals.models import Proposal, ProposalVersion, State
from pb.reviews.assigning.models import Assignment, DepartmentSeat, Outcome, Part
from pb.reviews.assigning.rules import Past, Suggestion, Urgency, suggest, urgency
from pb.town.models import Category, Department, District


@dataclass(frozen=True)
class Case:
    """A proposal as it stands in a list of work."""

    proposal: Proposal
    title: str
    category: Category | None
    district: District | None


@dataclass(frozen=True)
class Waiting:
    """A proposal without a department, and whom the past suggests."""

    case: Case
    suggestion: Suggestion | None


@dataclass(frozen=True)
class Work:
    """A proposal that a department has."""

    case: Case
    assignment: Assignment
    department: Department
    urgency: Urgency


@dataclass(frozen=True)
class Load:
    """What one department has to do, and has done."""

    department: Department
    officials: int
    open: int
    late: int
    soon: int
    done: int


@dataclass(frozen=True)
class Seat:
    """Who works where."""

    person: int
    account: int
    email: str
    department: Department
    since: datetime


def cases() -> Select[Proposal, str, Category, District]:
    present = and_(ProposalVersion.proposal_id == Proposal.id, ProposalVersion.number == Proposal.version)
    return (
        select(Proposal, ProposalVersion.title, Category, District)
        .join(ProposalVersion, present)
        .outerjoin(Category, Category.id == Proposal.category_id)
        .outerjoin(District, District.id == Proposal.district_id)
    )


def case(rows: Session, number: int) -> Case | None:
    row = rows.execute(cases().where(Proposal.id == number)).one_or_none()
    return Case(*row) if row else None


def waiting(rows: Session, cycles: Iterable[int]) -> list[Waiting]:
    """Received and without a department, or sent back for a new review; the oldest first."""
    wanted = cases().where(Proposal.cycle_id.in_(list(cycles)), without_lead())
    past = had(rows)
    return [
        Waiting(Case(*row), suggest(past, row[0].category_id, row[0].district_id))
        for row in rows.execute(wanted.order_by(Proposal.submitted, Proposal.id))
    ]


def without_lead() -> ColumnElement[bool]:
    led = exists().where(
        Assignment.proposal_id == Proposal.id, Assignment.part == Part.LEAD, Assignment.ended.is_(None)
    )
    return or_(Proposal.state == State.RECEIVED, and_(Proposal.state == State.IN_REVIEW, ~led))


def count_waiting(rows: Session, cycles: Iterable[int]) -> int:
    wanted = select(func.count(Proposal.id)).where(Proposal.cycle_id.in_(list(cycles)), without_lead())
    return rows.scalars(wanted).one()


def count_work(rows: Session, departments: Iterable[int] | None) -> int:
    wanted = (
        select(func.count(Assignment.id))
        .join(Proposal, Proposal.id == Assignment.proposal_id)
        .where(Assignment.ended.is_(None), Proposal.state == State.IN_REVIEW)
    )
    if departments is not None:
        wanted = wanted.where(Assignment.department_id.in_(list(departments)))
    return rows.scalars(wanted).one()


def had(rows: Session) -> list[Past]:
    """Every lead that was not taken away again."""
    kept = or_(Assignment.outcome.is_(None), Assignment.outcome != Outcome.REASSIGNED)
    found = (
        select(Assignment.department_id, Proposal.category_id, Proposal.district_id)
        .join(Proposal, Proposal.id == Assignment.proposal_id)
        .join(Department, Department.id == Assignment.department_id)
        .where(Assignment.part == Part.LEAD, kept, Department.retired.is_(None))
    )
    return [Past(*row) for row in rows.execute(found)]


def work(rows: Session, today: date, departments: Iterable[int] | None = None) -> list[Work]:
    """What is open, the most urgent first; of some departments, or of all."""
    wanted = (
        cases()
        .add_columns(Assignment, Department)
        .join(Assignment, Assignment.proposal_id == Proposal.id)
        .join(Department, Department.id == Assignment.department_id)
        .where(Assignment.ended.is_(None), Proposal.state == State.IN_REVIEW)
        .order_by(Assignment.due, Assignment.id)
    )
    if departments is not None:
        wanted = wanted.where(Assignment.department_id.in_(list(departments)))
    return [Work(Case(*row[:4]), row[4], row[5], urgency(row[4].due, today)) for row in rows.execute(wanted)]


def of_proposal(rows: Session, number: int) -> list[tuple[Assignment, Department]]:
    """Every department that has or had the proposal, the first one first."""
    found = (
        select(Assignment, Department)
        .join(Department, Department.id == Assignment.department_id)
        .where(Assignment.proposal_id == number)
        .order_by(Assignment.since, Assignment.id)
    )
    return [(one, department) for one, department in rows.execute(found)]


def lead_of(rows: Session, number: int) -> Assignment | None:
    return rows.scalars(
        select(Assignment).where(
            Assignment.proposal_id == number, Assignment.part == Part.LEAD, Assignment.ended.is_(None)
        )
    ).one_or_none()


def departments_of(rows: Session, person: int) -> frozenset[int]:
    """Where an official works."""
    return frozenset(
        rows.scalars(select(DepartmentSeat.department_id).where(DepartmentSeat.person_id == person))
    )


def seats(rows: Session) -> list[Seat]:
    found = (
        select(DepartmentSeat, Account, Department)
        .join(Account, Account.person_id == DepartmentSeat.person_id)
        .join(Department, Department.id == DepartmentSeat.department_id)
        .order_by(Department.name_ko, Account.email)
    )
    return [
        Seat(seat.person_id, account.id, account.email, department, seat.since)
        for seat, account, department in rows.execute(found)
    ]


def reviewers(rows: Session, department: int) -> list[Account]:
    """Who works in a department and still holds the office."""
    return list(
        rows.scalars(
            select(Account)
            .join(DepartmentSeat, DepartmentSeat.person_id == Account.person_id)
            .join(HeldRole, HeldRole.account_id == Account.id)
            .where(DepartmentSeat.department_id == department, HeldRole.role == Role.REVIEWER)
            .order_by(Account.id)
        )
    )


def coordinators(rows: Session) -> list[Account]:
    held = select(Account).join(HeldRole, HeldRole.account_id == Account.id)
    return list(rows.scalars(held.where(HeldRole.role == Role.COORDINATOR).order_by(Account.id)))


def loads(rows: Session, today: date) -> list[Load]:
    """Every department in use, the busiest first."""
    present = work(rows, today)
    done = list(
        rows.scalars(select(Assignment.department_id).where(Assignment.outcome.in_(["decided", "answered"])))
    )
    found = []
    for department in departments(rows):
        mine = [one for one in present if one.department.id == department.id]
        found.append(
            Load(
                department,
                officials=len(reviewers(rows, department.id)),
                open=len(mine),
                late=sum(one.urgency is Urgency.LATE for one in mine),
                soon=sum(one.urgency in (Urgency.TODAY, Urgency.SOON) for one in mine),
                done=done.count(department.id),
            )
        )
    return sorted(found, key=lambda one: (-one.open, -one.late, one.department.name_ko))


def departments(rows: Session) -> list[Department]:
    """Those in use, by name."""
    return list(
        rows.scalars(select(Department).where(Department.retired.is_(None)).order_by(Department.name_ko))
    )


def cycle_of(rows: Session, proposal: Proposal) -> Cycle:
    return rows.get_one(Cycle, proposal.cycle_id)
