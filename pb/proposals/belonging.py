"""What a person leaves behind here: proposals stay without a name, drafts go."""

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from pb.accounts.belongings import Belonging
from pb.proposals.coauthors.models import JoinRequest
from pb.proposals.models import Proposal, State
from pb.proposals.queries import text_of
from pb.proposals.writing.actions import discard
from pb.proposals.writing.models import Author


def written(rows: Session, person: int) -> list[tuple[Author, Proposal]]:
    wanted = select(Author, Proposal).join(Proposal, Proposal.id == Author.proposal_id)
    found = rows.execute(wanted.where(Author.person_id == person).order_by(Proposal.id))
    return [(author, proposal) for author, proposal in found]


def tell(rows: Session, person: int) -> object:
    return [
        {
            "number": proposal.id,
            "title": text_of(rows, proposal).title,
            "state": proposal.state,
            "pen_name": author.pen_name,
            "since": author.since.isoformat(),
        }
        for author, proposal in written(rows, person)
    ]


def forget(rows: Session, person: int) -> None:
    """A draft that others write along stays theirs."""
    rows.execute(delete(JoinRequest).where(JoinRequest.person_id == person))
    for author, proposal in written(rows, person):
        if proposal.state != State.DRAFT.value:
            author.pen_name = ""
        elif rows.scalar(select(func.count()).where(Author.proposal_id == proposal.id)) == 1:
            discard(rows, proposal)
        else:
            rows.delete(author)


BELONGING = Belonging("proposals", tell, forget)
