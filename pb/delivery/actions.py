"""Reporting on a project, each act in the journal and told to those whom it concerns."""

from datetime import date

from flask import url_for

from pb.cycles.models import Cycle
from pb.cycles.phases import Activity
from pb.cycles.queries import plan_of
from pb.delivery import rules
from pb.delivery.models import Completion, CouncilOutcome, DeliveryPhoto, Milestone, SpendingEntry
from pb.delivery.rules import Progress
from pb.journal.kinds import Kind
from pb.journal.pen import Pen
from pb.notices.actions import tell
from pb.notices.event import Event
from pb.notices.kinds import Happened
from pb.notices.topics import Topic
from pb.proposals.attached.pictures import Picture
from pb.proposals.models import Proposal

MOST_PHOTOS = 12


def decide(pen: Pen, found: Progress, approved: int) -> None:
    """Keep what the council approved, with the pen's reason. Raises NotNow."""
    check(pen, found, Activity.APPROVE_BUDGET)
    pen.rows.merge(
        CouncilOutcome(
            project_id=found.project.id,
            voted=found.voted,
            approved=approved,
            reason=pen.reason,
            at=pen.at,
        )
    )
    name = found.project.title_ko
    pen.note(Kind.COUNCIL_DECIDED, name=name, voted=str(found.voted), approved=str(approved))
    announce(pen, found, Happened.PROJECT_CUT if approved < found.voted else Happened.PROJECT_APPROVED)


def add_milestone(pen: Pen, found: Progress, what: str, planned: date) -> None:
    """Raises NotNow, NotApproved."""
    check_report(pen, found)
    place = 1 + max((one.place for one in found.milestones), default=0)
    pen.rows.add(Milestone(project_id=found.project.id, place=place, what=what, planned=planned, done=None))
    note_milestone(pen, found, what, planned, None)


def change_milestone(
    pen: Pen, found: Progress, row: Milestone, what: str, planned: date, done: date | None
) -> None:
    """Move it, or say that it is done. Raises NotNow, NotApproved, InTheFuture."""
    check_report(pen, found)
    if done is not None:
        rules.check_past(done, pen.at)
    row.what, row.planned, row.done = what, planned, done
    note_milestone(pen, found, what, planned, done)


def note_milestone(pen: Pen, found: Progress, what: str, planned: date, done: date | None) -> None:
    pen.note(
        Kind.MILESTONE_SET,
        name=found.project.title_ko,
        milestone=what,
        planned=planned.isoformat(),
        done=done.isoformat() if done else "",
    )
    kind = Happened.MILESTONE_REACHED if done else Happened.MILESTONE_SET
    announce(pen, found, kind, f"{planned.isoformat() if done is None else done.isoformat()}: {what}")


def spend(pen: Pen, found: Progress, day: date, won: int) -> None:
    """Note a payment, of which the pen's reason says what it was for; below zero it takes one back.

    Raises NotNow, NotApproved, InTheFuture, MoreThanNoted.
    """
    check_report(pen, found)
    rules.check_past(day, pen.at)
    if found.spent + won < 0:
        raise rules.MoreThanNoted
    pen.rows.add(SpendingEntry(project_id=found.project.id, day=day, won=won, what=pen.reason, at=pen.at))
    pen.note(Kind.SPENDING_NOTED, name=found.project.title_ko, spent=str(won), paid=day.isoformat())
    announce(pen, found, Happened.SPENDING_NOTED)


def complete(pen: Pen, found: Progress, day: date) -> None:
    """Raises NotNow, NotApproved, InTheFuture, AlreadyCompleted."""
    check_report(pen, found)
    rules.check_past(day, pen.at)
    if found.completion is not None:
        raise rules.AlreadyCompleted
    pen.rows.add(Completion(project_id=found.project.id, day=day, words=pen.reason, at=pen.at))
    pen.note(Kind.PROJECT_COMPLETED, name=found.project.title_ko, done=day.isoformat())
    announce(pen, found, Happened.PROJECT_COMPLETED)


def show_photo(pen: Pen, found: Progress, picture: Picture, day: date) -> None:
    """Put a photo on the project's page; the pen's reason says what it shows.

    Raises NotNow, NotApproved, InTheFuture, TooManyPhotos.
    """
    check_report(pen, found)
    rules.check_past(day, pen.at)
    if len(found.photos) >= MOST_PHOTOS:
        raise rules.TooManyPhotos
    pen.rows.add(
        DeliveryPhoto(
            project_id=found.project.id,
            day=day,
            words=pen.reason,
            width=picture.width,
            height=picture.height,
            at=pen.at,
            large=picture.large,
            small=picture.small,
        )
    )
    pen.note(Kind.DELIVERY_PHOTO_SHOWN, name=found.project.title_ko, taken=day.isoformat())


def take_photo_away(pen: Pen, found: Progress, photo: DeliveryPhoto) -> None:
    """Its bytes go too. Raises NotNow, NotApproved."""
    check_report(pen, found)
    pen.rows.delete(photo)
    pen.note(Kind.DELIVERY_PHOTO_REMOVED, name=found.project.title_ko, taken=photo.day.isoformat())


def check(pen: Pen, found: Progress, activity: Activity) -> None:
    rules.check_allowed(plan_of(pen.rows.get_one(Cycle, found.project.cycle_id)), activity, pen.at)


def check_report(pen: Pen, found: Progress) -> None:
    check(pen, found, Activity.REPORT_DELIVERY)
    if not found.approved:
        raise rules.NotApproved


def announce(pen: Pen, found: Progress, kind: Happened, words: str = "") -> None:
    """To whoever follows the project or its proposal, and to the proposer."""
    project = found.project
    topics, people = [Topic.PROJECT.of(project.id)], []
    if project.proposal_id is not None:
        topics.append(Topic.PROPOSAL.of(project.proposal_id))
        people.append(pen.rows.get_one(Proposal, project.proposal_id).person_id)
    address = url_for("projects.one", number=project.id)
    tell(pen.rows, Event(kind, project.title_ko, address, tuple(topics), words or pen.reason), pen.at, people)
