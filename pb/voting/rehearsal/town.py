"""The town of a simulated election: a published year, projects on the ballot, accounts of trustees and
clerks.
"""

import secrets
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from ballots.demo.town import title
from pb.access import Role
from pb.accounts.models import Account, HeldRole, Person
from pb.config import Settings
from pb.cycles import actions as cycles
from pb.cycles import rules
from pb.cycles.models import Cycle
from pb.cycles.presets import PRESETS
from pb.db import Database, migrate
from pb.projects.models import Bulletin, Project

PRESET = "three-groups"
PROJECTS = 12
COST = 1_000_000_000
TOWN = "모의 투표 마을"
# No password has this hash.
NOBODYS = "!"


def settings_in(folder: Path) -> Settings:
    """A deployment of its own under `folder`, with fresh secrets."""
    folder.mkdir(mode=0o700, parents=True)
    return Settings(
        instance=folder,
        secret_key=secrets.token_hex(32),
        journal_key=secrets.token_hex(32),
        database_url=f"sqlite:///{folder / 'pb.sqlite'}",
    )


def database_of(settings: Settings) -> Database:
    database = Database(settings.database_url)
    migrate.upgrade(database.engine)
    return database


def published_year(rows: Session, at: datetime) -> Cycle:
    """A plan whose voting began yesterday, with its bulletin."""
    preset = PRESETS[PRESET]
    begins = rules.day(at)
    voting = next(span for span in preset.plan(begins.year, begins).spans if span.phase == "voting")
    early = begins - (rules.day(voting.starts) - begins) - timedelta(days=1)
    plan = preset.plan(begins.year, early)
    cycle = cycles.draft(rows, plan)
    cycle.published, cycle.lot = plan.spans[0].starts, secrets.token_hex(8)
    rows.flush()
    rows.add_all(project(cycle, number) for number in range(PROJECTS))
    rows.add(Bulletin(cycle_id=cycle.id, published=at))
    rows.flush()
    return cycle


def project(cycle: Cycle, number: int) -> Project:
    names = title(number)
    return Project(
        cycle_id=cycle.id,
        section_place=1,
        number=number + 1,
        title_ko=names["ko"],
        title_en=names["en"],
        text_ko=names["ko"],
        text_en=names["en"],
        place=TOWN,
        cost=COST * (1 + 7 * number % 9),
    )


def account(rows: Session, name: str, role: Role, at: datetime) -> int:
    """Somebody who holds an office; nobody can sign in as them."""
    person = Person()
    rows.add(person)
    rows.flush()
    email = f"{name}@rehearsal.invalid"
    made = Account(person_id=person.id, email=email, email_key=email, password=NOBODYS, made=at)
    rows.add(made)
    rows.flush()
    rows.add(HeldRole(account_id=made.id, role=role.value, since=at))
    rows.flush()
    return made.id
