"""What is known of results: for officials how far the count is, for everyone what is published."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, func, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from pb import db
from pb.accounts.roll.models import RollEntry
from pb.config import Settings
from pb.cycles.models import Cycle
from pb.projects.models import Project
from pb.results.gate import Check, Code
from pb.results.models import Publication, ResultCount
from pb.results.places import Place
from pb.voting.box.models import SlotStanding
from pb.voting.models import Election, Slot


@dataclass(frozen=True)
class Published:
    """A published result: which election, and where its files are."""

    cycle: Cycle
    election: Election
    count: ResultCount
    publication: Publication
    place: Place


def count_of(rows: Session, election: int) -> ResultCount | None:
    return rows.get(ResultCount, election)


def publication_of(rows: Session, election: int) -> Publication | None:
    """The publication, or the first of its two presses."""
    return rows.get(Publication, election)


def checks(row: ResultCount) -> tuple[Check, ...]:
    """What the gate found."""
    return tuple(
        Check(Code(one["code"]), one["left"], one["right"], one["at_most"], one["part"])
        for one in json.loads(row.checks or "[]")
    )


def published(rows: Session, settings: Settings, cycle: int | None = None) -> Published | None:
    """The published result of a cycle, or of the newest."""
    wanted = select(Publication).where(Publication.published.is_not(None))
    if cycle is not None:
        wanted = wanted.where(Publication.cycle_id == cycle)
    found = rows.scalars(wanted.order_by(Publication.published.desc()).limit(1)).one_or_none()
    if found is None:
        return None
    return Published(
        rows.get_one(Cycle, found.cycle_id),
        rows.get_one(Election, found.election_id),
        rows.get_one(ResultCount, found.election_id),
        found,
        Place.of(settings, found.election_id),
    )


def every(rows: Session) -> list[Cycle]:
    """The cycles with a published result, the newest first."""
    wanted = select(Cycle).join(Publication, Publication.cycle_id == Cycle.id)
    wanted = wanted.where(Publication.published.is_not(None))
    return list(rows.scalars(wanted.order_by(Publication.published.desc())))


def is_any_published() -> bool:
    """For the menu; a database in trouble hides the line, no more."""
    try:
        wanted = select(exists().where(Publication.published.is_not(None)))
        return bool(db.session().scalar(wanted))
    except SQLAlchemyError:
        return False


def is_published(cycle: int) -> bool:
    """Whether the result of this cycle is out."""
    wanted = exists().where(Publication.cycle_id == cycle, Publication.published.is_not(None))
    return bool(db.session().scalar(select(wanted)))


def voted_by_district(rows: Session, election: int) -> Mapping[str, int]:
    """How many online ballots count in each district, as the box stands after its close."""
    wanted = (
        select(RollEntry.district, func.count())
        .join(Slot, Slot.roll_entry_id == RollEntry.id)
        .join(
            SlotStanding,
            (SlotStanding.election_id == Slot.election_id) & (SlotStanding.number == Slot.number),
        )
        .where(
            Slot.election_id == election,
            SlotStanding.barred.is_(False),
            SlotStanding.revision > SlotStanding.voided,
        )
        .group_by(RollEntry.district)
    )
    return {row.district: int(row[1]) for row in rows.execute(wanted)}


def registered_by_district(rows: Session, election: int) -> Mapping[str, int]:
    wanted = (
        select(RollEntry.district, func.count())
        .join(Slot, Slot.roll_entry_id == RollEntry.id)
        .where(Slot.election_id == election)
        .group_by(RollEntry.district)
    )
    return {row.district: int(row[1]) for row in rows.execute(wanted)}


def projects(rows: Session, cycle: int) -> Mapping[str, Project]:
    """The projects of a cycle by their code in the ballots."""
    return {one.code: one for one in rows.scalars(select(Project).where(Project.cycle_id == cycle))}


def told(found: Published, language: str) -> Any:
    """What the page tells in one language, as it was written before the publication."""
    return found.place.read(f"page-{language}.json")
