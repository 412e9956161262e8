"""What a person wrote in discussions, for taking along and for leaving."""

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from pb.accounts.belongings import Belonging
from pb.discussion.models import Post

# In place of the pen name of somebody who has left.
SOMEBODY = "주민"


def tell(rows: Session, person: int) -> object:
    wanted = select(Post).where(Post.person_id == person, Post.deleted.is_(None)).order_by(Post.id)
    return [
        {
            "proposal": one.proposal_id,
            "stance": one.stance,
            "pen_name": one.pen_name,
            "text": one.text,
            "at": one.at.isoformat(),
        }
        for one in rows.scalars(wanted)
    ]


def forget(rows: Session, person: int) -> None:
    """The words belong to a public discussion and stay, without the name chosen for them."""
    named = update(Post).where(Post.person_id == person, Post.pen_name != "")
    rows.execute(named.values(pen_name=SOMEBODY))


BELONGING = Belonging("wrote", tell, forget)
