"""How far the funded projects are."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.config import Settings
from pb.delivery.models import Completion, CouncilOutcome, DeliveryPhoto, Milestone, SpendingEntry
from pb.delivery.rules import Progress
from pb.projects.models import Project
from pb.results import queries as results


def granted(rows: Session, settings: Settings, cycle: int) -> Mapping[str, int]:
    """What the published vote gave each funded project, by its code; nothing before the publication."""
    found = results.published(rows, settings, cycle)
    if found is None:
        return {}
    told = found.place.read("result.json")
    return {
        one["id"]: one["paid"] for section in told["sections"] for one in section["projects"] if one["funded"]
    }


def funded(rows: Session, settings: Settings, cycle: int) -> list[Progress]:
    """The funded projects of a cycle in the order of the ballot."""
    paid = granted(rows, settings, cycle)
    wanted = select(Project).where(Project.cycle_id == cycle).order_by(Project.number)
    return [
        progress(rows, project, paid[project.code])
        for project in rows.scalars(wanted)
        if project.code in paid
    ]


def progress_of(rows: Session, settings: Settings, number: int) -> Progress | None:
    """Of one project; None as long as it is not known to be funded."""
    project = rows.get(Project, number)
    paid = granted(rows, settings, project.cycle_id) if project else {}
    if project is None or project.code not in paid:
        return None
    return progress(rows, project, paid[project.code])


def progress(rows: Session, project: Project, voted: int) -> Progress:
    steps = select(Milestone).where(Milestone.project_id == project.id)
    money = select(SpendingEntry).where(SpendingEntry.project_id == project.id)
    photos = select(DeliveryPhoto).where(DeliveryPhoto.project_id == project.id)
    return Progress(
        project=project,
        voted=voted,
        outcome=rows.get(CouncilOutcome, project.id),
        milestones=tuple(rows.scalars(steps.order_by(Milestone.planned, Milestone.place))),
        spending=tuple(rows.scalars(money.order_by(SpendingEntry.day, SpendingEntry.id))),
        completion=rows.get(Completion, project.id),
        photos=tuple(rows.scalars(photos.order_by(DeliveryPhoto.day.desc(), DeliveryPhoto.id.desc()))),
    )


def in_short(rows: Session, cycle: int) -> dict[str, tuple[CouncilOutcome, Completion | None]]:
    """What became of the projects of a cycle on which the council has decided, by their codes."""
    wanted = (
        select(Project, CouncilOutcome, Completion)
        .join(CouncilOutcome, CouncilOutcome.project_id == Project.id)
        .outerjoin(Completion, Completion.project_id == Project.id)
        .where(Project.cycle_id == cycle)
    )
    return {project.code: (outcome, completion) for project, outcome, completion in rows.execute(wanted)}


def completed_lately(rows: Session, at_most: int) -> list[tuple[Project, Completion, int | None]]:
    """The projects that were completed last, each with the number of its newest photo if it has one."""
    newest = (
        select(DeliveryPhoto.id)
        .where(DeliveryPhoto.project_id == Completion.project_id)
        .order_by(DeliveryPhoto.day.desc(), DeliveryPhoto.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    wanted = select(Project, Completion, newest).join(Completion, Completion.project_id == Project.id)
    latest = wanted.order_by(Completion.day.desc(), Completion.project_id).limit(at_most)
    return [(project, completion, photo) for project, completion, photo in rows.execute(latest)]
