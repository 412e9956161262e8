"""From the composed ballot to the manifest: the districts' money, and the committee's scores."""

from dataclasses import replace
from datetime import date

from pb.cycles.models import Cycle, CycleSection
from pb.cycles.plan import Channel, Group, Scope
from pb.cycles.presets import PRESETS
from pb.projects.models import Project
from pb.projects.queries import BallotSection, OfficialBallot
from pb.town.models import District
from pb.voting.composing import Scores, Zone, layout

ONE, TWO = (
    District(id=1, name_ko="성산동", name_en="Seongsan"),
    District(id=2, name_ko="연남동", name_en="Yeonnam"),
)


def project(number: int, district: int | None) -> Project:
    return Project(number=number, district_id=district, cost=1_000_000, title_ko="사업", title_en="Project")


def test_each_district_has_the_money_of_the_plan() -> None:
    plan = PRESETS["exactly-3"].plan(2028, date(2027, 3, 1))
    planned = replace(plan.sections[0], scope=Scope.DISTRICT, budget=100, shares=((1, 70), (2, 30)))
    section = CycleSection(
        place=1,
        name_ko="동",
        name_en="Dong",
        budget=100,
        scope="district",
        ballot="approval",
        least=1,
        most=1,
    )
    section.rule = "greedy"
    ballot = OfficialBallot(
        Cycle(),
        (BallotSection(section, (project(1, 1), project(2, 2))),),
        frozenset(),
        frozenset(),
        None,
    )
    made = layout(replace(plan, sections=(planned,)), ballot, (ONE, TWO))
    assert [each["budget"] for each in made.sections] == [70, 30]
    assert [each["sheets"] for each in made.sections] == [[], []]
    zone = Zone("권역", "Zone", frozenset({1, 2}))
    (together,) = layout(replace(plan, sections=(planned,)), ballot, (ONE, TWO), zones=(zone,)).sections
    assert (together["budget"], len(together["projects"])) == (100, 2)


def test_scores_weigh_as_the_plan_says() -> None:
    plan = PRESETS["exactly-3"].plan(2028, date(2027, 3, 1))
    groups = (Group("주민", "Residents", 55, Channel.BOTH), Group("위원회", "Committee", 45, Channel.SHEET))
    section = CycleSection(
        place=1, name_ko="구", name_en="Town", budget=100, scope="town", ballot="approval", least=1, most=1
    )
    section.rule = "greedy"
    shown = BallotSection(section, (project(1, None), project(2, None)))
    ballot = OfficialBallot(Cycle(), (shown,), frozenset(), frozenset(), None)
    made = layout(replace(plan, groups=groups), ballot, (), {"위원회": Scores(200, {"P2": 150})})
    assert made.sections[0]["sheets"] == [
        {"name": "committee", "weight": 45, "top": 200, "marks": {"P2": 150}}
    ]
    assert made.groups == ({"name": "residents", "weight": 55},)
