"""What can stand in the journal: one line a kind, named `<thing>.<verb, past>`, with the facts it states."""

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


class Kind(StrEnum):
    """The kinds of official acts. A kind is never renamed: old entries keep it for ever."""

    ENTRY_CORRECTED = "entry.corrected"
    ROLE_GIVEN = "role.given"
    ROLE_TAKEN = "role.taken"
    ROLL_EXTENDED = "roll.extended"
    CODES_PRINTED = "codes.printed"
    CODE_GIVEN = "code.given"
    CLAIM_REFUSED = "claim.refused"
    DISTRICTS_DRAWN = "districts.drawn"
    CATEGORY_ADDED = "category.added"
    CATEGORY_CHANGED = "category.changed"
    CATEGORY_RETIRED = "category.retired"
    CATEGORY_RESTORED = "category.restored"
    DEPARTMENT_ADDED = "department.added"
    DEPARTMENT_CHANGED = "department.changed"
    DEPARTMENT_RETIRED = "department.retired"
    DEPARTMENT_RESTORED = "department.restored"
    CYCLE_PUBLISHED = "cycle.published"
    PHASE_EXTENDED = "phase.extended"
    PHASE_STOPPED = "phase.stopped"
    LOT_DRAWN = "lot.drawn"
    BALLOT_PUBLISHED = "ballot.published"
    BALLOT_CHANGE_REFUSED = "ballot.change-refused"
    ELECTION_PREPARED = "election.prepared"
    SLOTS_DRAWN = "slots.drawn"
    ELECTION_FROZEN = "election.frozen"
    SEAT_GIVEN = "seat.given"
    SEAT_TAKEN = "seat.taken"
    REVIEW_ASSIGNED = "review.assigned"
    REVIEW_CONSULTED = "review.consulted"
    REVIEW_REASSIGNED = "review.reassigned"
    CONFLICT_DECLARED = "conflict.declared"
    REVIEW_SUBMITTED = "review.submitted"
    REVIEW_GIVEN_BACK = "review.given-back"
    REVIEW_DECIDED = "review.decided"
    REVIEW_REOPENED = "review.reopened"
    AMENDMENT_ASKED = "amendment.asked"
    COMMITTEE_FOUNDED = "committee.founded"
    COMMITTEE_SEAT_GIVEN = "committee.seat-given"
    MEETING_CLOSED = "meeting.closed"
    APPEAL_DECIDED = "appeal.decided"
    CRITERIA_PUBLISHED = "criteria.published"
    SCORES_SIGNED = "scores.signed"
    CHANGE_REFUSED = "change.refused"
    QUESTION_ANSWERED = "question.answered"
    SUMMARY_WRITTEN = "summary.written"
    EXPERT_NAMED = "expert.named"
    EXPERT_WITHDRAWN = "expert.withdrawn"
    REPORTS_DISMISSED = "reports.dismissed"
    POST_HIDDEN = "post.hidden"
    POST_RESTORED = "post.restored"
    HIDING_UPHELD = "hiding.upheld"
    UNIT_COST_ADDED = "unit-cost.added"
    UNIT_COST_CHANGED = "unit-cost.changed"
    UNIT_COST_RETIRED = "unit-cost.retired"
    UNIT_COST_RESTORED = "unit-cost.restored"
    INCIDENT_NOTED = "incident.noted"
    CEREMONY_RESTARTED = "ceremony.restarted"
    KEY_MADE = "key.made"
    WITNESS_NAMED = "witness.named"
    GROUP_NAMED = "group.named"
    VOTING_OPENED = "voting.opened"
    BOX_CLOSED = "box.closed"
    BOX_OPENED = "box.opened"
    CONSENT_RECORDED = "consent.recorded"
    CODES_SENT = "codes.sent"
    RESULT_COUNTED = "result.counted"
    RESULT_SIGNED = "result.signed"
    RESULT_PUBLISHED = "result.published"
    THRESHOLD_SET = "threshold.set"
    ANSWER_GIVEN = "answer.given"
    PROPOSAL_MERGED = "proposal.merged"
    PROPOSAL_FORWARDED = "proposal.forwarded"
    COUNCIL_DECIDED = "council.decided"
    MILESTONE_SET = "milestone.set"
    SPENDING_NOTED = "spending.noted"
    PROJECT_COMPLETED = "project.completed"
    DELIVERY_PHOTO_SHOWN = "delivery-photo.shown"
    DELIVERY_PHOTO_REMOVED = "delivery-photo.removed"
    PAPER_ENTERED = "paper.entered"
    PAPERS_PRINTED = "papers.printed"
    SMALLEST_SET = "smallest.set"
    WITNESS_DROPPED = "witness.dropped"
    QUORUM_SET = "quorum.set"
    BACKUP_RESTORED = "backup.restored"
    DISTRICTS_JOINED = "districts.joined"
    DISTRICTS_PARTED = "districts.parted"
    PROPOSAL_REFILED = "proposal.refiled"
    COMMITTEE_SEAT_ENDED = "committee.seat-ended"
    APPEAL_COST_STATED = "appeal.cost-stated"
    REVIEW_ANSWERED = "review.answered"
    MEETING_CALLED = "meeting.called"
    CALL_POSTED = "call.posted"
    CALL_CORRECTED = "call.corrected"
    CALL_CLOSED = "call.closed"
    CALL_DECIDED = "call.decided"


@dataclass(frozen=True)
class Form:
    """How entries of one kind are made: their title, and exactly these facts."""

    title: LazyString
    facts: tuple[str, ...]


FORMS: dict[Kind, Form] = {
    Kind.ENTRY_CORRECTED: Form(_l("An earlier entry corrected"), ("entry", "correction")),
    Kind.ROLE_GIVEN: Form(_l("Office given"), ("official", "role")),
    Kind.ROLE_TAKEN: Form(_l("Office taken back"), ("official", "role")),
    Kind.ROLL_EXTENDED: Form(_l("Roll of residents extended"), ("added", "known", "refused")),
    Kind.CODES_PRINTED: Form(_l("Letters with codes printed"), ("letters",)),
    Kind.CODE_GIVEN: Form(_l("Code given at the desk"), ()),
    Kind.CLAIM_REFUSED: Form(_l("Second claim on one residence refused"), ()),
    Kind.DISTRICTS_DRAWN: Form(
        _l("Districts drawn"), ("districts_new", "districts_changed", "districts_retired")
    ),
    Kind.CATEGORY_ADDED: Form(_l("Category added"), ("name",)),
    Kind.CATEGORY_CHANGED: Form(_l("Category changed"), ("before", "name")),
    Kind.CATEGORY_RETIRED: Form(_l("Category retired"), ("name",)),
    Kind.CATEGORY_RESTORED: Form(_l("Category brought back"), ("name",)),
    Kind.DEPARTMENT_ADDED: Form(_l("Department added"), ("name",)),
    Kind.DEPARTMENT_CHANGED: Form(_l("Department changed"), ("before", "name")),
    Kind.DEPARTMENT_RETIRED: Form(_l("Department retired"), ("name",)),
    Kind.DEPARTMENT_RESTORED: Form(_l("Department brought back"), ("name",)),
    Kind.CYCLE_PUBLISHED: Form(_l("Plan of a budgeting year published"), ("name", "budget", "effect")),
    Kind.PHASE_EXTENDED: Form(_l("Phase extended"), ("name", "phase", "until_before", "until")),
    Kind.PHASE_STOPPED: Form(_l("Phase stopped early"), ("name", "phase", "until_before", "until")),
    Kind.LOT_DRAWN: Form(_l("Lot for ties drawn"), ("name", "lot")),
    Kind.BALLOT_PUBLISHED: Form(_l("Ballot published"), ("name", "projects", "seed", "sha256")),
    Kind.BALLOT_CHANGE_REFUSED: Form(_l("Change of a published ballot refused"), ("name",)),
    Kind.ELECTION_PREPARED: Form(
        _l("Preparation of a vote begun"), ("name", "election_kind", "trustees", "threshold")
    ),
    Kind.SLOTS_DRAWN: Form(_l("Places on the roll drawn by lot"), ("name", "election_kind", "slots", "root")),
    Kind.ELECTION_FROZEN: Form(_l("Rules of a vote frozen"), ("name", "election_kind", "fingerprint")),
    Kind.SEAT_GIVEN: Form(_l("Reviewer put into a department"), ("official", "department")),
    Kind.SEAT_TAKEN: Form(_l("Reviewer taken out of a department"), ("official", "department")),
    Kind.REVIEW_ASSIGNED: Form(_l("Proposal given to a department"), ("proposal", "department", "due")),
    Kind.REVIEW_CONSULTED: Form(_l("Another department asked"), ("proposal", "department", "due")),
    Kind.REVIEW_REASSIGNED: Form(
        _l("Proposal given to another department"), ("proposal", "department_before", "department", "due")
    ),
    Kind.CONFLICT_DECLARED: Form(_l("Conflict of interest declared"), ("proposal", "department")),
    Kind.REVIEW_SUBMITTED: Form(_l("Review submitted for the second signature"), ("proposal", "department")),
    Kind.REVIEW_GIVEN_BACK: Form(_l("Review given back for correction"), ("proposal", "department")),
    Kind.REVIEW_DECIDED: Form(_l("Department has decided"), ("proposal", "department", "verdict")),
    Kind.REVIEW_REOPENED: Form(_l("Proposal examined anew"), ("proposal", "department", "due")),
    Kind.AMENDMENT_ASKED: Form(_l("Proposer asked for a change"), ("proposal", "department", "due")),
    Kind.COMMITTEE_FOUNDED: Form(_l("Committee founded"), ("name",)),
    Kind.COMMITTEE_SEAT_GIVEN: Form(_l("Seat in a committee given"), ("name", "official")),
    Kind.MEETING_CLOSED: Form(_l("Meeting of a committee closed"), ("name", "present")),
    Kind.APPEAL_DECIDED: Form(_l("Appeal decided"), ("proposal", "outcome", "votes")),
    Kind.CRITERIA_PUBLISHED: Form(_l("Criteria for points published"), ("name", "criteria")),
    Kind.SCORES_SIGNED: Form(_l("Score sheet signed"), ("name", "signature")),
    Kind.CHANGE_REFUSED: Form(_l("Change of a published plan refused"), ("name", "part")),
    Kind.QUESTION_ANSWERED: Form(_l("Answer of an office in a discussion"), ("proposal", "post")),
    Kind.SUMMARY_WRITTEN: Form(_l("Summary of a discussion written"), ("proposal", "version")),
    Kind.EXPERT_NAMED: Form(_l("Expert verified"), ("expert", "field")),
    Kind.EXPERT_WITHDRAWN: Form(_l("Verification of an expert withdrawn"), ("expert", "field")),
    Kind.REPORTS_DISMISSED: Form(_l("Reported contribution left as it is"), ("proposal", "post")),
    Kind.POST_HIDDEN: Form(_l("Contribution hidden"), ("proposal", "post", "ground")),
    Kind.POST_RESTORED: Form(_l("Hidden contribution shown again"), ("proposal", "post")),
    Kind.HIDING_UPHELD: Form(_l("Objection against hiding turned down"), ("proposal", "post")),
    Kind.UNIT_COST_ADDED: Form(_l("Unit cost added"), ("name", "unit", "won")),
    Kind.UNIT_COST_CHANGED: Form(_l("Unit cost changed"), ("before", "name", "unit", "won")),
    Kind.UNIT_COST_RETIRED: Form(_l("Unit cost retired"), ("name",)),
    Kind.UNIT_COST_RESTORED: Form(_l("Unit cost brought back"), ("name",)),
    Kind.INCIDENT_NOTED: Form(_l("Incident during the vote"), ("name",)),
    Kind.CEREMONY_RESTARTED: Form(_l("Making of the key begun anew"), ("name", "election_kind")),
    Kind.KEY_MADE: Form(_l("Key of the ballot box made"), ("name", "election_kind", "key")),
    Kind.WITNESS_NAMED: Form(_l("Witness of the ballot box named"), ("name", "witness")),
    Kind.GROUP_NAMED: Form(_l("Members of a voter group named"), ("name", "group", "members", "refused")),
    Kind.VOTING_OPENED: Form(_l("Voting opened"), ("name", "election_kind", "fingerprint")),
    Kind.BOX_CLOSED: Form(_l("Ballot box closed"), ("name", "election_kind", "fingerprint")),
    Kind.BOX_OPENED: Form(_l("Ballot box opened by the trustees"), ("name", "election_kind", "ballots")),
    Kind.CONSENT_RECORDED: Form(_l("Agreement of a guardian recorded at the desk"), ()),
    Kind.CODES_SENT: Form(_l("Codes sent by mail or text message"), ("letters", "failed", "way")),
    Kind.RESULT_COUNTED: Form(_l("Count begun"), ("name",)),
    Kind.RESULT_SIGNED: Form(_l("Publication of a result asked for"), ("name", "sha256")),
    Kind.RESULT_PUBLISHED: Form(_l("Result published"), ("name", "sha256", "funded", "granted")),
    Kind.THRESHOLD_SET: Form(_l("Supports that oblige to an answer"), ("name", "supports", "days")),
    Kind.ANSWER_GIVEN: Form(_l("Owed answer given"), ("proposal", "name")),
    Kind.PROPOSAL_MERGED: Form(_l("Proposals merged"), ("proposal", "name", "into", "into_name")),
    Kind.PROPOSAL_FORWARDED: Form(_l("Proposal sent on as a complaint"), ("proposal", "name", "department")),
    Kind.COUNCIL_DECIDED: Form(_l("Decision of the council on a project"), ("name", "voted", "approved")),
    Kind.MILESTONE_SET: Form(_l("Milestone of a project"), ("name", "milestone", "planned", "done")),
    Kind.SPENDING_NOTED: Form(_l("Money paid for a project"), ("name", "spent", "paid")),
    Kind.PROJECT_COMPLETED: Form(_l("Project completed"), ("name", "done")),
    Kind.DELIVERY_PHOTO_SHOWN: Form(_l("Photo of a project shown"), ("name", "taken")),
    Kind.DELIVERY_PHOTO_REMOVED: Form(_l("Photo of a project taken away"), ("name", "taken")),
    Kind.PAPER_ENTERED: Form(_l("Paper ballots put into the box"), ("name", "batch", "papers", "spoiled")),
    Kind.PAPERS_PRINTED: Form(_l("Paper ballots printed"), ("name", "papers", "serials")),
    Kind.SMALLEST_SET: Form(
        _l("Least number of ballots opened together"), ("name", "election_kind", "smallest")
    ),
    Kind.WITNESS_DROPPED: Form(_l("Witness of the ballot box taken off the list"), ("name", "witness")),
    Kind.DISTRICTS_JOINED: Form(_l("Districts put together for the vote"), ("name", "zone", "districts")),
    Kind.DISTRICTS_PARTED: Form(_l("Districts taken apart for the vote"), ("name", "zone")),
    Kind.BACKUP_RESTORED: Form(_l("A backup put back into an empty database"), ("sha256", "rows")),
    Kind.QUORUM_SET: Form(_l("Number of witnesses who must cosign"), ("name", "election_kind", "quorum")),
    Kind.PROPOSAL_REFILED: Form(
        _l("Proposal filed elsewhere"), ("proposal", "name", "filed_before", "filed")
    ),
    Kind.COMMITTEE_SEAT_ENDED: Form(_l("Seat in a committee ended"), ("name", "official")),
    Kind.APPEAL_COST_STATED: Form(_l("Cost after an appeal that was upheld"), ("proposal", "cost")),
    Kind.REVIEW_ANSWERED: Form(_l("Department that was asked has answered"), ("proposal", "department")),
    Kind.MEETING_CALLED: Form(_l("Meeting of a committee called"), ("name", "meets", "appeals")),
    Kind.CALL_POSTED: Form(_l("Call of a department posted"), ("call", "name", "department", "closes")),
    Kind.CALL_CORRECTED: Form(_l("Call of a department corrected"), ("call", "name", "department", "parts")),
    Kind.CALL_CLOSED: Form(_l("Call of a department closed early"), ("call", "name", "department")),
    Kind.CALL_DECIDED: Form(
        _l("Answers to a call judged"), ("call", "name", "department", "answers", "chosen")
    ),
}

FACTS: dict[str, LazyString] = {
    "entry": _l("Entry"),
    "correction": _l("What is right"),
    "official": _l("Official, by number"),
    "role": _l("Office"),
    "added": _l("Residents added"),
    "known": _l("Residents known before"),
    "refused": _l("Lines refused"),
    "letters": _l("Letters"),
    "districts_new": _l("New districts"),
    "districts_changed": _l("Changed districts"),
    "districts_retired": _l("Retired districts"),
    "name": _l("What it is called"),
    "before": _l("What it was called before"),
    "budget": _l("Budget in won"),
    "effect": _l("What the result does"),
    "phase": _l("Phase"),
    "until_before": _l("When it was to end"),
    "until": _l("When it ends now"),
    "supports": _l("Supports"),
    "days": _l("Days"),
    "proposal": _l("Proposal, by number"),
    "into": _l("Into which, by number"),
    "into_name": _l("What that is called"),
    "department": _l("Department"),
    "lot": _l("The lot that was drawn"),
    "projects": _l("Projects on the ballot"),
    "seed": _l("Seed by which the order was drawn"),
    "sha256": _l("SHA-256"),
    "election_kind": _l("Real vote or rehearsal"),
    "trustees": _l("Key trustees"),
    "threshold": _l("Trustees needed to open the box"),
    "slots": _l("Places on the roll"),
    "root": _l("Fingerprint of the roll"),
    "fingerprint": _l("Fingerprint of the vote"),
    "department_before": _l("Department before"),
    "due": _l("Last day for the review"),
    "verdict": _l("Verdict"),
    "present": _l("Members who were there"),
    "outcome": _l("Outcome"),
    "votes": _l("Votes"),
    "criteria": _l("Criteria"),
    "signature": _l("Signature"),
    "part": _l("Part of the plan"),
    "post": _l("Contribution, by number"),
    "version": _l("Version"),
    "expert": _l("Expert, by number"),
    "field": _l("Field"),
    "ground": _l("Ground"),
    "unit": _l("Counted in"),
    "won": _l("Won for one"),
    "key": _l("Public key"),
    "witness": _l("Witness"),
    "group": _l("Voter group"),
    "members": _l("Members"),
    "ballots": _l("Ballots opened"),
    "failed": _l("Could not be sent"),
    "way": _l("Sent by"),
    "funded": _l("Projects funded"),
    "granted": _l("Granted in won"),
    "voted": _l("Voted in won"),
    "approved": _l("Approved in won"),
    "milestone": _l("Milestone"),
    "planned": _l("To be done by"),
    "done": _l("Done on"),
    "spent": _l("Spent in won"),
    "paid": _l("Paid on"),
    "taken": _l("Taken on"),
    "batch": _l("Batch in the box"),
    "papers": _l("Ballots on paper"),
    "spoiled": _l("Spoiled papers"),
    "serials": _l("Numbers on the stubs"),
    "smallest": _l("Ballots opened together at least"),
    "quorum": _l("Witnesses who must cosign"),
    "rows": _l("Rows in the database"),
    "zone": _l("Voting together as"),
    "districts": _l("Districts"),
    "filed_before": _l("Where it was filed before"),
    "filed": _l("Where it is filed now"),
    "cost": _l("Cost in won"),
    "meets": _l("When it meets"),
    "appeals": _l("Objections on the agenda"),
    "call": _l("Call, by number"),
    "closes": _l("Last day to answer"),
    "parts": _l("What was corrected"),
    "answers": _l("Answers"),
    "chosen": _l("Chosen, by number"),
}


class Office(StrEnum):
    """Who acted: the office, never the person who holds it."""

    OPERATOR = "operator"
    ADMINISTRATOR = "administrator"
    COORDINATOR = "coordinator"
    CLERK = "clerk"
    REVIEWER = "reviewer"
    TRUSTEE = "trustee"
    PROTECTOR = "protector"
    SYSTEM = "system"


OFFICES: dict[Office, LazyString] = {
    Office.OPERATOR: _l("Operator of the service"),
    Office.ADMINISTRATOR: _l("Administrator"),
    Office.COORDINATOR: _l("Coordinator"),
    Office.CLERK: _l("Clerk"),
    Office.REVIEWER: _l("Reviewer"),
    Office.TRUSTEE: _l("Key trustee"),
    Office.PROTECTOR: _l("Data protection officer"),
    Office.SYSTEM: _l("The service itself"),
}
