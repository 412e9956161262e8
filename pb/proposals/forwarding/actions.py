"""Sending on."""

from pb.journal.kinds import Kind
from pb.journal.pen import Pen
from pb.notices.kinds import Happened
from pb.proposals.actions import move
from pb.proposals.forwarding.models import Forwarding
from pb.proposals.models import Proposal, State
from pb.proposals.queries import text_of
from pb.proposals.support.actions import say
from pb.town.models import Department


def forward(pen: Pen, proposal: Proposal, department: Department, answer: str) -> None:
    """Send it on to a department and tell its authors why and what happens now. Raises NotFromHere."""
    move(proposal, State.FORWARDED)
    sent = Forwarding(proposal_id=proposal.id, department_id=department.id, answer=answer, at=pen.at)
    pen.rows.add(sent)
    title = text_of(pen.rows, proposal).title
    facts = {"proposal": str(proposal.id), "name": title, "department": department.name_ko}
    pen.note(Kind.PROPOSAL_FORWARDED, **facts)
    words = f"{department.name_ko} · {department.name_en}\n\n{answer}"
    say(pen.rows, proposal, Happened.PROPOSAL_FORWARDED, words, pen.at)
