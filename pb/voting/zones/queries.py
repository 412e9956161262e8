"""The zones of a year."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.town.models import District
from pb.voting.composing import Zone
from pb.voting.zones.models import VotingZone, ZoneDistrict


def of_cycle(rows: Session, cycle: int) -> list[VotingZone]:
    wanted = select(VotingZone).where(VotingZone.cycle_id == cycle).order_by(VotingZone.name_ko)
    return list(rows.scalars(wanted))


def members(rows: Session, zone: int) -> list[District]:
    """The districts of a zone, by name."""
    wanted = select(District).join(ZoneDistrict, ZoneDistrict.district_id == District.id)
    return list(rows.scalars(wanted.where(ZoneDistrict.zone_id == zone).order_by(District.name_ko)))


def zones(rows: Session, cycle: int) -> list[Zone]:
    """The zones as the layout of the ballots takes them."""
    return [
        Zone(one.name_ko, one.name_en, frozenset(each.id for each in members(rows, one.id)))
        for one in of_cycle(rows, cycle)
    ]
