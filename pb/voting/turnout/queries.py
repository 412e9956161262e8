"""What happened during a vote, as the coordinator noted it for everyone."""

from datetime import datetime

from sqlalchemy.orm import Session

from pb.journal.entry import Entry
from pb.journal.kinds import Kind as Noted
from pb.journal.queries import Filter, newest
from pb.voting.models import Election

MOST_NOTES = 50


def incidents(rows: Session, election: Election, until: datetime | None = None) -> list[Entry]:
    """The notes since the rules were frozen, the newest first."""
    wanted = Filter(kind=Noted.INCIDENT_NOTED.value, since=election.frozen, until=until)
    return newest(rows, wanted, 0, MOST_NOTES)
