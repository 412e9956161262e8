"""Keeping the unit costs, each act in the journal."""

from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from pb.journal.kinds import Kind
from pb.journal.pen import Pen
from pb.town.actions import NameTaken
from pb.town.costs.models import UnitCost


@dataclass(frozen=True)
class Priced:
    """What a unit cost says."""

    name_ko: str
    name_en: str
    unit: str
    won: int


def add(pen: Pen, priced: Priced) -> None:
    """Raises NameTaken."""
    put(pen, UnitCost(retired=None), priced)
    pen.note(Kind.UNIT_COST_ADDED, name=priced.name_ko, unit=priced.unit, won=str(priced.won))


def change(pen: Pen, row: UnitCost, priced: Priced) -> None:
    """Raises NameTaken. What was worked out before keeps the price of its day."""
    before = row.name_ko
    put(pen, row, priced)
    pen.note(
        Kind.UNIT_COST_CHANGED, before=before, name=priced.name_ko, unit=priced.unit, won=str(priced.won)
    )


def put(pen: Pen, row: UnitCost, priced: Priced) -> None:
    try:
        with pen.rows.begin_nested():
            row.name_ko, row.name_en = priced.name_ko, priced.name_en
            row.unit, row.won = priced.unit, priced.won
            pen.rows.add(row)
    except IntegrityError:
        raise NameTaken from None


def retire(pen: Pen, row: UnitCost) -> None:
    """From now on it is not offered any more."""
    row.retired = pen.at
    pen.note(Kind.UNIT_COST_RETIRED, name=row.name_ko)


def restore(pen: Pen, row: UnitCost) -> None:
    row.retired = None
    pen.note(Kind.UNIT_COST_RESTORED, name=row.name_ko)
