"""Making the town and its years, in the order in which it all happened."""

import random

from flask import Flask, g
from sqlalchemy import delete, exists, select

from pb import clock, db
from pb.access import OFFICES
from pb.accounts import sessions
from pb.config import Settings
from pb.cycles.models import Cycle
from pb.demo import calling, last_year, people
from pb.demo.calendar import Calendar
from pb.demo.content import ideas
from pb.demo.founding import Founding, compose, draw_town, plan_year, propose
from pb.demo.people import Inhabitants
from pb.demo.reviewing import COORDINATOR, Reviewing
from pb.demo.talking import Talking
from pb.demo.voting import VOTERS, Poll
from pb.journal.kinds import Office
from pb.mail.models import WaitingMail
from pb.town.models import Department, District

SEED = 2017
BUDGET = 1_000_000_000


def seed(app: Flask) -> bool:
    """Make the town unless there is a year already; whether it was made."""
    chance = random.Random(SEED)  # noqa: S311 - no secret
    settings: Settings = app.extensions["pb.settings"]
    with app.test_request_context():
        g.roles = OFFICES
        database, calendar = db.database(), Calendar.of(clock.now())
        with database.transaction() as rows:
            if rows.scalar(select(exists(select(Cycle.id)))):
                return False
            living = settle(Founding(rows, calendar.a_year_ago(), chance))
        last_year.live(database, settings, calendar.a_year_ago(), living, chance)
        with database.transaction() as rows:
            cycle = make(Founding(rows, calendar, chance), living)
        Poll(database, settings, cycle, VOTERS).hold(chance)
        with database.transaction() as rows:
            # Nobody in this town has a mailbox.
            rows.execute(delete(WaitingMail))
        g.pop("letters_wait", None)
    return True


def settle(founding: Founding) -> Inhabitants:
    """The town and its people, before any year."""
    when = founding.calendar
    draw_town(founding)
    accounts = people.open_accounts(founding.pen(Office.ADMINISTRATOR, "인사 발령", when.at(-170)))
    roll = founding.pen(Office.COORDINATOR, "주민등록 전산자료 추출", when.at(-166))
    residents = people.settle(roll, sessions.keys(), list(founding.numbers(District)), founding.chance)
    Reviewing(founding.rows, when, accounts, founding.numbers(Department)).seat()
    return Inhabitants(accounts, residents)


def make(founding: Founding, living: Inhabitants) -> int:
    """This year until today; the number of its cycle."""
    when, residents = founding.calendar, living.residents
    cycle = plan_year(founding, BUDGET)
    told = ideas()
    posting = founding.pen(Office.REVIEWER, "부서 사업 발굴 계획", when.at(-149))
    calls = calling.post(posting, when, cycle, founding.numbers(Department))
    found = {
        idea.title: propose(
            founding, cycle, idea, residents[place], place / len(told), calling.answered(calls, idea.title)
        )
        for place, idea in enumerate(told)
    }
    talking = Talking(founding.rows, when, founding.chance, residents, living.accounts[COORDINATOR])
    for idea in told:
        proposal = found[idea.title]
        talking.support(proposal, idea)
        talking.discuss(proposal, idea)
        talking.send_on(proposal, idea, found)
    reviewing = Reviewing(founding.rows, when, living.accounts, founding.numbers(Department))
    for place, idea in enumerate(told):
        reviewing.review(found[idea.title], idea, place / len(told))
    compose(founding, cycle, [(found[idea.title], idea) for idea in told if idea.title_en])
    return cycle.id
