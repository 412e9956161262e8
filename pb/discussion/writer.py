"""As whom somebody writes."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from pb.discussion.models import Expert
from pb.discussion.rules import NotAResident, Standing


@dataclass(frozen=True)
class Writer:
    """A person with an account, and what is shown of them. `field` is an expert's, `office` an official's."""

    person: int
    standing: Standing
    district: str = ""
    field: str | None = None
    office: str | None = None
    department: int | None = None


def thread_writer(person: int, district: str | None) -> Writer:
    """Residents begin threads. Raises NotAResident."""
    if district is None:
        raise NotAResident
    return Writer(person, Standing.RESIDENT, district)


def reply_writer(rows: Session, person: int, district: str | None) -> Writer:
    """Residents and verified experts reply. Raises NotAResident."""
    expert = rows.get(Expert, person)
    if expert is not None and expert.withdrawn is None:
        return Writer(person, Standing.EXPERT, district or "", field=expert.field)
    return thread_writer(person, district)
