"""The ballot as composed."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.exc import IntegrityError

from pb.cycles import actions
from pb.cycles.presets import PRESETS
from pb.projects.models import Bulletin, Project, ProjectTie, Tie
from pb.projects.queries import ballot
from tests.pb.accounts.conftest import Town


def project(cycle: int, number: int, section: int = 1) -> Project:
    return Project(
        cycle_id=cycle,
        section_place=section,
        number=number,
        title_ko=f"사업 {number}",
        title_en=f"Project {number}",
        text_ko="무엇을 합니다.",
        text_en="It does something.",
        place="성산동",
        cost=1_000_000 * number,
    )


def test_sections_hold_their_projects_in_the_order_of_the_ballot(town: Town) -> None:
    plan = PRESETS["town-and-district"].plan(2028, date(2027, 3, 1))
    with town.database.transaction() as rows:
        cycle = actions.draft(rows, plan)
        rows.add_all(project(cycle.id, number, section=1 + number % 2) for number in (3, 1, 2))
        rows.flush()
        found = ballot(rows, cycle)
        assert [[p.code for p in each.projects] for each in found.sections] == [["P2"], ["P1", "P3"]]
        one, two, three = sorted(found.projects, key=lambda p: p.id)
        rows.add(ProjectTie(one_id=one.id, two_id=two.id, kind=Tie.CONFLICT.value))
        rows.add(ProjectTie(one_id=three.id, two_id=three.id, kind=Tie.MANDATORY.value))
        rows.add(Bulletin(cycle_id=cycle.id, published=datetime(2027, 9, 1, tzinfo=UTC)))
        rows.flush()
        found = ballot(rows, cycle)
        assert found.conflicts == {frozenset({one.code, two.code})}
        assert found.mandatory == {three.code}
        assert found.bulletin is not None


def test_a_number_stands_once_on_a_ballot(town: Town) -> None:
    plan = PRESETS["exactly-3"].plan(2028, date(2027, 3, 1))
    with town.database.transaction() as rows:
        cycle = actions.draft(rows, plan).id
    with pytest.raises(IntegrityError), town.database.transaction() as rows:
        rows.add_all([project(cycle, 1), project(cycle, 1)])
