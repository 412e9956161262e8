"""The summary on top of a discussion: every version is kept."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from pb.discussion.models import Summary
from pb.discussion.rules import WrittenMeanwhile
from pb.journal.kinds import Kind
from pb.journal.pen import Pen


def versions(rows: Session, proposal: int) -> list[Summary]:
    """The newest first."""
    wanted = select(Summary).where(Summary.proposal_id == proposal)
    return list(rows.scalars(wanted.order_by(Summary.number.desc())))


def newest(rows: Session, proposal: int) -> Summary | None:
    wanted = select(Summary).where(Summary.proposal_id == proposal).order_by(Summary.number.desc())
    return rows.scalars(wanted.limit(1)).one_or_none()


def write(pen: Pen, proposal: int, text: str, seen: int) -> None:
    """A new version after the one numbered `seen`, which its writer has read. Raises WrittenMeanwhile."""
    present = newest(pen.rows, proposal)
    if (present.number if present else 0) != seen:
        raise WrittenMeanwhile
    row = Summary(proposal_id=proposal, number=seen + 1, at=pen.at, office=pen.office.value, text=text)
    try:
        with pen.rows.begin_nested():
            pen.rows.add(row)
    except IntegrityError:
        raise WrittenMeanwhile from None
    pen.note(Kind.SUMMARY_WRITTEN, proposal=str(proposal), version=str(row.number))
