"""Who of the roll takes part in a cycle: asked here by whoever lets people propose, support or vote."""

from datetime import date

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.orm import Session

from pb.accounts.roll.basis import Basis, latest_birth
from pb.accounts.roll.models import RollEntry
from pb.cycles.plan import Plan


def takes_part(plan: Plan, basis: Basis, born: date | None) -> bool:
    """Whether a line of the roll takes part. `born` is None for whoever is 20 or older."""
    if basis not in plan.bases:
        return False
    if plan.minimum_age is None or plan.age_on is None or born is None:
        return True
    return born <= latest_birth(plan.minimum_age, plan.age_on)


def of_roll(plan: Plan) -> ColumnElement[bool]:
    """The same as a condition on RollEntry, for whoever goes through the whole roll."""
    counts = RollEntry.basis.in_([basis.value for basis in plan.bases])
    if plan.minimum_age is None or plan.age_on is None:
        return counts
    return and_(
        counts, or_(RollEntry.born.is_(None), RollEntry.born <= latest_birth(plan.minimum_age, plan.age_on))
    )


def may_take_part(rows: Session, plan: Plan, person: int) -> bool:
    """Whether the person has shown to be somebody who takes part in this cycle."""
    return bool(rows.scalar(select(exists().where(RollEntry.person_id == person, of_roll(plan)))))
