"""What the files hold, as plain values: nothing that a public page does not show."""

from typing import Any

from pb.cycles.models import Cycle
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
