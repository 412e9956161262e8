"""A town in the middle of its department review: departments with officials, and proposals."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

import pytest

from pb.access import Role
from pb.accounts import queries as accounts
from pb.accounts.models import Account
from pb.cycles import actions as cycles
from pb.cycles import rules
from pb.cycles.presets import PRESETS
from pb.proposals.models import Proposal, ProposalVersion, State
from pb.proposals.writing.models import Author
from pb.reviews.assigning.models import Assignment, DepartmentSeat
from pb.town.models import Category, Department, District
from tests.pb.accounts.conftest import Browser, Town, mailbox, settings, town
from tests.pb.accounts.live import chromium_page, live

__all__ = ["chromium_page", "live", "mailbox", "office", "settings", "town"]

SQUARE = "[[[[127,37],[127.1,37],[127.1,37.1],[127,37]]]]"
WHY = "업무 분장에 따름"
NAMES = (("공원녹지과", "Parks"), ("도로과", "Roads"), ("복지과", "Welfare"))
KINDS = (("공원", "Parks"), ("도로", "Streets"), ("복지", "Welfare"))


def today() -> date:
    return rules.day(datetime.now(UTC))


@dataclass
class ReviewOffice:
    """The town with one published cycle, number `cycle`, whose review began five weeks ago."""

    town: Town
    cycle: int
    departments: list[int]
    categories: list[int]
    districts: list[int]
    people: dict[str, int] = field(default_factory=dict)

    def person(self, email: str) -> int:
        """The person behind an address, with a new account where there is none."""
        if email not in self.people:
            with self.town.database.transaction() as rows:
                found = accounts.by_email(rows, email)
                known = found.person_id if found else None
            if known is None:
                number = self.town.account(email)
                with self.town.database.transaction() as rows:
                    known = rows.get_one(Account, number).person_id
            self.people[email] = known
        return self.people[email]

    def reviewer(self, department: int, email: str) -> Browser:
        """Signed in, and working in the department with this place in the list."""
        browser = self.town.official(Role.REVIEWER, email)
        self.seat(department, email)
        return browser

    def seat(self, department: int, email: str) -> None:
        person = self.person(email)
        with self.town.database.transaction() as rows:
            place = self.departments[department]
            rows.add(DepartmentSeat(person_id=person, department_id=place, since=datetime.now(UTC)))

    def proposal(
        self,
        title: str = "그늘나무 심기",
        kind: int = 0,
        district: int | None = 0,
        email: str = "kim@example.kr",
        state: State = State.RECEIVED,
        spot: tuple[float, float] | None = None,
    ) -> int:
        """`spot` is its pin: latitude and longitude."""
        person = self.person(email)
        at = datetime.now(UTC) - timedelta(days=40)
        with self.town.database.transaction() as rows:
            row = Proposal(
                cycle_id=self.cycle,
                person_id=person,
                state=state.value,
                district_id=None if district is None else self.districts[district],
                category_id=self.categories[kind],
                latitude=spot[0] if spot else None,
                longitude=spot[1] if spot else None,
                made=at,
                submitted=at,
                version=1,
            )
            row.versions.append(
                ProposalVersion(
                    number=1,
                    at=at,
                    person_id=person,
                    title=title,
                    problem="여름에 너무 덥습니다.",
                    idea="정류장 옆에 나무를 심어요.",
                    beneficiaries="버스를 기다리는 모두",
                    place="시장 앞 정류장",
                    cost=30_000_000,
                )
            )
            rows.add(row)
            rows.flush()
            return row.id

    def author(self, proposal: int, email: str = "kim@example.kr") -> None:
        """Let a person change the proposal, as whoever wrote it by the wizard may."""
        person = self.person(email)
        with self.town.database.transaction() as rows:
            rows.add(Author(proposal_id=proposal, person_id=person, pen_name="", since=datetime.now(UTC)))

    def give(self, proposal: int, department: int, due: date | None = None, part: str = "lead") -> int:
        """Let a department have a proposal, as if the coordinator had given it five days ago."""
        with self.town.database.transaction() as rows:
            rows.get_one(Proposal, proposal).state = State.IN_REVIEW.value
            row = Assignment(
                proposal_id=proposal,
                department_id=self.departments[department],
                part=part,
                since=datetime.now(UTC) - timedelta(days=5),
                due=due or today() + timedelta(days=10),
                question="",
                answer="",
            )
            rows.add(row)
            rows.flush()
            return row.id


@pytest.fixture
def office(town: Town) -> ReviewOffice:
    return opened(town)


def opened(town: Town) -> ReviewOffice:
    plan = PRESETS["exactly-3"].plan(2028, today() - timedelta(weeks=13))
    with town.database.transaction() as rows:
        cycle = cycles.draft(rows, plan)
        cycle.published = plan.spans[0].starts - timedelta(days=5)
        departments = [Department(name_ko=ko, name_en=en, retired=None) for ko, en in NAMES]
        categories = [Category(name_ko=ko, name_en=en, retired=None) for ko, en in KINDS]
        districts = [
            District(name_ko=ko, name_en=en, outline=SQUARE, retired=None)
            for ko, en in (("성산동", "Seongsan-dong"), ("망원동", "Mangwon-dong"))
        ]
        rows.add_all([*departments, *categories, *districts])
        rows.flush()
        return ReviewOffice(
            town,
            cycle.id,
            [one.id for one in departments],
            [one.id for one in categories],
            [one.id for one in districts],
        )
