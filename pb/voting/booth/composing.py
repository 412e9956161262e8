"""Makes the marking form: of a ballot as composed, or of the frozen manifest."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from ballots.manifest import Manifest
from ballots.sections import Section, read_section
from pb.cycles.models import Cycle
from pb.cycles.plan import Ballot
from pb.projects.models import Project
from pb.proposals.attached.queries import first_photos
from pb.proposals.finding.rules import drawing_of
from pb.town.models import Category, District
from pb.voting.booth.sheet import Card, Part
from pb.voting.freezing import layout_of
from pb.web.formats import korean

# What decides ties may be a lot that is drawn later; for marking a ballot it does not matter.
NOT_DRAWN = {"ties": ["lexico"]}


def names(rows: Session, table: type[District] | type[Category]) -> dict[int, str]:
    """Id to name, in the visitor's language."""
    name = table.name_ko if korean() else table.name_en
    return dict(rows.execute(select(table.id, name)).all())


def districts(rows: Session, cycle: Cycle) -> tuple[District, ...]:
    """The districts that have a ballot of their own, by name; none if everyone has the same one."""
    own = layout_of(rows, cycle).style_of
    found = rows.scalars(select(District).where(District.name_ko.in_(own), District.retired.is_(None)))
    return tuple(sorted(found, key=lambda district: district.name_ko))


def parts(rows: Session, cycle: Cycle, district: str) -> tuple[Part, ...]:
    """The form of a ballot that is not frozen yet, as a voter of this district (Korean name) will get it."""
    layout = layout_of(rows, cycle)
    style = layout.style(district)
    if style is None:
        return ()
    found = {each["name"]: read_section(each | NOT_DRAWN, each["name"]) for each in layout.sections}
    return of_sections(rows, cycle.id, (found[name] for name in layout.styles[style]["sections"]))


def frozen_parts(rows: Session, cycle: int, manifest: Manifest, style: int) -> tuple[Part, ...]:
    """The form of a frozen ballot style."""
    wanted = manifest.styles[style].sections
    return of_sections(rows, cycle, (manifest.sections[name] for name in wanted))


def of_sections(rows: Session, cycle: int, sections: Iterable[Section]) -> tuple[Part, ...]:
    places, kinds = names(rows, District), names(rows, Category)
    drawings = dict(rows.execute(select(Category.id, Category.name_ko)).all())
    listed = list(rows.scalars(select(Project).where(Project.cycle_id == cycle)))
    photos = first_photos(rows, (one.proposal_id for one in listed if one.proposal_id))
    cards = {one.code: card(one, places, kinds, drawings, photos) for one in listed}
    return tuple(part(section, cards) for section in sections)


def card(
    project: Project,
    places: Mapping[int, str],
    kinds: Mapping[int, str],
    korean_kinds: Mapping[int, str],
    photos: Mapping[int, int],
) -> Card:
    category, proposal = project.category_id or 0, project.proposal_id or 0
    return Card(
        code=project.code,
        number=project.number,
        project=project.id,
        title=project.title_ko if korean() else project.title_en,
        place=project.place,
        cost=project.cost,
        district=places.get(project.district_id or 0, ""),
        category=kinds.get(category, ""),
        photo=(proposal, photos[proposal]) if proposal in photos else None,
        drawing=drawing_of(korean_kinds.get(category, "")),
        pin=pin_of(project),
    )


def pin_of(project: Project) -> tuple[float, float] | None:
    if project.latitude is None or project.longitude is None:
        return None
    return project.latitude, project.longitude


def part(section: Section, cards: Mapping[str, Card]) -> Part:
    return Part(
        name=section.name,
        title=section.title["ko" if korean() else "en"],
        kind=Ballot(section.kind_name),
        limits=section.limits,
        may_be_blank=section.may_be_blank,
        budget=section.budget,
        cards=tuple(cards[project.id] for project in section.projects),
    )
