"""Finishing the made-up year in one press: closing, the trustees' work, the count, two signatures.

Each call of the duty does one piece, so that the page can show how far it is. What is left to do stands in
the rows, as for a real election; only that somebody asked for it is kept in a file.
"""

from datetime import datetime
from pathlib import Path

from flask import Flask, g
from sqlalchemy.orm import Session

from pb import clock, db, jobs, journal
from pb.access import OFFICES
from pb.accounts import queries as accounts
from pb.config import Settings
from pb.cycles.models import Cycle
from pb.demo.people import PARTS
from pb.demo.voting import outside
from pb.journal.kinds import Office
from pb.journal.pen import Pen
from pb.results import actions as results
from pb.results import queries as counted
from pb.results.rehearsal import end_voting
from pb.voting import hall as halls
from pb.voting import opening, queries
from pb.voting.models import Election, State
from pb.voting.rehearsal import trustees
from pb.voting.trustees import work

WHY = "시연: 한 해를 끝까지 보기 · Demonstration: see the year to its end"
LAST = 4


def init_app(app: Flask) -> None:
    jobs.add(app, go_on)


def marker(settings: Settings) -> Path:
    return settings.instance / "demo" / "finish"


def ask(settings: Settings) -> None:
    marker(settings).touch()


def is_asked(settings: Settings) -> bool:
    return marker(settings).exists()


def go_on() -> bool:
    """One piece of the work, if somebody asked for it; whether there was any."""
    settings = halls.settings()
    if not is_asked(settings):
        return False
    g.roles = OFFICES
    with Session(db.database().engine) as rows:
        election = newest(rows)
        state, number = (election.state, election.id) if election else (None, 0)
    steps = {State.OPEN: close, State.CLOSED: unseal, State.UNSEALED: publish}
    step = steps.get(State(state)) if state else None
    return step(settings, number) if step else False


def newest(rows: Session) -> Election | None:
    return next((one for one in queries.every(rows) if one.kind == "real"), None)


def pen(rows: Session, at: datetime, why: str) -> Pen:
    return Pen(rows, journal.seal(), Office.COORDINATOR, why, at)


def close(settings: Settings, number: int, why: str = WHY) -> bool:
    now = clock.now()
    with db.database().transaction() as rows:
        election = rows.get_one(Election, number)
        cycle = rows.get_one(Cycle, election.cycle_id)
        end_voting(pen(rows, now, why), cycle)
        opening.close_box(pen(rows, now, why), settings, election)
    return True


def unseal(settings: Settings, number: int) -> bool:
    """The ordinary duties mix for the server; one trustee is enough besides it, the other may be away."""
    database = db.database()
    with Session(database.engine) as rows:
        hall = halls.of(rows, rows.get_one(Election, number))
    if work.step(database, settings, hall):
        return True
    trustees.open_box(settings, hall, outside(database, settings, number)[0])
    return work.step(database, settings, hall)


def publish(settings: Settings, number: int, why: str = WHY) -> bool:
    """Ask for the count, and when it is there the two signatures; whether there was anything to do."""
    database = db.database()
    with database.transaction() as rows:
        election = rows.get_one(Election, number)
        cycle = rows.get_one(Cycle, election.cycle_id)
        row = counted.count_of(rows, number)
        by = pen(rows, clock.now(), why)
        if row is None:
            results.begin(by, cycle, election)
        elif row.state != "ready" or is_published(rows, number):
            return False
        else:
            for email in [part.email for part in PARTS[:2]]:
                account = accounts.by_email(rows, email)
                if account is not None:
                    results.press(by, settings, cycle, election, account.id)
    return True


def is_published(rows: Session, number: int) -> bool:
    found = counted.publication_of(rows, number)
    return found is not None and found.published is not None


def stage(rows: Session) -> int:
    """How far the year is: 0 voting, 1 closed, 2 opened, 3 counted, 4 published."""
    election = newest(rows)
    if election is None or election.state in (State.PREPARING, State.READY, State.OPEN):
        return 0
    if election.state == State.CLOSED:
        return 1
    row = counted.count_of(rows, election.id)
    if row is None or row.state != "ready":
        return 2
    return LAST if is_published(rows, election.id) else 3
