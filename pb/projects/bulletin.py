"""The official bulletin (공보) as a PDF: the same ballot in both languages, in normal and in large print."""

from pathlib import Path
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from pb.cycles import sentences
from pb.cycles.queries import plan_of
from pb.projects import rules
from pb.projects.contests import Contest
from pb.projects.models import Project
from pb.projects.queries import OfficialBallot
from pb.web import documents
from pb.web.formats import korean, won

TEMPLATE = Path(__file__).with_name("bulletin.typ")
# In points; large print as associations of the blind ask for it.
SIZES = {"normal": 10.5, "large": 18}


def pdf(
    ballot: OfficialBallot, parts: tuple[Contest, ...], sha256: str, seed: str, language: str, size: str
) -> bytes:
    """The bulletin, tagged for screen readers."""
    with force_locale(language):
        told = content(ballot, parts, sha256, seed) | {"language": language, "size": SIZES[size]}
    return documents.pdf(TEMPLATE, told)


def content(ballot: OfficialBallot, parts: tuple[Contest, ...], sha256: str, seed: str) -> dict[str, Any]:
    """What the template prints, in the present language."""
    plan = plan_of(ballot.cycle)
    title = sentences.name(plan)
    return {
        "title": _("%(cycle)s: the ballot", cycle=title),
        "lead": _("These projects stand on the ballot. Read them before you vote."),
        "lines": sentences.summary(plan)[:3] + sentences.summary(plan)[3 + len(plan.sections) :],
        "sections": [section(part, ballot) for part in parts if part.projects],
        "footer": title,
        "end": {"title": _("How you can check this bulletin"), "lines": checked(sha256, seed)},
    }


def section(part: Contest, ballot: OfficialBallot) -> dict[str, Any]:
    choice = sentences.choice(
        next(s for s in plan_of(ballot.cycle).sections if s.name_ko == part.section.name_ko)
    )
    return {
        "name": rules.name_of(part),
        "how": f"{won(part.budget)}. {choice}",
        "projects": [
            {
                "number": one.number,
                "title": title_of(one),
                "cost": won(one.cost),
                "place": one.place,
                "text": one.text_ko if korean() else one.text_en,
                "notes": notes(one, ballot),
            }
            for one in part.projects
        ],
    }


def title_of(project: Project) -> str:
    return project.title_ko if korean() else project.title_en


def notes(project: Project, ballot: OfficialBallot) -> list[str]:
    """What binds the project for the count."""
    others = sorted(
        (p for p in ballot.projects if p is not project and {p.code, project.code} in ballot.conflicts),
        key=lambda p: p.number,
    )
    told = [
        str(_("Of this and “%(other)s” at most one can be funded.", other=rules.called(p))) for p in others
    ]
    if project.code in ballot.mandatory:
        told.append(str(_("This project must be funded, before all others.")))
    return told


def order(seed: str) -> str:
    """How the numbers came about."""
    if seed:
        return str(
            _(
                "The order was drawn: within each section the projects are sorted by the SHA-256 of "
                "“%(seed)s/” and the number of their proposal.",
                seed=seed,
            )
        )
    return str(_("The budget office set the order of the projects."))


def checked(sha256: str, seed: str) -> list[str]:
    return [
        order(seed),
        str(_("SHA-256 of the ballot, as it stands in the journal: %(sha256)s", sha256=sha256)),
    ]
