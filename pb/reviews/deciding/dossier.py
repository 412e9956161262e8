"""All that is known about a proposal, gathered for whoever judges it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from pb.journal.entry import Entry, decode
from pb.journal.kinds import FORMS
from pb.journal.models import JournalEntry
from pb.journal.queries import stating
from pb.proposals.attached.models import Document, Photo
from pb.proposals.attached.queries import documents, photos
from pb.proposals.models import Proposal, ProposalVersion, State
from pb.reviews.assigning import queries as assignments
from pb.reviews.assigning.models import Assignment, Part
from pb.reviews.assigning.queries import Case
from pb.reviews.deciding import queries
from pb.reviews.deciding.models import Amendment, Review, Stage
from pb.reviews.deciding.nearby import DONE, Near, nearby
from pb.reviews.words import _, called
from pb.town.models import Department

ALIKE = 6
# The kinds of journal entries that are about one proposal.
ABOUT_A_PROPOSAL = tuple(kind.value for kind, form in FORMS.items() if "proposal" in form.facts)


@dataclass(frozen=True)
class Event:
    """Something that happened to the proposal. `position` is its entry in the journal, if it has one."""

    at: datetime
    kind: str
    facts: str
    position: int | None


@dataclass(frozen=True)
class Dossier:
    """The case and the evidence. `changed_from` is the version that the form was written about."""

    case: Case
    version: ProposalVersion
    earlier: list[ProposalVersion]
    changed_from: ProposalVersion | None
    involved: list[tuple[Assignment, Department]]
    alike: list[Case]
    past: list[Case]
    near: list[Near]
    photos: list[Photo]
    documents: list[Document]
    amendments: list[Amendment]
    decisions: list[Review]
    history: list[Event]
    blocks: list[str]


def gather(rows: Session, proposal: Proposal, review: Review | None, today: date) -> Dossier:
    found = assignments.case(rows, proposal.id)
    assert found is not None  # noqa: S101 - the proposal is there
    versions = {one.number: one for one in proposal.versions}
    changed = review is not None and review.version != proposal.version
    return Dossier(
        case=found,
        version=versions[proposal.version],
        earlier=[one for one in proposal.versions if one.number != proposal.version][::-1],
        changed_from=versions.get(review.version) if review is not None and changed else None,
        involved=assignments.of_proposal(rows, proposal.id),
        alike=alike(rows, proposal, past=False),
        past=alike(rows, proposal, past=True),
        near=nearby(rows, proposal),
        photos=photos(rows, proposal.id),
        documents=documents(rows, proposal.id),
        amendments=queries.amendments(rows, proposal.id),
        decisions=queries.decisions(rows, proposal.id),
        history=list(history(rows, proposal)),
        blocks=list(blocks(rows, proposal, review, today)),
    )


def alike(rows: Session, proposal: Proposal, past: bool) -> list[Case]:
    """Other proposals of the same kind or place: of this year, or what came to the vote in any year."""
    near = or_(Proposal.category_id == proposal.category_id, Proposal.district_id == proposal.district_id)
    wanted = assignments.cases().where(Proposal.id != proposal.id, near)
    if past:
        wanted = wanted.where(Proposal.state.in_(DONE))
    else:
        wanted = wanted.where(
            Proposal.cycle_id == proposal.cycle_id, Proposal.state.not_in((State.DRAFT, *DONE))
        )
    both = (Proposal.category_id == proposal.category_id) & (Proposal.district_id == proposal.district_id)
    ordered = wanted.order_by(both.desc(), Proposal.submitted.desc()).limit(ALIKE)
    return [Case(*row) for row in rows.execute(ordered)]


def history(rows: Session, proposal: Proposal) -> Iterator[Event]:
    """The versions and the entries of the journal, the newest first."""
    events = [Event(one.at, "version", str(one.number), None) for one in proposal.versions]
    events += [
        Event(entry.at, entry.kind, " · ".join(shown(entry)), entry.position)
        for entry in entries(rows, proposal)
    ]
    yield from sorted(events, key=lambda one: one.at, reverse=True)


def shown(entry: Entry) -> Iterator[str]:
    yield from (
        entry.facts[name] for name in ("department_before", "department", "due") if name in entry.facts
    )


def entries(rows: Session, proposal: Proposal) -> Iterator[Entry]:
    found = select(JournalEntry.entry).where(
        JournalEntry.kind.in_(ABOUT_A_PROPOSAL),
        JournalEntry.at >= proposal.made,
        stating(rows, "proposal", str(proposal.id)),
    )
    for blob in rows.scalars(found.order_by(JournalEntry.position)):
        entry = decode(blob)
        if entry.facts.get("proposal") == str(proposal.id):
            yield entry


def blocks(rows: Session, proposal: Proposal, review: Review | None, today: date) -> Iterator[str]:
    """What stands between here and a decision, a sentence each."""
    for one, department in assignments.of_proposal(rows, proposal.id):
        if one.ended is None and one.part == Part.CONSULTED:
            yield _("%(department)s has not answered yet.", department=called(department))
    waits = queries.open_amendment(rows, proposal)
    if waits is not None and waits.due >= today:
        yield _("The proposer may change the text until %(day)s.", day=waits.due.isoformat())
    if review is None:
        return
    if review.version != proposal.version:
        yield _("The text has changed since the form was written.")
    if review.stage == Stage.SUBMITTED:
        yield _("The form waits for the second signature.")
