"""What the town is made of now."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.town.actions import Listed
from pb.town.models import District
from pb.town.outlines import Frame, Point, Shape, frame, outline_of, shapes


@dataclass(frozen=True)
class Map:
    """The districts as drawn, in the order of their names; `height` goes with a width of 1000."""

    districts: list[tuple[District, Shape]]
    height: float
    frame: Frame | None

    def spot(self, latitude: float | None, longitude: float | None) -> Point | None:
        """Where on the drawing a position is; None if it is not given or there is no map."""
        if self.frame is None or latitude is None or longitude is None:
            return None
        return self.frame.place((longitude, latitude))


def districts(session: Session) -> list[District]:
    return list(
        session.scalars(select(District).where(District.retired.is_(None)).order_by(District.name_ko))
    )


def drawn_map(session: Session) -> Map:
    found = districts(session)
    outlines = [outline_of(one.outline) for one in found]
    drawn, height = shapes(outlines)
    return Map(list(zip(found, drawn, strict=True)), height, frame(outlines))


def listed(session: Session, table: type[Listed], with_retired: bool = False) -> list[Listed]:
    """By name; the retired ones, if wanted, at the end."""
    wanted = select(table).order_by(table.retired.is_not(None), table.name_ko)
    return list(session.scalars(wanted if with_retired else wanted.where(table.retired.is_(None))))
