"""What a person supports, for taking along. It stays when the account goes: the resident is still one."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.accounts.belongings import Belonging
from pb.proposals.support.models import Support


def tell(rows: Session, person: int) -> object:
    wanted = select(Support).where(Support.person_id == person).order_by(Support.proposal_id)
    return [{"proposal": row.proposal_id, "at": row.at.isoformat()} for row in rows.scalars(wanted)]


def forget(rows: Session, person: int) -> None:
    """Nothing: a support counts on without a name, as a resident's who signed a paper."""


BELONGING = Belonging("supports", tell, forget)
