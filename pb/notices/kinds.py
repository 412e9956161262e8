"""What can happen that people want to hear of: one line a kind, with the sentence that tells it."""

from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


class Happened(StrEnum):
    """The kinds of news. A kind is never renamed: old news keep it."""

    PROPOSAL_RECEIVED = "proposal.received"
    BALLOT_PUBLISHED = "ballot.published"
    PROJECT_ON_BALLOT = "project.on-ballot"
    REVIEW_BEGUN = "review.begun"
    REVIEW_FEASIBLE = "review.feasible"
    REVIEW_CHANGES = "review.changes"
    REVIEW_INFEASIBLE = "review.infeasible"
    AMENDMENT_ASKED = "amendment.asked"
    APPEAL_RECEIVED = "appeal.received"
    APPEAL_UPHELD = "appeal.upheld"
    APPEAL_RETURNED = "appeal.returned"
    APPEAL_DISMISSED = "appeal.dismissed"
    DISCUSSION_ANSWERED = "discussion.answered"
    POST_HIDDEN = "post.hidden"
    POST_RESTORED = "post.restored"
    HIDING_UPHELD = "hiding.upheld"
    PROPOSAL_CHANGED = "proposal.changed"
    PROPOSAL_WITHDRAWN = "proposal.withdrawn"
    RESULT_PUBLISHED = "result.published"
    PROJECT_FUNDED = "project.funded"
    PROJECT_NOT_FUNDED = "project.not-funded"
    ANSWER_OWED = "answer.owed"
    ANSWER_GIVEN = "answer.given"
    PROPOSAL_MERGED = "proposal.merged"
    PROPOSAL_FORWARDED = "proposal.forwarded"
    PROJECT_APPROVED = "project.approved"
    PROJECT_CUT = "project.cut"
    MILESTONE_SET = "milestone.set"
    MILESTONE_REACHED = "milestone.reached"
    SPENDING_NOTED = "spending.noted"
    PROJECT_COMPLETED = "project.completed"
    PROPOSAL_REFILED = "proposal.refiled"
    CALL_POSTED = "call.posted"
    CALL_CORRECTED = "call.corrected"
    CALL_CLOSED = "call.closed"
    CALL_DECIDED = "call.decided"
    JOIN_ASKED = "join.asked"
    JOIN_TAKEN = "join.taken"
    JOIN_TURNED_DOWN = "join.turned-down"


# `%(subject)s` is the title of what it is about.
TELLS: dict[Happened, LazyString] = {
    Happened.PROPOSAL_RECEIVED: _l("New proposal: %(subject)s"),
    Happened.BALLOT_PUBLISHED: _l("The ballot is published: %(subject)s"),
    Happened.PROJECT_ON_BALLOT: _l("It stands on the ballot: %(subject)s"),
    Happened.REVIEW_BEGUN: _l("A department examines the proposal: %(subject)s"),
    Happened.REVIEW_FEASIBLE: _l("Found feasible: %(subject)s"),
    Happened.REVIEW_CHANGES: _l("Found feasible with changes: %(subject)s"),
    Happened.REVIEW_INFEASIBLE: _l("Found not feasible: %(subject)s"),
    Happened.AMENDMENT_ASKED: _l("The department asks for a change: %(subject)s"),
    Happened.APPEAL_RECEIVED: _l("The proposer objects to the decision: %(subject)s"),
    Happened.APPEAL_UPHELD: _l("The committee found it feasible: %(subject)s"),
    Happened.APPEAL_RETURNED: _l("The committee has it examined anew: %(subject)s"),
    Happened.APPEAL_DISMISSED: _l("The committee lets the decision stand: %(subject)s"),
    Happened.DISCUSSION_ANSWERED: _l("Answered in the discussion: %(subject)s"),
    Happened.POST_HIDDEN: _l("What you wrote was hidden; you can object on the page below: %(subject)s"),
    Happened.POST_RESTORED: _l("What you wrote is shown again: %(subject)s"),
    Happened.HIDING_UPHELD: _l(
        "What you wrote stays hidden; another official has looked at your objection: %(subject)s"
    ),
    Happened.PROPOSAL_CHANGED: _l("Its authors changed a proposal: %(subject)s"),
    Happened.PROPOSAL_WITHDRAWN: _l("Taken back by its authors: %(subject)s"),
    Happened.RESULT_PUBLISHED: _l("The result is published: %(subject)s"),
    Happened.PROJECT_FUNDED: _l("It won and is to be funded: %(subject)s"),
    Happened.PROJECT_NOT_FUNDED: _l("It did not win this time: %(subject)s"),
    Happened.ANSWER_OWED: _l("Enough residents support this, so the town must answer: %(subject)s"),
    Happened.ANSWER_GIVEN: _l("The town answered: %(subject)s"),
    Happened.PROPOSAL_MERGED: _l("Merged with another proposal: %(subject)s"),
    Happened.PROPOSAL_FORWARDED: _l("Sent on to a department as a complaint: %(subject)s"),
    Happened.PROJECT_APPROVED: _l("The council approved the money: %(subject)s"),
    Happened.PROJECT_CUT: _l("The council approved less than was voted: %(subject)s"),
    Happened.MILESTONE_SET: _l("The next step has a day: %(subject)s"),
    Happened.MILESTONE_REACHED: _l("A step is done: %(subject)s"),
    Happened.SPENDING_NOTED: _l("Money was paid: %(subject)s"),
    Happened.PROJECT_COMPLETED: _l("It is completed: %(subject)s"),
    Happened.PROPOSAL_REFILED: _l("The town filed it elsewhere: %(subject)s"),
    Happened.CALL_POSTED: _l("A department looks for answers: %(subject)s"),
    Happened.CALL_CORRECTED: _l("A call was corrected: %(subject)s"),
    Happened.CALL_CLOSED: _l("A call was closed early: %(subject)s"),
    Happened.CALL_DECIDED: _l("The department judged the answers to a call: %(subject)s"),
    Happened.JOIN_ASKED: _l("Somebody would like to write along: %(subject)s"),
    Happened.JOIN_TAKEN: _l("You write along now: %(subject)s"),
    Happened.JOIN_TURNED_DOWN: _l(
        "Its authors go on without another author; you can support it: %(subject)s"
    ),
}


def sentence(kind: str, subject: str) -> str:
    """The news in the visitor's language; of a kind from another version of the app, its subject alone."""
    return str(TELLS[Happened(kind)]) % {"subject": subject} if kind in TELLS else subject
