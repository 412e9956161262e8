"""Declaring, writing, submitting, confirming; each decision moves the proposal and stands in the journal."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Self

from sqlalchemy import update
from sqlalchemy.orm import Session

from pb import clock, db, journal
from pb.access import Permission
from pb.cycles.queries import plan_of
from pb.cycles.rules import day, morning
from pb.journal.acting import acting
from pb.journal.kinds import Kind
from pb.journal.pen import Pen
from pb.proposals.actions import move
from pb.proposals.models import Proposal, State
from pb.proposals.versions.actions import ask_to_amend
from pb.reviews import news
from pb.reviews.assigning import actions as assigning
from pb.reviews.assigning import queries as assignments
from pb.reviews.assigning.models import Assignment, Outcome, Part
from pb.reviews.assigning.rules import NotWaiting
from pb.reviews.deciding import queries
from pb.reviews.deciding.models import (
    Amendment,
    CostLine,
    Criterion,
    Declaration,
    Finding,
    Review,
    Stage,
    Verdict,
)
from pb.reviews.deciding.rules import (
    AMENDMENT_DAYS,
    MOST_AMENDMENTS,
    AmendmentWaits,
    BadAmendmentDay,
    ChangedMeanwhile,
    FourEyes,
    InConflict,
    Line,
    NotComplete,
    NotDecided,
    NotDeclared,
    NotDraft,
    NotSubmitted,
    NotYourDepartment,
    Sheet,
    TextHasChanged,
    TooManyAmendments,
    appeal_deadline,
    lacks,
)
from pb.town.models import Department

# Reasons of steps that decide nothing yet: what was found is not told before it is confirmed.
STEPPED_ASIDE = "이해충돌을 신고하여 검토에서 빠짐 · declared a conflict of interest and steps aside"
SUBMITTED = "검토서를 올림 · the form was submitted for the second signature"
ANSWERED = "물어본 부서가 답함 · the department that was asked has answered"
GIVEN_BACK = "보완을 위해 검토서를 돌려보냄 · the form was given back for correction"


@dataclass(frozen=True)
class Official:
    """Who works on a proposal: the person, where they work, and whether for the budget office."""

    person: int
    departments: frozenset[int]
    coordinates: bool


@dataclass(frozen=True)
class Signature:
    """What an act needs that carries no reason of its own: rows, who, and when."""

    rows: Session
    official: Official
    at: datetime

    @classmethod
    def of(cls, official: Official) -> Self:
        return cls(db.session(), official, clock.now())

    def pen(self, reason: str) -> Pen:
        return Pen(self.rows, journal.seal(), acting(Permission.OPEN_DOSSIER), reason, self.at)


def must_be_free(rows: Session, proposal: int, official: Official) -> None:
    """Raises NotDeclared, InConflict."""
    found = queries.declaration(rows, proposal, official.person)
    if found is None:
        raise NotDeclared
    if found.conflict:
        raise InConflict


def declare(by: Signature, proposal: Proposal, conflict: bool) -> None:
    """Say whether there is a conflict. One that was declared once stays; whoever has it steps aside."""
    before = queries.declaration(by.rows, proposal.id, by.official.person)
    if before is None:
        by.rows.add(
            Declaration(proposal_id=proposal.id, person_id=by.official.person, conflict=conflict, at=by.at)
        )
    elif conflict and not before.conflict:
        before.conflict, before.at = True, by.at
    else:
        return
    by.rows.flush()
    if conflict:
        step_aside(by, proposal)


def step_aside(by: Signature, proposal: Proposal) -> None:
    """Let somebody else of the department have it; where nobody is free, the coordinators hear of it."""
    lead = assignments.lead_of(by.rows, proposal.id)
    if lead is None:
        return
    department = by.rows.get_one(Department, lead.department_id)
    by.pen(STEPPED_ASIDE).note(
        Kind.CONFLICT_DECLARED, proposal=str(proposal.id), department=department.name_ko
    )
    blocked = queries.in_conflict(by.rows, proposal.id)
    free = [one for one in assignments.reviewers(by.rows, department.id) if one.person_id not in blocked]
    if lead.person_id in blocked:
        lead.person_id = free[0].person_id if free else None
    if not free:
        news.nobody_free(by.rows, proposal, department, by.at)


def open_form(by: Signature, proposal: Proposal) -> Review:
    """The form of the department that leads, made when it is opened first.

    Raises NotYourDepartment, NotDeclared, InConflict, NotReviewTime.
    """
    assigning.must_be_review(by.rows, proposal, by.at)
    lead = assignments.lead_of(by.rows, proposal.id)
    if lead is None or lead.department_id not in by.official.departments:
        raise NotYourDepartment
    must_be_free(by.rows, proposal.id, by.official)
    found = queries.of_assignment(by.rows, lead)
    return found or begin(by, proposal, lead)


def begin(by: Signature, proposal: Proposal, lead: Assignment) -> Review:
    lead.person_id = lead.person_id or by.official.person
    review = Review(
        proposal_id=proposal.id,
        assignment_id=lead.id,
        version=proposal.version,
        stage=Stage.DRAFT.value,
        stand=1,
        begun=by.at,
        saved=by.at,
        writer_id=by.official.person,
        legal_basis="",
        explanation="",
        changes="",
        note="",
        returned="",
    )
    review.findings = [Finding(criterion=one.value, words="") for one in Criterion]
    by.rows.add(review)
    by.rows.flush()
    return review


def save(by: Signature, review: Review, stand: int, sheet: Sheet) -> None:
    """Keep what was typed if nobody saved since `stand`. Raises NotDraft, ChangedMeanwhile."""
    if review.stage != Stage.DRAFT:
        raise NotDraft
    taken = by.rows.execute(
        update(Review)
        .where(Review.id == review.id, Review.stand == stand, Review.stage == Stage.DRAFT)
        .values(stand=stand + 1)
        .returning(Review.stand)
    ).one_or_none()
    if taken is None:
        raise ChangedMeanwhile
    by.rows.refresh(review)
    review.saved, review.writer_id = by.at, by.official.person
    put(review, sheet)
    by.rows.flush()


def put(review: Review, sheet: Sheet) -> None:
    review.verdict = sheet.verdict.value if sheet.verdict else None
    review.ground = sheet.ground.value if sheet.ground and sheet.verdict is Verdict.INFEASIBLE else None
    review.legal_basis, review.explanation = sheet.legal_basis, sheet.explanation
    review.changes, review.note = sheet.changes, sheet.note
    for finding in review.findings:
        light = sheet.lights[Criterion(finding.criterion)]
        finding.light = light.value if light else None
        finding.words = sheet.words[Criterion(finding.criterion)]
    have = {line.place: line for line in review.lines}
    review.lines = [
        taken_over(have.get(place) or CostLine(place=place), line)
        for place, line in enumerate(sheet.lines, 1)
    ]


def taken_over(row: CostLine, line: Line) -> CostLine:
    row.item, row.quantity, row.unit = line.item, line.quantity, line.unit
    row.unit_cost, row.yearly = line.unit_cost, line.yearly
    return row


def read_anew(by: Signature, proposal: Proposal, review: Review) -> None:
    """The new text was read: every criterion is examined again, the words stay as a beginning."""
    if review.stage != Stage.DRAFT:
        raise NotDraft
    review.version, review.stand = proposal.version, review.stand + 1
    review.verdict = None
    for finding in review.findings:
        finding.light = None
    review.saved = by.at


def submit(by: Signature, proposal: Proposal, review: Review, sheet: Sheet) -> None:
    """Hand the form to the second signer. Raises NotDraft, NotComplete, TextHasChanged, AmendmentWaits."""
    assigning.must_be_review(by.rows, proposal, by.at)
    if review.stage != Stage.DRAFT:
        raise NotDraft
    must_be_current(by.rows, proposal, review, day(by.at))
    if any(lacks(sheet)):
        raise NotComplete
    review.stage, review.submitted = Stage.SUBMITTED.value, by.at
    review.submitter_id, review.returned = by.official.person, ""
    note(by.pen(SUBMITTED), Kind.REVIEW_SUBMITTED, review)


def must_be_current(rows: Session, proposal: Proposal, review: Review, today: date) -> None:
    """Raises TextHasChanged, AmendmentWaits."""
    if review.version != proposal.version:
        raise TextHasChanged
    waits = queries.open_amendment(rows, proposal)
    if waits is not None and waits.due >= today:
        raise AmendmentWaits


def give_back(by: Signature, review: Review, words: str) -> None:
    """Let the department go on writing; `words` say why, for officials alone. Raises NotSubmitted."""
    may_sign(by, review)
    review.stage, review.submitted, review.submitter_id = Stage.DRAFT.value, None, None
    review.returned, review.stand = words, review.stand + 1
    note(by.pen(GIVEN_BACK), Kind.REVIEW_GIVEN_BACK, review)


def may_sign(by: Signature, review: Review) -> Assignment:
    """Raises NotSubmitted, NotYourDepartment, FourEyes, NotDeclared, InConflict."""
    if review.stage != Stage.SUBMITTED:
        raise NotSubmitted
    assignment = by.rows.get_one(Assignment, review.assignment_id)
    if not by.official.coordinates and assignment.department_id not in by.official.departments:
        raise NotYourDepartment
    if review.submitter_id == by.official.person:
        raise FourEyes
    must_be_free(by.rows, review.proposal_id, by.official)
    if review.submitter_id in queries.in_conflict(by.rows, review.proposal_id):
        raise InConflict
    return assignment


def confirm(by: Signature, proposal: Proposal, review: Review) -> None:
    """The second signature: from now on this is the decision, which everyone reads and nobody changes."""
    assigning.must_be_review(by.rows, proposal, by.at)
    assignment = may_sign(by, review)
    must_be_current(by.rows, proposal, review, day(by.at))
    if proposal.state != State.IN_REVIEW or assignment.ended is not None:
        raise NotWaiting
    review.stage, review.confirmed = Stage.CONFIRMED.value, by.at
    review.confirmer_id = by.official.person
    by.rows.flush()
    infeasible = review.verdict == Verdict.INFEASIBLE
    move(proposal, State.INFEASIBLE if infeasible else State.FEASIBLE)
    assigning.end(assignment, Outcome.DECIDED, by.at)
    for other in queries.unanswered(by.rows, proposal):
        assigning.end(other, Outcome.REASSIGNED, by.at)
    note(by.pen(review.explanation), Kind.REVIEW_DECIDED, review, verdict=str(review.verdict))
    last = appeal_deadline(plan_of(assignments.cycle_of(by.rows, proposal)), by.at)
    news.decided(by.rows, proposal, review, assignment.department_id, last if infeasible else None, by.at)


def note(pen: Pen, kind: Kind, review: Review, **facts: str) -> None:
    assignment = pen.rows.get_one(Assignment, review.assignment_id)
    department = pen.rows.get_one(Department, assignment.department_id)
    pen.note(kind, proposal=str(review.proposal_id), department=department.name_ko, **facts)


def reopen(pen: Pen, proposal: Proposal, department: int, due: date) -> None:
    """Have a decided proposal examined anew: the only way to another decision. Raises NotDecided."""
    assigning.must_be_review(pen.rows, proposal, pen.at)
    if proposal.state not in (State.FEASIBLE, State.INFEASIBLE):
        raise NotDecided
    move(proposal, State.IN_REVIEW)
    lead = assigning.hand_over(pen, proposal, department, Part.LEAD, due)
    pen.note(Kind.REVIEW_REOPENED, proposal=str(proposal.id), department=lead.name_ko, due=due.isoformat())
    news.assigned(pen.rows, proposal, lead, due, pen.at)


def answer(by: Signature, assignment: Assignment, words: str) -> None:
    """What an asked department says. Raises NotYourDepartment, NotWaiting, InConflict, NotDeclared."""
    if assignment.part != Part.CONSULTED or assignment.department_id not in by.official.departments:
        raise NotYourDepartment
    if assignment.ended is not None:
        raise NotWaiting
    must_be_free(by.rows, assignment.proposal_id, by.official)
    assignment.answer, assignment.answered_by_id = words, by.official.person
    assigning.end(assignment, Outcome.ANSWERED, by.at)
    department = by.rows.get_one(Department, assignment.department_id)
    by.pen(ANSWERED).note(
        Kind.REVIEW_ANSWERED, proposal=str(assignment.proposal_id), department=department.name_ko
    )


def ask_proposer(pen: Pen, proposal: Proposal, review: Review, due: date) -> None:
    """Ask for a change of the text; the pen's reason says which.

    Raises NotDraft, TooManyAmendments, AmendmentWaits, BadAmendmentDay.
    """
    if review.stage != Stage.DRAFT:
        raise NotDraft
    if len(queries.amendments(pen.rows, proposal.id)) >= MOST_AMENDMENTS:
        raise TooManyAmendments
    if queries.open_amendment(pen.rows, proposal) is not None:
        raise AmendmentWaits
    shortest, longest = (timedelta(days=days) for days in AMENDMENT_DAYS)
    if not day(pen.at) + shortest <= due <= day(pen.at) + longest:
        raise BadAmendmentDay
    pen.rows.add(
        Amendment(review_id=review.id, asked=pen.at, due=due, what=pen.reason, from_version=proposal.version)
    )
    ask_to_amend(pen.rows, proposal, morning(due + timedelta(days=1)))
    note(pen, Kind.AMENDMENT_ASKED, review, due=due.isoformat())
    news.amendment_asked(pen.rows, proposal, pen.reason, due, pen.at)
