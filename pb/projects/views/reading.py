"""The ballot's projects for everyone."""

from dataclasses import dataclass

from flask import Response, abort, current_app, render_template, url_for

from pb import db
from pb.access import Permission, may, public
from pb.cycles.models import Cycle
from pb.cycles.queries import plan_of
from pb.cycles.sentences import name
from pb.projects import actions, bulletin, checks, queries, rules
from pb.projects.contests import Contest
from pb.projects.models import Project
from pb.projects.views.page import blueprint
from pb.town.models import Category, Department, District, Named
from pb.web.formats import korean
from pb.web.limits import limited


@dataclass(frozen=True)
class Shown:
    """A project as pages show it."""

    id: int
    number: int
    title: str
    text: str
    place: str
    cost: int
    district: str
    category: str
    department: str
    section: str
    notes: list[str]


def named(kind: type[Named], number: int | None) -> str:
    row = db.session().get(kind, number) if number else None
    return (row.name_ko if korean() else row.name_en) if row else ""


def shown(project: Project, part: Contest, ballot: queries.OfficialBallot) -> Shown:
    return Shown(
        id=project.id,
        number=project.number,
        title=bulletin.title_of(project),
        text=project.text_ko if korean() else project.text_en,
        place=project.place,
        cost=project.cost,
        district=named(District, project.district_id),
        category=named(Category, project.category_id),
        department=named(Department, project.department_id),
        section=rules.name_of(part),
        notes=bulletin.notes(project, ballot),
    )


@blueprint.get("/projects")
@blueprint.get("/projects/of/<int:cycle>")
@public
def listed(cycle: int | None = None) -> str:
    """The projects on the newest ballot, or on an earlier one."""
    found = queries.published(db.session())
    wanted = next((one for one in found if cycle in (None, one.id)), None)
    if cycle is not None and wanted is None:
        abort(404)
    others = [(one.id, name(plan_of(one))) for one in found if one is not wanted]
    if wanted is None:
        return render_template("projects/listed.html", cycle=None, others=others)
    ballot = queries.ballot(db.session(), wanted)
    parts = [part for part in checks.contests_of(db.session(), wanted) if part.projects]
    return render_template(
        "projects/listed.html",
        cycle=wanted,
        title=name(plan_of(wanted)),
        sections=[
            (rules.name_of(part), part.budget, [shown(one, part, ballot) for one in part.projects])
            for part in parts
        ],
        order=bulletin.order(actions.seed_of(db.session(), wanted)),
        others=others,
    )


@blueprint.get("/projects/<int:number>")
@public
def one(number: int) -> str:
    """One project; `number` is its own for ever, not the one printed on the ballot."""
    project = db.session().get(Project, number) or abort(404)
    cycle = db.session().get_one(Cycle, project.cycle_id)
    ballot = queries.ballot(db.session(), cycle)
    if ballot.bulletin is None:
        abort(404)
    part = next(p for p in checks.contests_of(db.session(), cycle) if project in p.projects)
    return render_template(
        "projects/one.html",
        project=shown(project, part, ballot),
        cycle=(cycle.id, name(plan_of(cycle))),
        proposal=proposal_address(project),
    )


def proposal_address(project: Project) -> str | None:
    """The page of the proposal it came from, if that room is there."""
    if project.proposal_id is None or "proposals.one" not in current_app.view_functions:
        return None
    return url_for("proposals.one", number=project.proposal_id)


@blueprint.get("/projects/of/<int:cycle>/bulletin-<any(ko, en):language>-<any(normal, large):size>.pdf")
@public
@limited("60 per minute")
def printed(cycle: int, language: str, size: str) -> Response:
    """The official bulletin; before its publication only for those who compose it."""
    found = db.session().get(Cycle, cycle) or abort(404)
    ballot = queries.ballot(db.session(), found)
    if ballot.bulletin is None and not may(Permission.COMPOSE_BALLOT):
        abort(404)
    parts = checks.contests_of(db.session(), found)
    seed = actions.seed_of(db.session(), found)
    made = bulletin.pdf(ballot, parts, actions.fingerprint(ballot), seed, language, size)
    answer = Response(made, mimetype="application/pdf")
    answer.headers.set("Content-Disposition", "inline", filename=f"bulletin-{cycle}-{language}-{size}.pdf")
    return answer
