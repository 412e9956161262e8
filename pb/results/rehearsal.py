"""The end of a simulated election: count and publication, by the code that a real one goes through."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from pb import clock
from pb.access import Role
from pb.config import Settings
from pb.cycles import actions as cycles
from pb.cycles.models import Cycle
from pb.cycles.phases import DATED
from pb.db import Database
from pb.journal.pen import Pen
from pb.results import actions, queries, work
from pb.results.places import Place
from pb.voting.hall import Hall
from pb.voting.models import Election
from pb.voting.rehearsal import town
from pb.voting.rehearsal.trustees import pen
from pb.voting.rehearsal.whole import Differs
from pb.voting.rules import GRACE

COUNTING = "counting"
OFFICIALS = (("coordinator", Role.COORDINATOR), ("head", Role.ADMINISTRATOR))


def publish(database: Database, settings: Settings, hall: Hall) -> Path:
    """The published bundle. Raises Differs if the gate does not open."""
    with database.transaction() as rows:
        by, election = pen(rows, settings), rows.get_one(Election, hall.election)
        cycle = rows.get_one(Cycle, hall.cycle)
        end_voting(by, cycle)
        actions.begin(by, cycle, election)
    with Session(database.engine) as rows:
        order = work.order_of(rows, settings, rows.get_one(Election, hall.election))
    work.run(settings, order)
    with database.transaction() as rows:
        row = queries.count_of(rows, hall.election)
        if row is None or row.state != "ready":
            raise Differs(f"the count cannot be published: {row.words or row.checks if row else 'none'}")
        cycle, election = rows.get_one(Cycle, hall.cycle), rows.get_one(Election, hall.election)
        for name, role in OFFICIALS:
            account = town.account(rows, name, role, clock.now())
            actions.press(pen(rows, settings), settings, cycle, election, account)
    return Place.of(settings, hall.election).bundle


def end_voting(by: Pen, cycle: Cycle) -> None:
    """Voting ends so that its minute of grace is over now, and the count may begin."""
    cycles.stop(replace(by, at=by.at - GRACE - timedelta(seconds=1)), cycle, "voting")
    bring_forward(cycle)


def bring_forward(cycle: Cycle) -> None:
    """What comes after voting begins at once, each phase as long as it was planned."""
    times = {row.phase: row for row in cycle.times}
    early = times[COUNTING].starts - times["voting"].ends
    for phase in DATED[DATED.index(COUNTING) :]:
        times[phase].starts, times[phase].ends = times[phase].starts - early, times[phase].ends - early
