"""Counting and publishing: who may do it when, and what everyone is told."""

from datetime import timedelta

from flask import url_for
from sqlalchemy import delete
from sqlalchemy.orm import Session

from pb.config import Settings
from pb.cycles.models import Cycle
from pb.cycles.phases import Activity
from pb.cycles.queries import plan_of
from pb.cycles.rules import allowed
from pb.journal.kinds import Kind
from pb.journal.pen import Pen
from pb.notices.actions import tell
from pb.notices.event import Event
from pb.notices.kinds import Happened
from pb.notices.topics import Topic
from pb.projects.models import Project
from pb.proposals.actions import move
from pb.proposals.models import Proposal, State
from pb.results import gate, queries
from pb.results.errors import (
    AlreadyCounting,
    AlreadyPublished,
    DoesNotReconcile,
    NotCounted,
    NotNow,
    NotOpened,
    SamePerson,
)
from pb.results.models import Publication, ResultCount
from pb.results.places import Place
from pb.results.work import STAGES
from pb.voting.models import Election
from pb.voting.models import State as Standing

# Work that has said nothing for so long was broken off, and may be begun anew.
SILENCE = timedelta(minutes=10)
TIMES = frozenset((Activity.COUNT, Activity.PUBLISH_RESULT))


def begin(pen: Pen, cycle: Cycle, election: Election) -> None:
    """Ask for the count; the duties do it once this is committed.

    Raises NotOpened, NotNow, AlreadyPublished, AlreadyCounting.
    """
    check_time(pen, cycle)
    if election.state != Standing.UNSEALED:
        raise NotOpened
    row = queries.count_of(pen.rows, election.id)
    check_unpublished(pen.rows, election.id)
    if row is not None and row.state == "running" and row.seen > pen.at - SILENCE:
        raise AlreadyCounting
    pen.rows.execute(delete(Publication).where(Publication.election_id == election.id))
    fresh = {"words": "", "checks": "", "verified": "", "sha256": None, "size": 0}
    pen.rows.merge(
        ResultCount(
            election_id=election.id,
            state="running",
            stage=STAGES[0],
            done=0,
            total=len(STAGES),
            begun=pen.at,
            seen=pen.at,
            **fresh,
        )
    )
    pen.note(Kind.RESULT_COUNTED, name=cycle.title_ko)


def check_time(pen: Pen, cycle: Cycle) -> None:
    if allowed(plan_of(cycle), pen.at).isdisjoint(TIMES):
        raise NotNow


def check_unpublished(rows: Session, election: int) -> None:
    found = queries.publication_of(rows, election)
    if found is not None and found.published is not None:
        raise AlreadyPublished


def press(pen: Pen, settings: Settings, cycle: Cycle, election: Election, account: int) -> Publication:
    """The first official asks for the publication, a second and different one does it.

    Raises NotNow, NotCounted, DoesNotReconcile, AlreadyPublished, SamePerson.
    """
    check_time(pen, cycle)
    check_unpublished(pen.rows, election.id)
    row = queries.count_of(pen.rows, election.id)
    if row is None or row.sha256 is None:
        raise NotCounted
    if row.state != "ready" or gate.refused(queries.checks(row)) or not queries.checks(row):
        raise DoesNotReconcile
    found = queries.publication_of(pen.rows, election.id)
    if found is None:
        return ask(pen, cycle, row, account)
    if found.first_id == account:
        raise SamePerson
    found.second_id, found.published = account, pen.at
    pen.rows.flush()
    announce(pen, settings, cycle, row)
    return found


def ask(pen: Pen, cycle: Cycle, row: ResultCount, account: int) -> Publication:
    found = Publication(
        election_id=row.election_id,
        cycle_id=cycle.id,
        sha256=row.sha256,
        first_id=account,
        first_at=pen.at,
    )
    pen.rows.add(found)
    pen.rows.flush()
    pen.note(Kind.RESULT_SIGNED, name=cycle.title_ko, sha256=str(row.sha256))
    return found


def announce(pen: Pen, settings: Settings, cycle: Cycle, row: ResultCount) -> None:
    """The journal, the news, and what became of each proposal."""
    told = Place.of(settings, row.election_id).read("result.json")
    verdicts = {one["id"]: one for section in told["sections"] for one in section["projects"]}
    funded = [one for one in verdicts.values() if one["funded"]]
    pen.note(
        Kind.RESULT_PUBLISHED,
        name=cycle.title_ko,
        sha256=str(row.sha256),
        funded=str(len(funded)),
        granted=str(sum(one["paid"] for one in funded)),
    )
    address = url_for("results.page", cycle=cycle.id)
    topics = (Topic.CYCLE.of(cycle.id),)
    tell(pen.rows, Event(Happened.RESULT_PUBLISHED, cycle.title_ko, address, topics), pen.at)
    for code, project in queries.projects(pen.rows, cycle.id).items():
        if code in verdicts:
            decide(pen, project, verdicts[code]["funded"])


def decide(pen: Pen, project: Project, funded: bool) -> None:
    """Move the proposal on, and tell its people."""
    topics, people = [Topic.PROJECT.of(project.id)], []
    if project.proposal_id is not None:
        proposal = pen.rows.get_one(Proposal, project.proposal_id)
        move(proposal, State.FUNDED if funded else State.NOT_FUNDED)
        topics.append(Topic.PROPOSAL.of(proposal.id))
        people.append(proposal.person_id)
    kind = Happened.PROJECT_FUNDED if funded else Happened.PROJECT_NOT_FUNDED
    address = url_for("projects.one", number=project.id)
    tell(pen.rows, Event(kind, project.title_ko, address, tuple(topics)), pen.at, people)
