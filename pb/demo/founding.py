"""The town, and the steps of any of its years: a plan, proposals, a ballot."""

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb import journal
from pb.calls.models import Call
from pb.cycles import actions as cycles
from pb.cycles.models import Cycle
from pb.cycles.plan import Ballot, Channel, Group, Plan, Scope, Section
from pb.cycles.presets import LAW
from pb.demo import people
from pb.demo.calendar import Calendar
from pb.demo.content import HERE, Idea
from pb.journal.kinds import Office
from pb.journal.pen import Pen
from pb.projects import actions as ballot
from pb.projects.actions import Words
from pb.proposals.models import Proposal, State
from pb.proposals.writing import actions as writing
from pb.proposals.writing.draft import Draft
from pb.proposals.writing.models import Author
from pb.town import actions as town
from pb.town import outlines
from pb.town.models import Category, Department, District, Named
from pb.town.outlines import outline_of

DICE = "4-2-6-1-3-5"


@dataclass
class Founding:
    """The town as it is being made. Everything random comes from one seed."""

    rows: Session
    calendar: Calendar
    chance: random.Random

    def pen(self, office: Office, reason: str, at: datetime) -> Pen:
        return Pen(self.rows, journal.seal(), office, reason, at)

    def numbers(self, table: type[Named]) -> dict[str, int]:
        """The number of each row by its Korean name."""
        return {row.name_ko: row.id for row in self.rows.execute(select(table.name_ko, table.id))}


def draw_town(founding: Founding) -> None:
    pen = founding.pen(Office.COORDINATOR, "행정동 경계와 조직도에 따름", founding.calendar.at(-172))
    town.draw(pen, outlines.read((HERE / "districts.geojson").read_bytes()))
    for korean, english, category, category_en in people.DEPARTMENTS:
        town.add(pen, Department, korean, english)
        if category:
            town.add(pen, Category, category, category_en)


def plan_year(founding: Founding, budget: int) -> Cycle:
    year = founding.calendar.today.year + 1
    plan = Plan(
        title_ko=f"{year}년 한별구 주민참여예산",
        title_en=f"Hanbyeol participatory budget {year}",
        year=year,
        budget=budget,
        binding=False,
        legal_basis=LAW,
        sections=(
            Section("구 전체", "Whole town", budget, Scope.TOWN, Ballot.APPROVAL, None, 1, 5, rule="greedy"),
        ),
        groups=(Group("주민", "Residents", 100, Channel.BOTH),),
        spans=tuple(founding.calendar.spans()),
    )
    cycle = cycles.draft(founding.rows, plan)
    when = founding.calendar
    cycles.publish(founding.pen(Office.COORDINATOR, "주민참여예산위원회 의결", when.at(-165)), cycle)
    cycles.draw_lot(
        founding.pen(Office.COORDINATOR, "공개 회의에서 주사위로 정함", when.at(-10)), cycle, DICE
    )
    return cycle


def propose(
    founding: Founding, cycle: Cycle, idea: Idea, person: int, share: float, call: Call | None
) -> Proposal:
    at = founding.calendar.within("call", share)
    proposal = writing.begin(founding.rows, cycle, person, at, call)
    writing.keep(founding.rows, proposal, draft(founding, idea), person, at)
    founding.rows.get_one(Author, (proposal.id, person)).pen_name = idea.by
    founding.rows.flush()
    writing.submit(founding.rows, proposal, cycle, proposal.person_id, at)
    return proposal


def draft(founding: Founding, idea: Idea) -> Draft:
    words = Draft(
        title=idea.title,
        problem=idea.problem,
        idea=idea.idea,
        beneficiaries=idea.who,
        place=idea.place,
        cost=idea.cost,
        category=founding.numbers(Category)[idea.category],
    )
    if not idea.dong:
        return words
    district = founding.numbers(District)[idea.dong]
    longitude, latitude = inside(founding, district)
    return replace(words, district=district, latitude=latitude, longitude=longitude)


def inside(founding: Founding, district: int) -> tuple[float, float]:
    """A place near the middle of a district."""
    ring = outline_of(founding.rows.get_one(District, district).outline)[0][0]
    middle = [sum(point[axis] for point in ring) / len(ring) for axis in (0, 1)]
    west, north = (value + founding.chance.uniform(-0.004, 0.004) for value in middle)
    return round(west, 5), round(north, 5)


def compose(founding: Founding, cycle: Cycle, chosen: list[tuple[Proposal, Idea]]) -> None:
    """Put the feasible proposals on the ballot, draw their order and publish it."""
    section = cycle.sections[0]
    at = founding.calendar.at(-32, hours=10)
    departments = founding.numbers(Department)
    for proposal, idea in chosen:
        if proposal.state == State.FEASIBLE:
            words = Words(
                title_ko=idea.title,
                title_en=idea.title_en,
                text_ko=idea.idea,
                text_en=idea.text_en,
                place=idea.place,
                cost=idea.reviewed_cost,
                department=departments[people.department_of(idea.category)],
            )
            ballot.pick(founding.rows, cycle, proposal, section, words)
    ballot.draw_order(founding.rows, cycle, DICE, at)
    pen = founding.pen(Office.COORDINATOR, "분과위원회 심의와 조정협의회 의결", at + timedelta(hours=5))
    ballot.publish(pen, cycle)
