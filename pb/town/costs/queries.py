"""The unit costs there are."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.town.costs.models import UnitCost


def unit_costs(rows: Session, with_retired: bool = False) -> list[UnitCost]:
    """By name; the retired ones, if wanted, at the end."""
    wanted = select(UnitCost).order_by(UnitCost.retired.is_not(None), UnitCost.name_ko)
    return list(rows.scalars(wanted if with_retired else wanted.where(UnitCost.retired.is_(None))))
