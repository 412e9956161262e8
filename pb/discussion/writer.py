"""As whom somebody writes."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from pb.discussion.models import Expert
from pb.discussion.places import check_counted
from pb.discussion.rules import NotAResident, Standing
from pb.proposals.models import Proposal


@dataclass(frozen=True)
class Writer:
    """A person with an account, and what is shown of them. `field` is an expert's, `office` an official's."""

    person: int
    standing: Standing
    district: str = ""
    field: str | None = None
    office: str | None = None
    department: int | None = None


def thread_writer(rows: Session, proposal: Proposal, person: int, district: str | None) -> Writer:
    """Residents begin threads whom the plan counts. Raises NotAResident, NotCounted, TooYoung."""
    if district is None:
        raise NotAResident
    check_counted(rows, proposal, person)
    return Writer(person, Standing.RESIDENT, district)


def reply_writer(rows: Session, proposal: Proposal, person: int, district: str | None) -> Writer:
    """Such residents and verified experts reply. Raises NotAResident, NotCounted, TooYoung."""
    expert = rows.get(Expert, person)
    if expert is not None and expert.withdrawn is None:
        return Writer(person, Standing.EXPERT, district or "", field=expert.field)
    return thread_writer(rows, proposal, person, district)
