"""What the town is made of now."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.town.actions import Listed
from pb.town.models import District
from pb.town.outlines import Shape, outline_of, shapes


@dataclass(frozen=True)
class Map:
    """The districts as drawn, in the order of their names; `height` goes with a width of 1000."""

    districts: list[tuple[District, Shape]]
    height: float


def districts(session: Session) -> list[District]:
    return list(
        session.scalars(select(District).where(District.retired.is_(None)).order_by(District.name_ko))
    )


def drawn_map(session: Session) -> Map:
    found = districts(session)
    drawn, height = shapes([outline_of(one.outline) for one in found])
    return Map(list(zip(found, drawn, strict=True)), height)


def listed(session: Session, table: type[Listed], with_retired: bool = False) -> list[Listed]:
    """By name; the retired ones, if wanted, at the end."""
    wanted = select(table).order_by(table.retired.is_not(None), table.name_ko)
    return list(session.scalars(wanted if with_retired else wanted.where(table.retired.is_(None))))
