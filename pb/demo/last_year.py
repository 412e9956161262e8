"""The year before: voted, counted and published by the real code, decided by the council, and built.

So that a visitor sees at once what all of it is for.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from sqlalchemy.orm import Session

from pb import clock
from pb.config import Settings
from pb.db import Database
from pb.delivery import actions, queries
from pb.delivery.rules import Progress
from pb.demo import finishing, pictures
from pb.demo.calendar import A_YEAR, Calendar
from pb.demo.content import Idea, ideas
from pb.demo.founding import Founding, compose, plan_year, propose
from pb.demo.people import Inhabitants
from pb.demo.reviewing import COORDINATOR, Reviewing
from pb.demo.talking import Talking
from pb.demo.voting import Poll
from pb.journal.kinds import Office
from pb.journal.pen import Pen
from pb.results import work
from pb.town.models import Department
from pb.voting.models import Election, State

FILE = "last-year.toml"
BUDGET = 300_000_000
VOTERS = 110
FRIDAY = 4
WHY = "투표 기간이 끝남"
STEPS = (("설계", 112), ("공사", 150), ("준공 검사", 180))
# By how many days the last project takes longer: it is still being built.
DELAY = 240
WHOLE = "의회가 주민투표 결과대로 의결했습니다."
CUT = "같은 때에 하는 도로 공사와 합쳐 발주하기로 하여 15%를 줄였습니다."


def live(
    database: Database, settings: Settings, calendar: Calendar, living: Inhabitants, chance: Random
) -> None:
    with database.transaction() as rows:
        cycle = prepare(Founding(rows, calendar, chance), living)
    with clock.behind(A_YEAR):
        number = Poll(database, settings, cycle, VOTERS).hold(chance)
        end(database, settings, number)
    with database.transaction() as rows:
        Delivering(Founding(rows, calendar, chance), settings, cycle).through()


def prepare(founding: Founding, living: Inhabitants) -> int:
    """From the plan to the published ballot; the number of the cycle."""
    cycle, told = plan_year(founding, BUDGET), ideas(FILE)
    talking = Talking(
        founding.rows, founding.calendar, founding.chance, living.residents, living.accounts[COORDINATOR]
    )
    departments = founding.numbers(Department)
    reviewing = Reviewing(founding.rows, founding.calendar, living.accounts, departments)
    chosen = []
    for place, idea in enumerate(told):
        share = place / len(told)
        proposal = propose(founding, cycle, idea, living.residents[-1 - place], share, None)
        talking.support(proposal, idea)
        reviewing.review(proposal, idea, share)
        chosen.append((proposal, idea))
    compose(founding, cycle, chosen)
    return cycle.id


def end(database: Database, settings: Settings, number: int) -> None:
    """Closed, opened, counted and published, as the demonstration's last button does it."""
    finishing.close(settings, number, WHY)
    while state(database, number) == State.CLOSED:
        finishing.unseal(settings, number)
    finishing.publish(settings, number, WHY)
    with Session(database.engine) as rows:
        order = work.order_of(rows, settings, rows.get_one(Election, number))
    work.run(settings, order)
    finishing.publish(settings, number, WHY)


def state(database: Database, number: int) -> str:
    with Session(database.engine) as rows:
        return rows.get_one(Election, number).state


@dataclass(frozen=True)
class Delivering:
    """What the council and the departments did in the months after the vote; the last project still runs."""

    founding: Founding
    settings: Settings
    cycle: int

    def through(self) -> None:
        numbers = [one.project.id for one in self.funded()]
        for place, number in enumerate(numbers):
            self.decide(number, is_cut=place == 1)
        for number in numbers:
            self.plan(number, late=DELAY if number == numbers[-1] else 0)
        for step in (self.begin, self.build):
            for number in numbers:
                step(number)
        for number in numbers[:-1]:
            self.finish(number)

    def found(self, number: int) -> Progress:
        self.founding.rows.flush()
        return next(one for one in self.funded() if one.project.id == number)

    def funded(self) -> list[Progress]:
        return queries.funded(self.founding.rows, self.settings, self.cycle)

    def pen(self, days: int, reason: str, office: Office = Office.REVIEWER) -> Pen:
        return self.founding.pen(office, reason, self.founding.calendar.at(days, hours=11))

    def day(self, days: int) -> date:
        """So many days later, or the Friday before: nobody builds at the weekend."""
        found = self.founding.calendar.today + timedelta(days=days)
        return found - timedelta(days=max(found.weekday() - FRIDAY, 0))

    def decide(self, number: int, is_cut: bool) -> None:
        of = self.found(number)
        pen = self.pen(40, CUT if is_cut else WHOLE, Office.COORDINATOR)
        actions.decide(pen, of, of.voted * 85 // 100 if is_cut else of.voted)

    def plan(self, number: int, late: int) -> None:
        for what, days in STEPS:
            pen = self.pen(96, "부서 집행 계획")
            day = self.day(days if days == STEPS[0][1] else days + late)
            actions.add_milestone(pen, self.found(number), what, day)

    def reach(self, number: int, step: int, days: int) -> None:
        of = self.found(number)
        row = of.milestones[step]
        pen = self.pen(days, "계획대로 마침")
        actions.change_milestone(pen, of, row, row.what, row.planned, self.day(days))

    def pay(self, number: int, days: int, hundredths: int, what: str) -> None:
        of = self.found(number)
        actions.spend(self.pen(days, what), of, self.day(days), of.approved * hundredths // 100)

    def begin(self, number: int) -> None:
        self.reach(number, 0, 110)
        self.pay(number, 110, 8, "설계 용역비")

    def build(self, number: int) -> None:
        words = "공사를 시작했습니다. 한 달 동안 돌아가 주세요."
        actions.show_photo(
            self.pen(125, words), self.found(number), pictures.drawn(pictures.site), self.day(125)
        )
        self.pay(number, 130, 50, "공사 중도금")

    def finish(self, number: int) -> None:
        of = self.found(number)
        idea = idea_of(of.project.title_ko)
        self.reach(number, 1, 150)
        self.reach(number, 2, 178)
        self.pay(number, 180, 39, "공사 잔금")
        pen = self.pen(182, idea.words)
        photo = pictures.drawn(pictures.SCENES[idea.category])
        actions.show_photo(pen, self.found(number), photo, self.day(181))
        actions.complete(pen, self.found(number), self.day(178))


def idea_of(title: str) -> Idea:
    return next(one for one in ideas(FILE) if one.title == title)
