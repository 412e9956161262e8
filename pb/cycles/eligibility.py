"""Who of the roll takes part in a cycle: asked here by whoever lets people propose, support or vote."""

from datetime import date

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from pb.accounts.roll.basis import BASES, Basis, latest_birth
from pb.accounts.roll.models import RollEntry
from pb.cycles.plan import Plan
from pb.cycles.sentences import calendar_day, who_counts
from pb.errors import Refused


class NotCounted(Refused):
    """The plan does not count what the person's place on the roll stands on."""

    why = _l(
        "You are on the town's roll as one of these: %(basis)s. This year only these take part: %(who)s. If "
        "you are one of them as well, the town office can correct your entry. Reading and following is open "
        "to all."
    )

    def __init__(self, plan: Plan, basis: Basis) -> None:
        super().__init__(basis)
        self.plan, self.basis = plan, basis

    def __str__(self) -> str:
        return str(self.why) % {"basis": BASES[self.basis], "who": who_counts(self.plan)}


class TooYoung(Refused):
    """The plan asks for a minimum age that the person has not reached."""

    why = _l(
        "Whoever takes part this year must be %(age)s years old on %(day)s, and by the town's roll you are "
        "younger. You can read and follow everything now, and take part in a later year. If your birth date "
        "is wrong on the roll, come to the town office."
    )

    def __init__(self, age: int, on: date) -> None:
        super().__init__(age, on)
        self.age, self.on = age, on

    def __str__(self) -> str:
        return str(self.why) % {"age": self.age, "day": calendar_day(self.on)}


def refusal_of(plan: Plan, basis: Basis, born: date | None) -> Refused | None:
    """Why a line of the roll does not take part; None if it does. `born` is None from the age of 20 on."""
    if basis not in plan.bases:
        return NotCounted(plan, basis)
    if plan.minimum_age is None or plan.age_on is None or born is None:
        return None
    grown = born <= latest_birth(plan.minimum_age, plan.age_on)
    return None if grown else TooYoung(plan.minimum_age, plan.age_on)


def of_roll(plan: Plan) -> ColumnElement[bool]:
    """The same as a condition on RollEntry, for whoever goes through the whole roll."""
    counts = RollEntry.basis.in_([basis.value for basis in plan.bases])
    if plan.minimum_age is None or plan.age_on is None:
        return counts
    return and_(
        counts, or_(RollEntry.born.is_(None), RollEntry.born <= latest_birth(plan.minimum_age, plan.age_on))
    )


def refusal(rows: Session, plan: Plan, person: int) -> Refused | None:
    """Why the person does not take part in this cycle; None for whoever does.

    Whoever has no place on the roll yet is not refused here: pages lead them to it first.
    """
    place = select(RollEntry.basis, RollEntry.born).where(RollEntry.person_id == person)
    found = rows.execute(place).one_or_none()
    return refusal_of(plan, Basis(found.basis), found.born) if found else None


def check(rows: Session, plan: Plan, person: int) -> None:
    """Raises NotCounted, TooYoung."""
    why = refusal(rows, plan, person)
    if why is not None:
        raise why
