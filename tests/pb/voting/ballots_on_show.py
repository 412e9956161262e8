"""A published ballot in its voting phase, with projects that a Korean town really could have."""

import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.accounts.models import Person
from pb.cycles import actions, rules
from pb.cycles.models import Cycle
from pb.cycles.phases import DATED
from pb.cycles.plan import Plan, Scope
from pb.cycles.presets import PRESETS, WEEKS
from pb.projects.models import Bulletin, Project
from pb.proposals.attached.models import Photo
from pb.proposals.models import Proposal
from pb.town.models import Category, District

DISTRICTS = (("성산동", "Seongsan-dong"), ("망원동", "Mangwon-dong"), ("연남동", "Yeonnam-dong"))
CATEGORIES = (("안전", "Safety"), ("공원", "Parks"), ("문화", "Culture"), ("복지", "Welfare"))
TITLES = (
    ("어린이 통학로 안전 울타리", "Safety fence on the way to school"),
    ("시장길 그늘나무 심기", "Shade trees on the market street"),
    ("작은도서관 야간 개방", "Small library open in the evening"),
    ("온열 버스정류장 설치", "Heated bus shelters"),
    ("동네 수리점과 공구 도서관", "Repair café and tool library"),
    ("골목길 보안등 교체", "New lamps in the alleys"),
    ("마을 공유부엌", "Community kitchen"),
    ("어르신 쉼터 의자 놓기", "Benches for the elderly"),
    ("무장애 놀이터 만들기", "Playground without barriers"),
    ("하천 자전거길 정비", "Bicycle path by the stream"),
    ("빗물 정원과 물순환 골목", "Rain gardens in the alleys"),
    ("청소년 음악 연습실", "Music room for young people"),
)


def in_voting(plan: Plan) -> Plan:
    """The same plan with dates by which voting began three days ago."""
    before = sum(WEEKS[phase] for phase in DATED[: DATED.index("voting")])
    begins = rules.day(datetime.now(UTC)) - timedelta(weeks=before, days=3)
    return replace(plan, spans=PRESETS["exactly-3"].plan(plan.year, begins).spans)


def ballot_on_show(rows: Session, preset: str, projects: int = 12, **limits: int) -> Cycle:
    """The cycle of the example `preset`, its bulletin published, with `projects` in every section."""
    places = [
        District(name_ko=ko, name_en=en, outline=json.dumps(strip(place)))
        for place, (ko, en) in enumerate(DISTRICTS)
    ]
    kinds = [Category(name_ko=ko, name_en=en) for ko, en in CATEGORIES]
    rows.add_all([*places, *kinds])
    plan = in_voting(PRESETS[preset].plan(2028, rules.day(datetime.now(UTC))))
    cycle = actions.draft(rows, plan)
    cycle.published = plan.spans[0].starts - timedelta(days=5)
    for section in cycle.sections:
        for name, value in limits.items():
            setattr(section, name, value)
    rows.flush()
    add_projects(rows, cycle, projects, places, kinds)
    rows.add(Bulletin(cycle_id=cycle.id, published=plan.spans[0].starts))
    return cycle


def strip(place: int) -> list[list[list[list[float]]]]:
    """The outline of a district: one of several strips from west to east."""
    west, east, south, north = 126.89 + place / 100, 126.90 + place / 100, 37.54, 37.59
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return [[ring]]


def with_photos(rows: Session, cycle: Cycle) -> None:
    """Every other project goes back to a proposal with two photos."""
    person, at = Person(), datetime.now(UTC)
    rows.add(person)
    rows.flush()
    for project in rows.scalars(select(Project).where(Project.number % 2 == 0)).all():
        proposal = Proposal(
            cycle_id=cycle.id, person_id=person.id, state="received", made=at, submitted=at, version=1
        )
        rows.add(proposal)
        rows.flush()
        project.proposal_id = proposal.id
        for colour in ("#7cc", "#c7c"):
            picture = io.BytesIO()
            Image.new("RGB", (96, 72), colour).save(picture, "WEBP")
            blob = picture.getvalue()
            rows.add(
                Photo(proposal_id=proposal.id, alt="", width=96, height=72, added=at, large=blob, small=blob)
            )
        rows.flush()


def add_projects(
    rows: Session, cycle: Cycle, projects: int, places: list[District], kinds: list[Category]
) -> None:
    number = 0
    for section in cycle.sections:
        lists = places if section.scope == Scope.DISTRICT else [None]
        for place in lists:
            for _ in range(1 if section.ballot == "yes-no" else projects):
                rows.add(project(cycle.id, section.place, number, place or places[number % 3], kinds))
                number += 1


def project(cycle: int, section: int, number: int, place: District, kinds: list[Category]) -> Project:
    title_ko, title_en = TITLES[number % len(TITLES)]
    return Project(
        cycle_id=cycle,
        section_place=section,
        number=number + 1,
        district_id=place.id,
        category_id=kinds[number % 4].id,
        title_ko=title_ko + (f" {number // 12 + 1}차" if number >= 12 else ""),
        title_en=title_en + (f" {number // 12 + 1}" if number >= 12 else ""),
        text_ko=f"{title_ko} 사업입니다.\n이웃이 함께 쓰고 함께 돌봅니다.",
        text_en=f"{title_en}.\nNeighbours use it and care for it together.",
        place=f"{place.name_ko} {number + 3}길",
        latitude=37.55 + number / 2_000,
        longitude=126.9 + number % 5 / 500,
        cost=20_000_000 * (1 + (number * 7) % 11),
    )
