"""What a person follows and was told of, for taking along and for leaving."""

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from pb.accounts.belongings import Belonging
from pb.notices.models import Following, NewsTold


def tell(rows: Session, person: int) -> object:
    wanted = select(Following).where(Following.person_id == person).order_by(Following.topic)
    return [{"topic": row.topic, "since": row.since.isoformat()} for row in rows.scalars(wanted)]


def forget(rows: Session, person: int) -> None:
    """What was followed goes with the account by itself."""
    rows.execute(delete(NewsTold).where(NewsTold.person_id == person))


BELONGING = Belonging("follows", tell, forget)
