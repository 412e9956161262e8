"""What the review tells the proposers and everyone who follows: each at once, by page and by mail."""

from collections.abc import Callable
from datetime import date, datetime

from flask import current_app, url_for
from flask_babel import force_locale
from sqlalchemy.orm import Session

from pb.config import Settings
from pb.mail import Letter, post
from pb.notices.actions import tell
from pb.notices.event import Event
from pb.notices.kinds import Happened
from pb.notices.topics import Topic
from pb.proposals.models import Proposal, ProposalVersion
from pb.proposals.writing.queries import authors
from pb.reviews.assigning import queries
from pb.reviews.committee.models import Appeal, Vote
from pb.reviews.deciding.models import Ground, Review, Verdict
from pb.reviews.deciding.rules import GROUNDS
from pb.reviews.words import _
from pb.town.models import Department
from pb.web.formats import won

VERDICT_KINDS = {
    Verdict.FEASIBLE: Happened.REVIEW_FEASIBLE,
    Verdict.CHANGES: Happened.REVIEW_CHANGES,
    Verdict.INFEASIBLE: Happened.REVIEW_INFEASIBLE,
}


OUTCOME_KINDS = {
    Vote.UPHOLD: Happened.APPEAL_UPHELD,
    Vote.RETURN: Happened.APPEAL_RETURNED,
    Vote.DISMISS: Happened.APPEAL_DISMISSED,
}


def title(rows: Session, proposal: Proposal) -> str:
    return rows.get_one(ProposalVersion, (proposal.id, proposal.version)).title


def proposers(rows: Session, proposal: Proposal) -> list[int]:
    """The persons who are told of whatever happens to their proposal: everyone who wrote it."""
    return [proposal.person_id, *authors(rows, proposal.id)]


def topics(proposal: Proposal, department: int | None = None) -> tuple[str, ...]:
    found = [Topic.CYCLE.of(proposal.cycle_id), Topic.PROPOSAL.of(proposal.id)]
    if proposal.district_id is not None:
        found.append(Topic.DISTRICT.of(proposal.district_id))
    if proposal.category_id is not None:
        found.append(Topic.CATEGORY.of(proposal.category_id))
    if department is not None:
        found.append(Topic.DEPARTMENT.of(department))
    return tuple(found)


def in_both(sentence: Callable[[], str]) -> str:
    """The sentence in Korean, then in English: nobody's language is kept."""
    told = []
    for language in ("ko", "en"):
        with force_locale(language):
            told.append(sentence())
    return "\n".join(told)


def cost_in_both(cost: int) -> str:
    return in_both(lambda: _("Cost: %(cost)s", cost=won(cost)))


def assigned(rows: Session, proposal: Proposal, lead: Department, due: date, at: datetime) -> None:
    names = {"ko": lead.name_ko, "en": lead.name_en}
    told = []
    for language, name in names.items():
        with force_locale(language):
            told.append(_("%(department)s examines it until %(day)s.", department=name, day=due.isoformat()))
    say(rows, Happened.REVIEW_BEGUN, proposal, "\n".join(told), at, lead.id)


def decided(
    rows: Session, proposal: Proposal, review: Review, department: int, last: date | None, at: datetime
) -> None:
    """The decision in words, with its ground and law, and until when one may object."""
    told = [review.explanation]
    if review.changes:
        told.append(review.changes)
    if review.ground:
        ground, law = GROUNDS[Ground(review.ground)][0], review.legal_basis
        told.append(in_both(lambda: _("Ground: %(ground)s (%(law)s)", ground=ground, law=law)))
    elif review.cost:
        told.append(cost_in_both(review.cost))
    if last is not None:
        told.append(
            in_both(lambda: _("If you disagree, you can object until %(day)s.", day=last.isoformat()))
        )
    kind = VERDICT_KINDS[Verdict(review.verdict or "")]
    say(rows, kind, proposal, "\n\n".join(told), at, department)


def amendment_asked(rows: Session, proposal: Proposal, what: str, due: date, at: datetime) -> None:
    until = in_both(lambda: _("You can change the text until %(day)s.", day=due.isoformat()))
    say(rows, Happened.AMENDMENT_ASKED, proposal, f"{what}\n\n{until}", at)


def appeal_received(rows: Session, proposal: Proposal, at: datetime) -> None:
    say(rows, Happened.APPEAL_RECEIVED, proposal, "", at)


def appeal_decided(rows: Session, proposal: Proposal, item: Appeal, words: str, at: datetime) -> None:
    told = [words]
    if item.cost:
        told.append(cost_in_both(item.cost))
    say(rows, OUTCOME_KINDS[Vote(item.outcome or "")], proposal, "\n\n".join(told), at)


def nobody_free(rows: Session, proposal: Proposal, department: Department, at: datetime) -> None:
    """The coordinators hear that everyone of a department has a conflict of interest."""
    settings: Settings = current_app.extensions["pb.settings"]
    address = settings.address + url_for("reviews.reassign", number=proposal.id)
    name, subject = department.name_ko, title(rows, proposal)
    words = in_both(
        lambda: _(
            "Nobody of %(department)s can decide on “%(title)s”: please reassign it.",
            department=name,
            title=subject,
        )
    )
    with force_locale("ko"):
        head = _("Please reassign: %(title)s", title=subject)
    for one in queries.coordinators(rows):
        post(rows, Letter(one.email, head[:200], f"{words}\n\n{address}\n"), at)


def say(
    rows: Session, kind: Happened, proposal: Proposal, words: str, at: datetime, department: int | None = None
) -> None:
    """Tell the proposers now, and keep the news for everyone."""
    event = Event(kind, title(rows, proposal), address(proposal), topics(proposal, department), words)
    tell(rows, event, at, proposers(rows, proposal))


def address(proposal: Proposal) -> str:
    """The page on which the proposal's standing can be read."""
    return url_for("proposals.one", number=proposal.id)
