"""What the files hold, as plain values: nothing that a public page does not show."""

from typing import Any

from pb.cycles.models import Cycle
from pb.delivery.rules import Progress
from pb.projects.models import Project
from pb.projects.queries import OfficialBallot

COLUMNS = (
    "id",
    "number",
    "code",
    "section",
    "title_ko",
    "title_en",
    "place",
    "latitude",
    "longitude",
    "cost",
    "district_id",
    "category_id",
    "department_id",
    "proposal_id",
)
DELIVERED = (
    "id",
    "code",
    "title_ko",
    "title_en",
    "voted",
    "approved",
    "cut",
    "reason",
    "spent",
    "completed",
    "milestones",
    "milestones_done",
    "photos",
)


def cycle(of: Cycle) -> dict[str, Any]:
    return {
        "id": of.id,
        "year": of.year,
        "title": {"ko": of.title_ko, "en": of.title_en},
        "budget": of.budget,
        "binding": of.binding,
        "legal_basis": of.legal_basis,
        "sections": [
            {
                "place": one.place,
                "name": {"ko": one.name_ko, "en": one.name_en},
                "budget": one.budget,
                "scope": one.scope,
                "ballot": one.ballot,
                "least": one.least,
                "most": one.most,
                "points": one.points,
            }
            for one in of.sections
        ],
        "groups": [
            {"place": one.place, "name": {"ko": one.name_ko, "en": one.name_en}, "weight": one.weight}
            for one in of.groups
        ],
        "phases": [
            {"phase": one.phase, "starts": one.starts.isoformat(), "ends": one.ends.isoformat()}
            for one in of.times
        ],
    }


def projects(ballot: OfficialBallot) -> list[dict[str, Any]]:
    return [project(one, each.section.place) for each in ballot.sections for one in each.projects]


def project(of: Project, section: int) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(of, name, None) for name in COLUMNS}
    return values | {"section": section}


def delivery(of: Progress) -> dict[str, Any]:
    """A funded project since the vote. As long as the council has not decided, `approved` is null."""
    outcome, completion = of.outcome, of.completion
    return {
        "id": of.project.id,
        "code": of.project.code,
        "title_ko": of.project.title_ko,
        "title_en": of.project.title_en,
        "voted": of.voted,
        "approved": outcome.approved if outcome else None,
        "cut": of.cut if outcome else None,
        "reason": outcome.reason if outcome else None,
        "spent": of.spent,
        "completed": completion.day.isoformat() if completion else None,
        "completed_words": completion.words if completion else None,
        "milestones": [
            {
                "what": one.what,
                "planned": one.planned.isoformat(),
                "done": one.done.isoformat() if one.done else None,
            }
            for one in of.milestones
        ],
        "payments": [{"day": one.day.isoformat(), "won": one.won, "what": one.what} for one in of.spending],
        "photos": [
            {
                "id": one.id,
                "day": one.day.isoformat(),
                "words": one.words,
                "width": one.width,
                "height": one.height,
            }
            for one in of.photos
        ],
    }


def delivery_line(of: Progress) -> dict[str, Any]:
    """The same for a table: how many instead of which."""
    told = delivery(of)
    return told | {
        "milestones": len(of.milestones),
        "milestones_done": sum(one.done is not None for one in of.milestones),
        "photos": len(of.photos),
    }
